#include "platform.h"

#include "clean.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Deeper than this nothing is removed: each level holds a descriptor open. */
enum { DEPTH_LIMIT = 512 };

static void clean_open(int folder, int depth) {
  DIR *entries = fdopendir(folder);
  if (entries == NULL) {
    close(folder);
    return;
  }
  struct dirent *entry;
  while ((entry = readdir(entries)) != NULL) {
    const char *name = entry->d_name;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) continue;
    if (unlinkat(dirfd(entries), name, 0) == 0 || depth == DEPTH_LIMIT) continue;
    fchmodat(dirfd(entries), name, 0700, 0);
    int inner = openat(dirfd(entries), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (inner >= 0) clean_open(inner, depth + 1);
    unlinkat(dirfd(entries), name, AT_REMOVEDIR);
  }
  closedir(entries);
}

void clean_folder(const char *path) {
  int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder >= 0) clean_open(folder, 0);
}
