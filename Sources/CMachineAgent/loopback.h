/* Connections to ports of the machine's own loopback, made without waiting: a build can listen
 * on a port and never accept, and the agent must still hear that it shall end. */
#ifndef LOOPBACK_H
#define LOOPBACK_H

#include <stdint.h>

enum loopback_family { LOOPBACK_IPV4, LOOPBACK_IPV6 };

/* Begins to connect; a socket, or -errno. */
int loopback_begin(enum loopback_family family, uint16_t port);

/* How it went, once the socket is writable: 0, or the errno. */
int loopback_outcome(int socket);

/* Listens on a port of the loopback, 0 for any, which is told; a socket, or -errno. */
int loopback_listen(uint16_t *port);

/* Listens at a path that is not there yet; a socket, or -errno. */
int loopback_listen_at(const char *path);

#endif
