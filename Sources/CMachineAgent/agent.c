#include "platform.h"

#include "agent.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "agent_wire.h"

static int wake_end = -1;

static void child_ended(int signal) {
  (void)signal;
  int kept = errno;
  char byte = 0;
  /* A full pipe wakes the agent as well. */
  ssize_t written = write(wake_end, &byte, 1);
  (void)written;
  errno = kept;
}

void agent_tell(
    struct agent *agent, uint8_t operation, uint32_t id, int32_t value, int descriptor) {
  uint8_t body[AGENT_HEADER_SIZE + sizeof value];
  body[0] = operation;
  memcpy(body + 1, &id, sizeof id);
  memcpy(body + AGENT_HEADER_SIZE, &value, sizeof value);
  agent_wire_send(agent->socket, body, sizeof body, &descriptor, descriptor < 0 ? 0 : 1);
}

void agent_answer(struct agent *agent, uint32_t id, int32_t value, int descriptor) {
  agent_tell(agent, AGENT_OPERATION_RESULT, id, value, descriptor);
}

static int prepare(struct agent *agent, int socket) {
  memset(agent, 0, sizeof *agent);
  agent->socket = socket;
  if (agent_wire_pipe(agent->wake) != 0) return -1;
  platform_set_blocking(agent->wake[0], 0);
  platform_set_blocking(agent->wake[1], 0);
  wake_end = agent->wake[1];
  struct sigaction action = {.sa_handler = child_ended, .sa_flags = SA_RESTART};
  if (sigaction(SIGCHLD, &action, NULL) != 0) return -1;
  signal(SIGPIPE, SIG_IGN);
  return 0;
}

static short awaited(const struct agent_pending *pending) {
  return pending->operation == AGENT_OPERATION_CONNECT ? POLLOUT : POLLIN;
}

/* Waits for news and takes it in; 0, or -1 where the conversation is over. */
static int turn(struct agent *agent) {
  struct pollfd news[2 + AGENT_PENDING_LIMIT] = {
      {.fd = agent->socket, .events = POLLIN}, {.fd = agent->wake[0], .events = POLLIN}};
  int pending = agent->pending_count;
  for (int i = 0; i < pending; i++) {
    news[2 + i].fd = agent->pending[i].descriptor;
    news[2 + i].events = awaited(&agent->pending[i]);
  }
  if (poll(news, (nfds_t)(2 + pending), -1) < 0) return errno == EINTR ? 0 : -1;
  /* From the last to the first: settling one moves the last into its place. */
  for (int i = pending - 1; i >= 0; i--) {
    if (news[2 + i].revents != 0) agent_settle(agent, i);
  }
  if (news[1].revents != 0) agent_reap(agent);
  return news[0].revents != 0 ? agent_take_request(agent) : 0;
}

/* Where nothing else ends them, at least the groups that were asked for go with the agent. */
static void kill_groups(const struct agent *agent) {
  for (int i = 0; i < agent->child_count; i++) kill(-agent->children[i].process, SIGKILL);
}

void agent_run(int socket) {
  static struct agent agent;
  if (prepare(&agent, socket) != 0) return;
  agent_tell(&agent, AGENT_OPERATION_READY, 0, AGENT_WIRE_VERSION, -1);
  while (turn(&agent) == 0) continue;
  kill_groups(&agent);
}
