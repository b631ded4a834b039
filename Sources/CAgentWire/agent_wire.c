#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "agent_wire.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* macOS: SO_NOSIGPIPE is set on the pair instead */
#endif
#ifndef MSG_CMSG_CLOEXEC
#define MSG_CMSG_CLOEXEC 0 /* macOS: set by hand after receiving */
#endif

enum { CONTROL_SIZE = CMSG_SPACE(sizeof(int) * AGENT_DESCRIPTOR_LIMIT) };

int agent_wire_pair(int ends[2]) {
#ifdef SOCK_CLOEXEC
  return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
#else
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return -1;
  for (int i = 0; i < 2; i++) {
    int yes = 1;
    fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    setsockopt(ends[i], SOL_SOCKET, SO_NOSIGPIPE, &yes, sizeof yes);
  }
  return 0;
#endif
}

int agent_wire_pipe(int ends[2]) {
#ifdef __linux__
  return pipe2(ends, O_CLOEXEC);
#else
  if (pipe(ends) != 0) return -1;
  for (int i = 0; i < 2; i++) fcntl(ends[i], F_SETFD, FD_CLOEXEC);
  return 0;
#endif
}

int agent_wire_peer(int socket) {
#ifdef __linux__
  struct ucred peer;
  socklen_t size = sizeof peer;
  return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 ? peer.pid : 0;
#else
  (void)socket;
  return 0;
#endif
}

/* Moves the start of the vectors past what was sent. */
static void advance(struct msghdr *message, size_t sent) {
  while (sent > 0 && message->msg_iovlen > 0) {
    struct iovec *first = message->msg_iov;
    if (sent < first->iov_len) {
      first->iov_base = (char *)first->iov_base + sent;
      first->iov_len -= sent;
      return;
    }
    sent -= first->iov_len;
    message->msg_iov++;
    message->msg_iovlen--;
  }
}

int agent_wire_send(
    int socket, const void *body, uint32_t length, const int *descriptors, int count) {
  if (count < 0 || count > AGENT_DESCRIPTOR_LIMIT || length > AGENT_MESSAGE_LIMIT) {
    errno = EMSGSIZE;
    return -1;
  }
  struct iovec parts[2] = {
      {.iov_base = &length, .iov_len = sizeof length},
      {.iov_base = (void *)body, .iov_len = length}};
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
  _Alignas(struct cmsghdr) char control[CONTROL_SIZE];
  if (count > 0) {
    size_t size = sizeof(int) * (size_t)count;
    memset(control, 0, sizeof control);
    message.msg_control = control;
    message.msg_controllen = CMSG_SPACE(size);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(size);
    memcpy(CMSG_DATA(header), descriptors, size);
  }
  size_t left = sizeof length + length;
  while (left > 0) {
    ssize_t sent = sendmsg(socket, &message, MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno == EINTR) continue;
      return -1;
    }
    left -= (size_t)sent;
    advance(&message, (size_t)sent);
    /* The descriptors went with the first byte; once is enough. */
    message.msg_control = NULL;
    message.msg_controllen = 0;
  }
  return 0;
}

static int read_whole(int socket, void *into, size_t size) {
  size_t done = 0;
  while (done < size) {
    ssize_t got = read(socket, (char *)into + done, size - done);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return -1;
    done += (size_t)got;
  }
  return 0;
}

/* Takes over what descriptors came; -1 where they are more than there is room for. */
static int take_descriptors(struct msghdr *message, int *descriptors, int room, int *taken) {
  int overflow = (message->msg_flags & MSG_CTRUNC) != 0;
  for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header != NULL;
       header = CMSG_NXTHDR(message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; i++) {
      int descriptor;
      memcpy(&descriptor, CMSG_DATA(header) + i * sizeof(int), sizeof descriptor);
      if (*taken < room) {
        if (MSG_CMSG_CLOEXEC == 0) fcntl(descriptor, F_SETFD, FD_CLOEXEC);
        descriptors[(*taken)++] = descriptor;
      } else {
        close(descriptor);
        overflow = 1;
      }
    }
  }
  return overflow ? -1 : 0;
}

static int64_t broken(int *descriptors, int *count) {
  for (int i = 0; i < *count; i++) close(descriptors[i]);
  *count = 0;
  return -1;
}

int64_t agent_wire_receive(
    int socket, void *body, uint32_t capacity, int *descriptors, int *count) {
  uint32_t length = 0;
  struct iovec part = {.iov_base = &length, .iov_len = sizeof length};
  _Alignas(struct cmsghdr) char control[CONTROL_SIZE];
  struct msghdr message = {
      .msg_iov = &part,
      .msg_iovlen = 1,
      .msg_control = control,
      .msg_controllen = sizeof control};
  int room = *count;
  *count = 0;
  ssize_t got;
  do {
    got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  } while (got < 0 && errno == EINTR);
  if (got <= 0) return got;
  if (take_descriptors(&message, descriptors, room, count) != 0) return broken(descriptors, count);
  size_t missing = sizeof length - (size_t)got;
  if (read_whole(socket, (char *)&length + got, missing) != 0) return broken(descriptors, count);
  if (length < AGENT_HEADER_SIZE || length > capacity) return broken(descriptors, count);
  if (read_whole(socket, body, length) != 0) return broken(descriptors, count);
  return length;
}
