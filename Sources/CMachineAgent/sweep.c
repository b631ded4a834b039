#include "platform.h"

#include "sweep.h"

#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__

enum { SEEN_LIMIT = 65536 };

struct seen {
  pid_t process;
  pid_t parent;
};

static struct seen seen[SEEN_LIMIT];

/* The parent's number follows the program's name, which may hold anything but ends with the
 * last parenthesis; -1 for a process that has ended or is a zombie. */
static pid_t living_parent(pid_t process) {
  char path[64];
  char text[512];
  snprintf(path, sizeof path, "/proc/%d/stat", (int)process);
  FILE *file = fopen(path, "re");
  if (file == NULL) return -1;
  size_t length = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  text[length] = '\0';
  const char *after = strrchr(text, ')');
  char state;
  int parent;
  if (after == NULL || sscanf(after + 1, " %c %d", &state, &parent) != 2) return -1;
  return state == 'Z' || state == 'X' ? -1 : (pid_t)parent;
}

static int look(void) {
  DIR *processes = opendir("/proc");
  if (processes == NULL) return 0;
  int count = 0;
  struct dirent *entry;
  while (count < SEEN_LIMIT && (entry = readdir(processes)) != NULL) {
    pid_t process = (pid_t)atoi(entry->d_name);
    pid_t parent = process > 0 ? living_parent(process) : -1;
    if (parent > 0) seen[count++] = (struct seen){.process = process, .parent = parent};
  }
  closedir(processes);
  return count;
}

/* Follows the parents up; the count bounds it should they change while we read. */
static int descends_from(pid_t process, pid_t ancestor, int count) {
  for (int steps = 0; steps < count; steps++) {
    int found = -1;
    for (int i = 0; i < count && found < 0; i++) {
      if (seen[i].process == process) found = i;
    }
    if (found < 0) return 0;
    process = seen[found].parent;
    if (process == ancestor) return 1;
  }
  return 0;
}

struct killed {
  int children;
  int others;
};

static struct killed kill_descendants(void) {
  pid_t self = getpid();
  int count = look();
  struct killed killed = {0, 0};
  for (int i = 0; i < count; i++) {
    if (!descends_from(seen[i].process, self, count)) continue;
    if (kill(seen[i].process, SIGKILL) != 0) continue;
    if (seen[i].parent == self) {
      killed.children++;
    } else {
      killed.others++;
    }
  }
  return killed;
}

void sweep_descendants(void) {
  /* Orphans become our children and a child that ended wakes nobody, so: kill, take in what
   * ended, and look again until there was nothing to kill. Those of another user (a set-uid
   * program) cannot be killed and do not keep us here. */
  for (;;) {
    struct killed killed = kill_descendants();
    if (killed.children + killed.others == 0) return;
    if (killed.children > 0) {
      while (waitpid(-1, NULL, 0) < 0 && errno == EINTR) continue;
    } else {
      /* Their parents cannot be killed, so nobody tells us when they are gone. */
      sched_yield();
    }
    while (waitpid(-1, NULL, WNOHANG) > 0) continue;
  }
}

#else

void sweep_descendants(void) {
  /* macOS has no way to hold orphans; the process groups of our children are all we know. */
}

#endif
