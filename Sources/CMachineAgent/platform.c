#include "platform.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

enum { NICENESS = 5 };

int platform_set_blocking(int descriptor, int blocking) {
  int flags = fcntl(descriptor, F_GETFL);
  if (flags < 0) return -1;
  return fcntl(descriptor, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
}

void platform_close_above(int last) {
#if defined(__linux__) && defined(SYS_close_range)
  if (syscall(SYS_close_range, (unsigned)last + 1, ~0U, 0) == 0) return;
#endif
  long limit = sysconf(_SC_OPEN_MAX);
  for (long descriptor = last + 1; descriptor < limit; descriptor++) close((int)descriptor);
}

void platform_hide_from_debuggers(void) {
#ifdef __linux__
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

void platform_refuse_privileges(void) {
#ifdef __linux__
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
#endif
}

int platform_drop_capabilities(void) {
#ifdef __linux__
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3];
  memset(none, 0, sizeof none);
  return (int)syscall(SYS_capset, &header, none);
#else
  return 0;
#endif
}

int platform_adopt_orphans(void) {
#ifdef __linux__
  return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
#else
  errno = ENOSYS;
  return -1;
#endif
}

#ifdef __linux__
/* Kernels may lack these files; then there is nothing to rank, so failure is no news. */
static void write_setting(const char *path, const char *value) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  ssize_t written = write(file, value, strlen(value));
  (void)written;
  close(file);
}
#endif

void platform_yield_to_host(void) {
  int current = getpriority(PRIO_PROCESS, 0);
  setpriority(PRIO_PROCESS, 0, current + NICENESS);
#ifdef __linux__
  /* With autogrouping each session competes as one, by a niceness of its own. */
  write_setting("/proc/self/autogroup", "5");
  write_setting("/proc/self/oom_score_adj", "200");
#endif
}
