/* The agent: starts processes in its machine for the worker that holds the other end of its
 * socket, and ends with that socket. */
#ifndef AGENT_H
#define AGENT_H

#include <stdint.h>
#include <sys/types.h>

#include "loopback.h"

enum {
  /* Processes that were asked for and still run. */
  AGENT_CHILD_LIMIT = 1024,
  /* Requests whose outcome is not known yet. */
  AGENT_PENDING_LIMIT = 128,
  /* A build that makes orphans without end must not keep the agent from its socket. */
  AGENT_REAP_LIMIT = 256
};

struct agent_child {
  pid_t process;
  uint32_t id;
};

/* A request that waits for its outcome. */
struct agent_pending {
  uint8_t operation;
  uint32_t id;
  /* A child's report, or a connection on its way. */
  int descriptor;
  pid_t process;
  /* The outer end of the child's terminal, or -1. */
  int terminal;
  uint16_t port;
  enum loopback_family family;
};

struct agent {
  int socket;
  /* Written to by the SIGCHLD handler. */
  int wake[2];
  struct agent_child children[AGENT_CHILD_LIMIT];
  int child_count;
  struct agent_pending pending[AGENT_PENDING_LIMIT];
  int pending_count;
};

/* Carries out requests until the worker is gone or says something that makes no sense. */
void agent_run(int socket);

/* Reads and carries out one request; 0, or -1 where the conversation is over. */
int agent_take_request(struct agent *agent);

/* Answers a pending request whose descriptor is ready, and forgets it unless it goes on. */
void agent_settle(struct agent *agent, int index);

/* Takes in children that ended, and tells of those that were asked for. */
void agent_reap(struct agent *agent);

/* Answers a request; `descriptor` goes with it unless it is -1. A failure is not reported: it
 * means that the worker is gone, which the next read tells. */
void agent_answer(struct agent *agent, uint32_t id, int32_t value, int descriptor);

/* Tells something that has a number: READY, RESULT or ENDED. */
void agent_tell(
    struct agent *agent, uint8_t operation, uint32_t id, int32_t value, int descriptor);

#endif
