#define _GNU_SOURCE 1
#define _DARWIN_C_SOURCE 1
#include "CNCurses.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int exit_status(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// The child gets no handler, no ignored signal and no blocked signal of ours.
static int spawn(
  pid_t *child, char *const *arguments, char *const *environment,
  const posix_spawn_file_actions_t *files, bool own_group) {
  posix_spawnattr_t attributes;
  int error = posix_spawnattr_init(&attributes);
  if (error) return error;
  sigset_t all, none;
  sigfillset(&all);
  sigdelset(&all, SIGKILL);
  sigdelset(&all, SIGSTOP);
  sigemptyset(&none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(
    &attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
                   | (own_group ? POSIX_SPAWN_SETPGROUP : 0));
  error = posix_spawnp(
    child, arguments[0], files, &attributes, arguments, environment ? environment : environ);
  posix_spawnattr_destroy(&attributes);
  return error;
}

static void on_child(int number) {
  (void)number;
  cncurses_wake();
}

static void hand_over(int terminal, pid_t group) {
  tcsetpgrp(terminal, group);
  kill(-group, SIGCONT);
}

// Tells the child what was meant for both of us, and keeps it in mind for ourselves.
static uint64_t forward_signals(pid_t child) {
  uint64_t signals = cncurses_take_signals();
  static const int forwarded[] = {SIGTERM, SIGHUP};
  for (unsigned i = 0; i < sizeof forwarded / sizeof *forwarded; i++) {
    if (signals & UINT64_C(1) << forwarded[i]) kill(-child, forwarded[i]);
  }
  return signals;
}

static int wait_in_foreground(int terminal, pid_t child, uint64_t *signals) {
  pid_t own_group = getpgrp();
  for (;;) {
    int status = 0;
    pid_t changed = waitpid(child, &status, WUNTRACED | WNOHANG);
    if (changed < 0 && errno != EINTR) return -1;
    if (changed <= 0) {
      (void)cncurses_wait(-1, -1);
      *signals |= forward_signals(child);
    } else if (!WIFSTOPPED(status)) {
      return exit_status(status);
    } else if (WSTOPSIG(status) == SIGTTIN || WSTOPSIG(status) == SIGTTOU) {
      // It asked for the terminal before we had given it away.
      hand_over(terminal, child);
    } else {
      // ctrl-z in the child stops us too, so that the shell sees one job.
      tcsetpgrp(terminal, own_group);
      cncurses_stop_job();
      hand_over(terminal, child);
    }
  }
}

int cncurses_run_foreground(
  int terminal, char *const *arguments, char *const *environment, int *error) {
  struct sigaction child_action, old_child, ignore, old_output;
  memset(&child_action, 0, sizeof child_action);
  child_action.sa_handler = on_child;
  child_action.sa_flags = SA_RESTART;
  sigaction(SIGCHLD, &child_action, &old_child);
  // Or taking the terminal back, from the background as we then are, would stop us.
  memset(&ignore, 0, sizeof ignore);
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGTTOU, &ignore, &old_output);

  int result = -1;
  uint64_t signals = 0;
  pid_t child = -1;
  *error = spawn(&child, arguments, environment, NULL, true);
  if (*error == 0) {
    // The child does the same for itself; whoever is first.
    setpgid(child, child);
    hand_over(terminal, child);
    result = wait_in_foreground(terminal, child, &signals);
    tcsetpgrp(terminal, getpgrp());
  }
  sigaction(SIGTTOU, &old_output, NULL);
  sigaction(SIGCHLD, &old_child, NULL);
  cncurses_keep_signals(signals);
  return result;
}

int cncurses_run_quietly(char *const *arguments, int *error) {
  posix_spawn_file_actions_t files;
  *error = posix_spawn_file_actions_init(&files);
  if (*error) return -1;
  for (int descriptor = 0; descriptor <= 2; descriptor++) {
    posix_spawn_file_actions_addopen(&files, descriptor, "/dev/null", O_RDWR, 0);
  }
  pid_t child = -1;
  *error = spawn(&child, arguments, NULL, &files, false);
  posix_spawn_file_actions_destroy(&files);
  if (*error) return -1;
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return exit_status(status);
}
