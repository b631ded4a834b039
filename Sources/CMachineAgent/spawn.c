#include "platform.h"

#include "spawn.h"

#include <errno.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "agent_wire.h"
#include "limits.h"

extern char **environ;

/* A service started in the background hands ignored signals down; a shell with SIGINT ignored
 * would never notice Ctrl-C. */
static void reset_signals(void) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static int attach(const struct spawn_order *order) {
  if (setsid() < 0) return -1;
  if (order->has_terminal && ioctl(order->descriptors[0], TIOCSCTTY, 0) != 0) return -1;
  for (int standard = 0; standard < 3; standard++) {
    if (dup2(order->descriptors[standard], standard) < 0) return -1;
  }
  return 0;
}

static void become(const struct spawn_order *order, int report) {
  reset_signals();
  if (attach(order) == 0 && chdir(order->folder) == 0) {
    platform_yield_to_host();
    limits_apply();
    environ = order->environment;
    execvp(order->executable, order->arguments);
  }
  int reason = errno;
  while (write(report, &reason, sizeof reason) < 0 && errno == EINTR) continue;
  _exit(127);
}

pid_t spawn_start(const struct spawn_order *order, int *report) {
  int ends[2];
  if (agent_wire_pipe(ends) != 0) return -errno;
  pid_t child = fork();
  if (child == 0) become(order, ends[1]);
  int reason = errno;
  close(ends[1]);
  if (child > 0) {
    *report = ends[0];
    return child;
  }
  close(ends[0]);
  return -reason;
}

int spawn_outcome(int report) {
  int reason = 0;
  ssize_t got;
  do {
    got = read(report, &reason, sizeof reason);
  } while (got < 0 && errno == EINTR);
  return got == (ssize_t)sizeof reason ? reason : 0;
}
