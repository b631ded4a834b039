/* What every process of the machine may use. */
#ifndef LIMITS_H
#define LIMITS_H

#include <stdint.h>

/* Zero stands for no limit of ours. */
struct limits {
  uint64_t processes;
  uint64_t open_files;
  uint64_t file_size;
  uint64_t processors;
};

/* Keeps them for `limits_apply`. */
void limits_keep(const struct limits *limits);

/* Binds the calling process, and so all that it starts; failures leave a limit as it is. */
void limits_apply(void);

#endif
