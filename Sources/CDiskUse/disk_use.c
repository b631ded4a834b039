#include "disk_use.h"

#include <fts.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>
#ifdef __linux__
#include <linux/magic.h>
#include <sys/vfs.h>
#endif

int64_t disk_use_of_folder(const char *path) {
  char *const paths[] = {(char *)path, NULL};
  FTS *walk = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR | FTS_XDEV, NULL);
  if (walk == NULL) return 0;
  int64_t blocks = 0;
  FTSENT *entry;
  while ((entry = fts_read(walk)) != NULL) {
    /* A folder comes twice; what could not be looked at has no size. */
    if (entry->fts_info == FTS_DP || entry->fts_info == FTS_NS) continue;
    blocks += entry->fts_statp->st_blocks;
  }
  fts_close(walk);
  return blocks * 512;
}

int64_t disk_use_in_memory(const char *path) {
#ifdef __linux__
  struct statfs status;
  if (statfs(path, &status) != 0 || status.f_type != TMPFS_MAGIC) return 0;
  return (int64_t)(status.f_blocks - status.f_bfree) * status.f_bsize;
#else
  (void)path;
  return 0;
#endif
}
