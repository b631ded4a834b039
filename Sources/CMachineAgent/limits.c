#include "platform.h"

#include "limits.h"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

static struct limits kept;

void limits_keep(const struct limits *limits) { kept = *limits; }

static void lower(int resource, uint64_t limit) {
  struct rlimit now;
  if (limit == 0 || getrlimit(resource, &now) != 0) return;
  if (now.rlim_max != RLIM_INFINITY && now.rlim_max < limit) limit = now.rlim_max;
  struct rlimit then = {.rlim_cur = limit, .rlim_max = limit};
  setrlimit(resource, &then);
}

#ifdef __linux__
/* Takes some of the processors that there are; machines begin at different ones. */
static void share_processors(uint64_t wanted) {
  cpu_set_t all;
  cpu_set_t ours;
  if (wanted == 0 || sched_getaffinity(0, sizeof all, &all) != 0) return;
  int count = CPU_COUNT(&all);
  if (count <= 0 || wanted >= (uint64_t)count) return;
  static int first = -1;
  if (first < 0) first = (int)((unsigned)getppid() % (unsigned)count);
  CPU_ZERO(&ours);
  int place = 0;
  for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
    if (!CPU_ISSET(cpu, &all)) continue;
    if ((uint64_t)((place - first + count) % count) < wanted) CPU_SET(cpu, &ours);
    place++;
  }
  sched_setaffinity(0, sizeof ours, &ours);
}
#endif

void limits_apply(void) {
  lower(RLIMIT_NOFILE, kept.open_files);
  lower(RLIMIT_FSIZE, kept.file_size);
  lower(RLIMIT_NPROC, kept.processes);
#ifdef __linux__
  share_processors(kept.processors);
#endif
}
