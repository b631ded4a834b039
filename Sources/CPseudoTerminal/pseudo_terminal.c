#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "pseudo_terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __APPLE__
#include <util.h>
#else
#include <pty.h>
#endif

extern char **environ;

/* A program started in the background inherits ignored signals; a terminal's must not. */
static void reset_signals(void) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static void report_and_exit(int report) {
  int reason = errno;
  while (write(report, &reason, sizeof reason) < 0 && errno == EINTR) continue;
  _exit(127);
}

static void become(
    const char *executable, char *const arguments[], char *const environment[],
    const char *folder, int report) {
  reset_signals();
  if (folder != NULL && chdir(folder) != 0) report_and_exit(report);
  environ = (char **)environment;
  execvp(executable, arguments);
  report_and_exit(report);
}

pid_t cpty_spawn(
    const char *executable, char *const arguments[], char *const environment[],
    const char *folder, unsigned short rows, unsigned short columns, int *terminal) {
  int report[2];
  if (pipe(report) != 0) return -1;
  fcntl(report[0], F_SETFD, FD_CLOEXEC);
  fcntl(report[1], F_SETFD, FD_CLOEXEC);
  struct winsize size = {.ws_row = rows, .ws_col = columns};
  pid_t child = forkpty(terminal, NULL, NULL, &size);
  if (child == 0) become(executable, arguments, environment, folder, report[1]);
  int reason = child < 0 ? errno : 0;
  close(report[1]);
  if (child > 0) {
    fcntl(*terminal, F_SETFD, FD_CLOEXEC);
    ssize_t got;
    do {
      got = read(report[0], &reason, sizeof reason);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) reason = 0;
  }
  close(report[0]);
  if (reason == 0) return child;
  if (child > 0) {
    close(*terminal);
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
  }
  errno = reason;
  return -1;
}

int cpty_set_size(int terminal, unsigned short rows, unsigned short columns) {
  struct winsize size = {.ws_row = rows, .ws_col = columns};
  return ioctl(terminal, TIOCSWINSZ, &size);
}

int cpty_size(int terminal, unsigned short *rows, unsigned short *columns) {
  struct winsize size;
  if (ioctl(terminal, TIOCGWINSZ, &size) != 0) return -1;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return 0;
}
