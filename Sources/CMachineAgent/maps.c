#include "platform.h"

#include "maps.h"

#ifdef __linux__

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAP_LENGTH = 512, MAP_WORDS = 64 };

/* As root: the kernel takes a line for each range. */
static int write_map(pid_t process, const char *file, const char *map) {
  char path[64];
  char text[MAP_LENGTH];
  snprintf(path, sizeof path, "/proc/%d/%s", (int)process, file);
  if (strlen(map) >= sizeof text) return -1;
  strcpy(text, map);
  for (char *comma = text; (comma = strchr(comma, ',')) != NULL;) *comma = '\n';
  int target = open(path, O_WRONLY | O_CLOEXEC);
  if (target < 0) return -1;
  ssize_t written = write(target, text, strlen(text));
  close(target);
  return written == (ssize_t)strlen(text) ? 0 : -1;
}

/* As anybody else: a set-uid program that knows which numbers are this user's. */
static int run_map(pid_t process, const char *program, const char *map) {
  char number[16];
  char text[MAP_LENGTH];
  char *words[MAP_WORDS] = {(char *)program, number};
  int count = 2;
  snprintf(number, sizeof number, "%d", (int)process);
  if (strlen(map) >= sizeof text) return -1;
  strcpy(text, map);
  for (char *word = strtok(text, " ,"); word != NULL && count < MAP_WORDS - 1;
       word = strtok(NULL, " ,")) {
    words[count++] = word;
  }
  pid_t child = fork();
  if (child == 0) {
    execv(program, words);
    dprintf(2, "%s: %s\n", program, strerror(errno));
    _exit(127);
  }
  int status = -1;
  while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return child > 0 && status == 0 ? 0 : -1;
}

int maps_write(const struct order *order, pid_t process) {
  int failed =
      order->newuidmap == NULL
          ? write_map(process, "uid_map", order->uid_map) != 0 ||
                write_map(process, "gid_map", order->gid_map) != 0
          : run_map(process, order->newuidmap, order->uid_map) != 0 ||
                run_map(process, order->newgidmap, order->gid_map) != 0;
  if (failed) dprintf(2, "users cannot be mapped: %s\n", strerror(errno));
  return failed ? -1 : 0;
}

#endif
