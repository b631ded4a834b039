#include "platform.h"

#include "loopback.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static socklen_t make_address(
    enum loopback_family family, uint16_t port, struct sockaddr_storage *storage) {
  memset(storage, 0, sizeof *storage);
  if (family == LOOPBACK_IPV6) {
    struct sockaddr_in6 *address = (struct sockaddr_in6 *)storage;
    address->sin6_family = AF_INET6;
    address->sin6_port = htons(port);
    address->sin6_addr = in6addr_loopback;
    return sizeof *address;
  }
  struct sockaddr_in *address = (struct sockaddr_in *)storage;
  address->sin_family = AF_INET;
  address->sin_port = htons(port);
  address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return sizeof *address;
}

int loopback_begin(enum loopback_family family, uint16_t port) {
  struct sockaddr_storage address;
  socklen_t length = make_address(family, port, &address);
  int connection = socket(address.ss_family, SOCK_STREAM, 0);
  if (connection < 0) return -errno;
  fcntl(connection, F_SETFD, FD_CLOEXEC);
  platform_set_blocking(connection, 0);
  if (connect(connection, (struct sockaddr *)&address, length) == 0 || errno == EINPROGRESS) {
    return connection;
  }
  int reason = errno;
  close(connection);
  return -reason;
}

int loopback_outcome(int connection) {
  int reason = 0;
  socklen_t size = sizeof reason;
  if (getsockopt(connection, SOL_SOCKET, SO_ERROR, &reason, &size) != 0) return errno;
  return reason;
}

enum { BACKLOG = 64 };

/* Closes the socket; what to answer for a call that failed. */
static int give_up(int listening) {
  int reason = errno;
  close(listening);
  return -reason;
}

int loopback_listen(uint16_t *port) {
  struct sockaddr_storage address;
  socklen_t length = make_address(LOOPBACK_IPV4, *port, &address);
  int listening = socket(address.ss_family, SOCK_STREAM, 0);
  if (listening < 0) return -errno;
  fcntl(listening, F_SETFD, FD_CLOEXEC);
  int yes = 1;
  /* A visitor who comes back wants the same port, whatever connections linger. */
  setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(listening, (struct sockaddr *)&address, length) != 0 ||
      listen(listening, BACKLOG) != 0 ||
      getsockname(listening, (struct sockaddr *)&address, &length) != 0) {
    return give_up(listening);
  }
  *port = ntohs(((struct sockaddr_in *)&address)->sin_port);
  return listening;
}

int loopback_listen_at(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) return -ENAMETOOLONG;
  strcpy(address.sun_path, path);
  int listening = socket(AF_UNIX, SOCK_STREAM, 0);
  if (listening < 0) return -errno;
  fcntl(listening, F_SETFD, FD_CLOEXEC);
  /* For the machine's user alone, from its first moment on. */
  mode_t before = umask(0177);
  int result = bind(listening, (struct sockaddr *)&address, sizeof address);
  umask(before);
  if (result != 0 || listen(listening, BACKLOG) != 0) return give_up(listening);
  return listening;
}
