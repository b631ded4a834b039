#define _GNU_SOURCE 1
#define _DARWIN_C_SOURCE 1
#include "CNCurses.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

static int wake_pipe[2] = {-1, -1};
static _Atomic uint64_t pending_signals;
// Many wake-ups between two rounds of the loop cost one byte.
static atomic_flag is_woken = ATOMIC_FLAG_INIT;

void cncurses_wake(void) {
  if (wake_pipe[1] < 0 || atomic_flag_test_and_set(&is_woken)) return;
  int saved = errno;
  (void)!write(wake_pipe[1], "", 1);
  errno = saved;
}

static void on_signal(int number) {
  atomic_fetch_or(&pending_signals, UINT64_C(1) << number);
  cncurses_wake();
}

static bool open_wake_pipe(void) {
  if (wake_pipe[0] >= 0) return true;
  if (pipe(wake_pipe) != 0) return false;
  for (int i = 0; i < 2; i++) {
    fcntl(wake_pipe[i], F_SETFL, O_NONBLOCK);
    fcntl(wake_pipe[i], F_SETFD, FD_CLOEXEC);
  }
  return true;
}

bool cncurses_loop_open(void) {
  if (!open_wake_pipe()) return false;
  static const int signals[] = {
    SIGWINCH, SIGTSTP, SIGCONT, SIGINT, SIGTERM, SIGHUP, SIGQUIT,
  };
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++) {
    sigaction(signals[i], &action, NULL);
  }
  signal(SIGPIPE, SIG_IGN);
  return true;
}

uint64_t cncurses_take_signals(void) { return atomic_exchange(&pending_signals, 0); }

void cncurses_keep_signals(uint64_t signals) {
  atomic_fetch_or(&pending_signals, signals);
  // Also without signals: whoever waited in the loop's stead has swallowed its wake-ups.
  cncurses_wake();
}

static void drain_wake_pipe(void) {
  char bytes[64];
  while (read(wake_pipe[0], bytes, sizeof bytes) > 0) {
  }
  // After the reading: a wake-up in between then costs one round too many, not one too few.
  atomic_flag_clear(&is_woken);
}

// Waits for either, and says which is ready; -1 with errno.
static int wait_for(int input, int milliseconds, bool *is_readable, bool *is_woken_up) {
#ifdef __APPLE__
  // poll does not know terminals there. A set has no place for high numbers, and no end either.
  if (input >= FD_SETSIZE || wake_pipe[0] >= FD_SETSIZE) {
    errno = EMFILE;
    return -1;
  }
  fd_set set;
  FD_ZERO(&set);
  if (input >= 0) FD_SET(input, &set);
  FD_SET(wake_pipe[0], &set);
  struct timeval time = {milliseconds / 1000, (milliseconds % 1000) * 1000};
  int most = input > wake_pipe[0] ? input : wake_pipe[0];
  int count = select(most + 1, &set, NULL, NULL, milliseconds < 0 ? NULL : &time);
  *is_readable = count > 0 && input >= 0 && FD_ISSET(input, &set);
  *is_woken_up = count > 0 && FD_ISSET(wake_pipe[0], &set);
#else
  struct pollfd waited[] = {{wake_pipe[0], POLLIN, 0}, {input, POLLIN, 0}};
  // What is less than 0 is passed over.
  int count = poll(waited, 2, milliseconds);
  *is_woken_up = count > 0 && waited[0].revents != 0;
  *is_readable = count > 0 && waited[1].revents != 0;
#endif
  return count;
}

int cncurses_wait(int input, int milliseconds) {
  bool is_readable = false;
  bool is_woken_up = false;
  if (wait_for(input, milliseconds, &is_readable, &is_woken_up) < 0) {
    return errno == EINTR ? 0 : CNCURSES_BROKEN;
  }
  if (is_woken_up) drain_wake_pipe();
  return (is_readable ? CNCURSES_READABLE : 0) | (is_woken_up ? CNCURSES_WOKEN : 0);
}
