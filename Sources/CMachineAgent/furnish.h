/* What a machine's root directory has in it beside its own files. */
#ifndef FURNISH_H
#define FURNISH_H

#include "order.h"

enum { FURNISH_DEVICE_COUNT = 6 };

struct furnish_devices {
  int descriptors[FURNISH_DEVICE_COUNT];
};

/* Holds this computer's devices that machines get; 0, or -1. */
int furnish_open_devices(struct furnish_devices *devices);

/* Mounts /proc, /dev, folders in memory and our folders, and writes our files; 0, or -1 with a
 * complaint on standard error. The root directory must be the machine's already. */
int furnish(const struct order *order, const struct furnish_devices *devices);

#endif
