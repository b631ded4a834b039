#define _GNU_SOURCE 1
#define _DARWIN_C_SOURCE 1
#include "CNCurses.h"
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static struct termios saved_modes;
static int saved_terminal = -1;
static int crash_terminal = -1;
static char crash_bytes[512];
static long crash_count;

bool cncurses_save_modes(int terminal) {
  if (tcgetattr(terminal, &saved_modes) != 0) return false;
  saved_terminal = terminal;
  return true;
}

void cncurses_restore_modes(void) {
  if (saved_terminal >= 0) tcsetattr(saved_terminal, TCSADRAIN, &saved_modes);
}

bool cncurses_window_size(int terminal, int *rows, int *columns) {
  struct winsize size;
  if (ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return false;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return true;
}

void cncurses_discard_input(int terminal) { tcflush(terminal, TCIFLUSH); }

void cncurses_write(int descriptor, const void *bytes, long count) {
  const char *next = bytes;
  while (count > 0) {
    ssize_t written = write(descriptor, next, (size_t)count);
    if (written > 0) {
      next += written;
      count -= written;
    } else if (errno != EINTR && errno != EAGAIN) {
      return;
    }
  }
}

static void on_crash(int number) {
  (void)!write(crash_terminal, crash_bytes, (size_t)crash_count);
  if (saved_terminal >= 0) tcsetattr(saved_terminal, TCSANOW, &saved_modes);
  // SA_RESETHAND has put the default back: this kills us when the handler returns.
  raise(number);
}

void cncurses_restore_on_crash(int terminal, const char *bytes, long count) {
  crash_terminal = terminal;
  crash_count = count < (long)sizeof crash_bytes ? count : (long)sizeof crash_bytes;
  memcpy(crash_bytes, bytes, (size_t)crash_count);
  // A stack of its own, as a crash may mean that the stack is full.
  static char stack[64 * 1024];
  stack_t alternate;
  memset(&alternate, 0, sizeof alternate);
  alternate.ss_sp = stack;
  alternate.ss_size = sizeof stack;
  sigaltstack(&alternate, NULL);
  static const int signals[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE};
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_crash;
  action.sa_flags = (int)SA_RESETHAND | SA_ONSTACK;
  for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++) {
    sigaction(signals[i], &action, NULL);
  }
}

void cncurses_stop_job(void) {
  struct sigaction ours, usual;
  memset(&usual, 0, sizeof usual);
  usual.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &usual, &ours);
  // The whole group, as the terminal would; and not SIGSTOP, which nobody could end in a group
  // that has lost its shell.
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &ours, NULL);
}
