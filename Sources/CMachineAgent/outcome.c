#include "platform.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"
#include "agent_wire.h"
#include "spawn.h"

static void forget(struct agent *agent, int index) {
  agent->pending[index] = agent->pending[--agent->pending_count];
}

static void forget_child(struct agent *agent, pid_t process) {
  for (int i = 0; i < agent->child_count; i++) {
    if (agent->children[i].process != process) continue;
    agent->children[i] = agent->children[--agent->child_count];
    return;
  }
}

static void settle_spawn(struct agent *agent, int index) {
  struct agent_pending pending = agent->pending[index];
  int reason = spawn_outcome(pending.descriptor);
  close(pending.descriptor);
  if (reason != 0) {
    /* It never became the program, so nobody hears of its end. */
    forget_child(agent, pending.process);
    agent_answer(agent, pending.id, -reason, -1);
  } else {
    agent_answer(agent, pending.id, pending.process, pending.terminal);
  }
  if (pending.terminal >= 0) close(pending.terminal);
  forget(agent, index);
}

/* Some programs listen on ::1 only; where IPv4 is refused, that is tried before giving up. */
static int continues_with_ipv6(struct agent_pending *pending) {
  if (pending->family == LOOPBACK_IPV6) return 0;
  int connection = loopback_begin(LOOPBACK_IPV6, pending->port);
  if (connection < 0) return 0;
  close(pending->descriptor);
  pending->descriptor = connection;
  pending->family = LOOPBACK_IPV6;
  return 1;
}

static void settle_connect(struct agent *agent, int index) {
  struct agent_pending *pending = &agent->pending[index];
  int reason = loopback_outcome(pending->descriptor);
  if (reason == ECONNREFUSED && continues_with_ipv6(pending)) return;
  if (reason == 0) platform_set_blocking(pending->descriptor, 1);
  agent_answer(agent, pending->id, -reason, reason == 0 ? pending->descriptor : -1);
  close(pending->descriptor);
  forget(agent, index);
}

void agent_settle(struct agent *agent, int index) {
  if (agent->pending[index].operation == AGENT_OPERATION_SPAWN) {
    settle_spawn(agent, index);
  } else {
    settle_connect(agent, index);
  }
}

/* The outcome of starting is told before the end. */
static void settle_start_of(struct agent *agent, pid_t process) {
  for (int i = 0; i < agent->pending_count; i++) {
    struct agent_pending *pending = &agent->pending[i];
    if (pending->operation != AGENT_OPERATION_SPAWN || pending->process != process) continue;
    settle_spawn(agent, i);
    return;
  }
}

static void tell_end(struct agent *agent, pid_t process, int status) {
  settle_start_of(agent, process);
  for (int i = 0; i < agent->child_count; i++) {
    if (agent->children[i].process != process) continue;
    uint32_t id = agent->children[i].id;
    forget_child(agent, process);
    agent_tell(agent, AGENT_OPERATION_ENDED, id, status, -1);
    return;
  }
}

void agent_reap(struct agent *agent) {
  char bytes[64];
  while (read(agent->wake[0], bytes, sizeof bytes) > 0) continue;
  for (int taken = 0; taken < AGENT_REAP_LIMIT; taken++) {
    int status;
    pid_t process = waitpid(-1, &status, WNOHANG);
    if (process <= 0) return;
    tell_end(agent, process, status);
  }
  /* There may be more: come back after a look at the socket. */
  ssize_t written = write(agent->wake[1], bytes, 1);
  (void)written;
}
