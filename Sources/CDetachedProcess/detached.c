#define _GNU_SOURCE 1
#define _DARWIN_C_SOURCE 1
#include "CDetachedProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/syscall.h>
#endif

static void close_from(int first, int kept) {
#if defined(__linux__) && defined(SYS_close_range)
  if (kept > first) syscall(SYS_close_range, (unsigned)first, (unsigned)(kept - 1), 0);
  if (syscall(SYS_close_range, (unsigned)(kept + 1), ~0U, 0) == 0) return;
#endif
  struct rlimit limit;
  int last = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 65536
                 ? (int)limit.rlim_cur : 65536;
  for (int descriptor = first; descriptor < last; descriptor++)
    if (descriptor != kept) close(descriptor);
}

// What the limit of open files was before it was raised.
static struct rlimit first_limit;
static int is_raised;

static void raise_file_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  first_limit = limit;
  limit.rlim_cur = limit.rlim_max;
#ifdef __APPLE__
  if (limit.rlim_cur > OPEN_MAX) limit.rlim_cur = OPEN_MAX;
#endif
  is_raised = setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

int detached_raise_file_limit(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, raise_file_limit);
  return is_raised ? 0 : -1;
}

// Only calls that are safe between fork and exec in a process with threads.
static void become(const char *path, char *const arguments[], char *const environment[],
                   int input, int output, int report) {
  setsid();
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, 0);
  // Above the standard ones first, so that no dup2 overwrites what the next one needs.
  int in = fcntl(input, F_DUPFD, 3);
  int out = fcntl(output, F_DUPFD, 3);
  int kept = fcntl(report, F_DUPFD_CLOEXEC, 3);
  if (in >= 0 && out >= 0 && kept >= 0 && dup2(in, 0) == 0 && dup2(out, 1) == 1 &&
      dup2(out, 2) == 2 && chdir("/") == 0) {
    close_from(3, kept);
    // Programs that go through all numbers a file can have are slow with a high limit.
    if (is_raised) setrlimit(RLIMIT_NOFILE, &first_limit);
    execve(path, arguments, environment);
  }
  int error = errno;
  ssize_t written = write(kept >= 0 ? kept : report, &error, sizeof error);
  (void)written;
  _exit(127);
}

pid_t detached_spawn(const char *path, char *const arguments[], char *const environment[],
                     int input, int output) {
  int report[2];
  if (pipe(report) != 0) return -1;
  fcntl(report[0], F_SETFD, FD_CLOEXEC);
  fcntl(report[1], F_SETFD, FD_CLOEXEC);
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &before);
  pid_t child = fork();
  if (child == 0) become(path, arguments, environment, input, output, report[1]);
  int error = errno;
  sigprocmask(SIG_SETMASK, &before, 0);
  close(report[1]);
  if (child > 0) {
    ssize_t count;
    int told = 0;
    do count = read(report[0], &told, sizeof told);
    while (count < 0 && errno == EINTR);
    if (count == (ssize_t)sizeof told) {
      detached_wait(child);
      child = -1;
      error = told;
    }
  }
  close(report[0]);
  errno = error;
  return child;
}

int detached_wait(pid_t child) {
  int status = 0;
  pid_t waited;
  do waited = waitpid(child, &status, 0);
  while (waited < 0 && errno == EINTR);
  if (waited < 0) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
