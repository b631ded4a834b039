#include "platform.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "agent.h"
#include "agent_wire.h"
#include "reading.h"
#include "spawn.h"
#include "terminal.h"

static void remember(struct agent *agent, struct agent_pending pending) {
  agent->pending[agent->pending_count++] = pending;
}

static void start(struct agent *agent, uint32_t id, struct spawn_order *order, int terminal) {
  int report = -1;
  pid_t child = spawn_start(order, &report);
  if (child < 0) {
    agent_answer(agent, id, child, -1);
    if (terminal >= 0) close(terminal);
    return;
  }
  agent->children[agent->child_count++] = (struct agent_child){.process = child, .id = id};
  remember(
      agent, (struct agent_pending){
                 .operation = AGENT_OPERATION_SPAWN,
                 .id = id,
                 .descriptor = report,
                 .process = child,
                 .terminal = terminal});
}

static void start_on_terminal(
    struct agent *agent, uint32_t id, struct spawn_order *order, uint16_t rows, uint16_t columns) {
  int outer = -1;
  int inner = -1;
  int failure = terminal_open(rows, columns, &outer, &inner);
  if (failure != 0) {
    agent_answer(agent, id, failure, -1);
    return;
  }
  for (int i = 0; i < 3; i++) order->descriptors[i] = inner;
  start(agent, id, order, outer);
  close(inner);
}

/* `texts` has room for as many pointers as the message says, and two NULLs. */
static int read_texts(
    struct reading *reading, struct spawn_order *order, char **texts, int arguments,
    int variables) {
  order->folder = reading_text(reading);
  order->executable = reading_text(reading);
  order->arguments = texts;
  for (int i = 0; i < arguments; i++) *texts++ = reading_text(reading);
  *texts++ = NULL;
  order->environment = texts;
  for (int i = 0; i < variables; i++) *texts++ = reading_text(reading);
  *texts = NULL;
  return reading_is_complete(reading) ? 0 : -1;
}

static int take_spawn(
    struct agent *agent, uint32_t id, struct reading *reading, const int *descriptors,
    int count) {
  struct spawn_order order = {.has_terminal = reading_u8(reading) == AGENT_SPAWN_TERMINAL};
  uint16_t rows = reading_u16(reading);
  uint16_t columns = reading_u16(reading);
  int arguments = reading_u16(reading);
  int variables = reading_u16(reading);
  if (count != (order.has_terminal ? 0 : 3) || arguments == 0) return -1;
  if (arguments + variables > AGENT_TEXT_COUNT_LIMIT) return -1;
  char **texts = calloc((size_t)(arguments + variables + 2), sizeof *texts);
  if (texts == NULL) return -1;
  int result = read_texts(reading, &order, texts, arguments, variables);
  if (result == 0) {
    if (agent->child_count == AGENT_CHILD_LIMIT || agent->pending_count == AGENT_PENDING_LIMIT) {
      agent_answer(agent, id, -EAGAIN, -1);
    } else if (order.has_terminal) {
      start_on_terminal(agent, id, &order, rows, columns);
    } else {
      for (int i = 0; i < 3; i++) order.descriptors[i] = descriptors[i];
      start(agent, id, &order, -1);
    }
  }
  free(texts);
  return result;
}

static int take_connect(struct agent *agent, uint32_t id, struct reading *reading) {
  uint16_t port = reading_u16(reading);
  if (!reading_is_complete(reading)) return -1;
  int connection =
      agent->pending_count == AGENT_PENDING_LIMIT ? -EAGAIN : loopback_begin(LOOPBACK_IPV4, port);
  if (connection < 0) {
    agent_answer(agent, id, connection, -1);
    return 0;
  }
  remember(
      agent, (struct agent_pending){
                 .operation = AGENT_OPERATION_CONNECT,
                 .id = id,
                 .descriptor = connection,
                 .terminal = -1,
                 .port = port,
                 .family = LOOPBACK_IPV4});
  return 0;
}

/* Whoever asked accepts: a descriptor works wherever it is, in whatever network it was made. */
static int take_listen(struct agent *agent, uint32_t id, struct reading *reading) {
  uint16_t port = reading_u16(reading);
  const char *path = reading_text(reading);
  if (!reading_is_complete(reading)) return -1;
  int listening = *path == '\0' ? loopback_listen(&port) : loopback_listen_at(path);
  if (listening < 0) {
    agent_answer(agent, id, listening, -1);
  } else {
    agent_answer(agent, id, *path == '\0' ? port : 0, listening);
    close(listening);
  }
  return 0;
}

/* Only processes that are not taken in yet can be signalled, so no number is used twice. */
static int take_signal(struct agent *agent, uint32_t id, struct reading *reading) {
  int number = (int)reading_u32(reading);
  if (!reading_is_complete(reading) || number < 0 || number >= NSIG) return -1;
  for (int i = 0; i < agent->child_count; i++) {
    if (agent->children[i].id != id) continue;
    pid_t process = agent->children[i].process;
    /* Just forked, it may not lead a group of its own yet. */
    if (kill(-process, number) != 0) kill(process, number);
  }
  return 0;
}

int agent_take_request(struct agent *agent) {
  static uint8_t body[AGENT_MESSAGE_LIMIT];
  int descriptors[AGENT_DESCRIPTOR_LIMIT];
  int count = AGENT_DESCRIPTOR_LIMIT;
  int64_t length = agent_wire_receive(agent->socket, body, sizeof body, descriptors, &count);
  if (length <= 0) return -1;
  struct reading reading = {.at = body, .end = body + length};
  uint8_t operation = reading_u8(&reading);
  uint32_t id = reading_u32(&reading);
  int result = -1;
  switch (operation) {
    case AGENT_OPERATION_SPAWN:
      result = take_spawn(agent, id, &reading, descriptors, count);
      break;
    case AGENT_OPERATION_CONNECT:
      result = take_connect(agent, id, &reading);
      break;
    case AGENT_OPERATION_LISTEN:
      result = take_listen(agent, id, &reading);
      break;
    case AGENT_OPERATION_SIGNAL:
      result = take_signal(agent, id, &reading);
      break;
  }
  for (int i = 0; i < count; i++) close(descriptors[i]);
  return result;
}
