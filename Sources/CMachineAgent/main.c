/* airlock-agent: the first process of a machine. See agent_wire.h for what it understands. */
#include "platform.h"

#include <fcntl.h>
#include <unistd.h>

#include "agent.h"
#include "agent_wire.h"
#include "identity.h"
#include "options.h"
#include "sweep.h"
#include "terminal.h"

enum { EXIT_USAGE = 64, EXIT_IDENTITY = 77 };

/* Whoever started us may wait for the end of our standard error. */
static void let_go_of_standard_streams(void) {
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int standard = 0; standard < 3; standard++) dup2(nothing, standard);
  if (nothing > 2) close(nothing);
}

int main(int count, char *arguments[]) {
  platform_hide_from_debuggers();
  struct options options;
  if (options_parse(&options, count, arguments) != 0) return EXIT_USAGE;
  platform_close_above(AGENT_SOCKET);
  if (options.changes_identity && identity_become(options.uid, options.gid) != 0) {
    return EXIT_IDENTITY;
  }
  /* A change of user makes a process visible to its new user again. */
  platform_hide_from_debuggers();
  if (options.subreaper) platform_adopt_orphans();
  fcntl(AGENT_SOCKET, F_SETFD, FD_CLOEXEC);
  let_go_of_standard_streams();
  terminal_prepare();
  agent_run(AGENT_SOCKET);
  if (options.subreaper) sweep_descendants();
  return 0;
}
