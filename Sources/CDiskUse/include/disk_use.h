/* How much folders take: fts(3) and statfs(2) cannot be called from Swift. */
#ifndef DISK_USE_H
#define DISK_USE_H

#include <stdint.h>

/* Bytes on the disk of all that is in a folder, as far as the calling user can look into it; other
 * file systems mounted in it do not count. */
int64_t disk_use_of_folder(const char *path);

/* Bytes used of a folder in memory; 0 where it is none, or is not to be seen. */
int64_t disk_use_in_memory(const char *path);

#endif
