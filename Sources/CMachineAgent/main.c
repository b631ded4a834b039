/* airlock-agent: the first process of a machine. See agent_wire.h for what it understands.
 *
 * `airlock-agent --make-machine … -- …` makes the namespaces and the root of a machine first; see
 * order.h. */
#include "platform.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "agent.h"
#include "agent_wire.h"
#include "identity.h"
#include "launch.h"
#include "options.h"
#include "sweep.h"
#include "terminal.h"

enum { EXIT_USAGE = 64, EXIT_UNREACHABLE = 69, EXIT_IDENTITY = 77 };

/* Whoever started us may wait for the end of our standard error. */
static void let_go_of_standard_streams(void) {
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int standard = 0; standard < 3; standard++) dup2(nothing, standard);
  if (nothing > 2) close(nothing);
}

/* Where a machine cannot be given a descriptor, it is given a socket's path. */
static int connect_to(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) return -1;
  strcpy(address.sun_path, path);
  int socket_end = socket(AF_UNIX, SOCK_STREAM, 0);
  if (socket_end < 0) return -1;
  if (connect(socket_end, (struct sockaddr *)&address, sizeof address) != 0) return -1;
  if (socket_end == AGENT_SOCKET) return 0;
  int result = dup2(socket_end, AGENT_SOCKET);
  close(socket_end);
  return result < 0 ? -1 : 0;
}

static int run(const struct options *options) {
  if (options->socket != NULL && connect_to(options->socket) != 0) return EXIT_UNREACHABLE;
  platform_close_above(AGENT_SOCKET);
  if (options->changes_identity &&
      identity_become(options->uid, options->gid, options->keeps_privileges) != 0) {
    return EXIT_IDENTITY;
  }
  /* A change of user makes a process visible to its new user again. */
  platform_hide_from_debuggers();
  if (options->subreaper) platform_adopt_orphans();
  fcntl(AGENT_SOCKET, F_SETFD, FD_CLOEXEC);
  limits_keep(&options->limits);
  let_go_of_standard_streams();
  terminal_prepare();
  agent_run(AGENT_SOCKET);
  if (options->subreaper) sweep_descendants();
  return 0;
}

int main(int count, char *arguments[]) {
  platform_hide_from_debuggers();
  int first = 0;
#ifdef __linux__
  if (count > 1 && strcmp(arguments[1], "--make-machine") == 0) {
    /* Comes back in the machine; the launcher itself ends there. */
    first = launch_machine(count, arguments);
    if (first < 0) return EXIT_USAGE;
  }
  if (count > 1 && strcmp(arguments[1], "--as-root") == 0) {
    launch_command(count, arguments);
    return EXIT_USAGE;
  }
#endif
  struct options options;
  if (options_parse(&options, count - first, arguments + first) != 0) return EXIT_USAGE;
  return run(&options);
}
