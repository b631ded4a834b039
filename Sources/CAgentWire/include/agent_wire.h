/* The conversation between a worker and the agent inside its machine.
 *
 * Both ends compile this header, so there is one place for numbers and limits. A message is
 *
 *     length:u32  operation:u8  id:u32  payload
 *
 * in the byte order of the computer, since both ends run on one kernel; `length` counts what
 * follows it. Descriptors travel with a message's first byte (SCM_RIGHTS). Texts end with a zero
 * byte. The payloads, in order:
 *
 *     worker to agent
 *     SPAWN    flags:u8 rows:u16 columns:u16 arguments:u16 variables:u16
 *              folder:text executable:text argument:text... NAME=VALUE:text...
 *              with AGENT_SPAWN_TERMINAL no descriptors, else input, output, error
 *     CONNECT  port:u16
 *     SIGNAL   signal:i32      to the process group that SPAWN with this id made; no answer
 *     LISTEN   port:u16 path:text
 *              on the loopback's port (0: any), or where path is not empty on a socket there
 *
 *     agent to worker
 *     READY    version:i32     once, with id 0
 *     RESULT   value:i32       to SPAWN a process id, to CONNECT 0, to LISTEN the port (0 for a
 *                              path), or -errno; with the terminal's, the connection's or the
 *                              listening socket's descriptor where there is one
 *     ENDED    status:i32      as from wait(2); always after the RESULT of the same id
 */
#ifndef AGENT_WIRE_H
#define AGENT_WIRE_H

#include <stddef.h>
#include <stdint.h>

enum { AGENT_WIRE_VERSION = 2 };

/* The descriptor at which the agent finds its end. */
enum { AGENT_SOCKET = 3 };

enum {
  /* The kernel takes no more than this for arguments and environment together. */
  AGENT_MESSAGE_LIMIT = 2 * 1024 * 1024,
  AGENT_TEXT_COUNT_LIMIT = 16384,
  AGENT_DESCRIPTOR_LIMIT = 3,
  /* Operation and id. */
  AGENT_HEADER_SIZE = 5
};

enum {
  AGENT_OPERATION_SPAWN = 1,
  AGENT_OPERATION_CONNECT = 2,
  AGENT_OPERATION_SIGNAL = 3,
  AGENT_OPERATION_LISTEN = 4,
  AGENT_OPERATION_READY = 16,
  AGENT_OPERATION_RESULT = 17,
  AGENT_OPERATION_ENDED = 18
};

enum { AGENT_SPAWN_TERMINAL = 1 };

/* Makes a connected pair of stream sockets that no child inherits; 0, or -1 with errno. */
int agent_wire_pair(int ends[2]);

/* Makes a pipe that no child inherits: the first end is read from; 0, or -1 with errno. */
int agent_wire_pipe(int ends[2]);

/* The number here of the process that has connected; 0 where the system does not tell. */
int agent_wire_peer(int socket);

/* Sends one message, whole; 0, or -1 with errno. The descriptors stay the caller's. */
int agent_wire_send(
    int socket, const void *body, uint32_t length, const int *descriptors, int count);

/* Receives one message, whole.
 *
 * `count` holds the room in `descriptors` on entry and how many came on return; they are the
 * caller's and no child inherits them. Returns the length of the body, 0 where the other end is
 * closed, -1 where what came is no message or larger than `capacity`; then no descriptor is left
 * open. */
int64_t agent_wire_receive(
    int socket, void *body, uint32_t capacity, int *descriptors, int *count);

#endif
