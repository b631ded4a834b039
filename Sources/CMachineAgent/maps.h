/* Which users of this computer the users of a machine are. */
#ifndef MAPS_H
#define MAPS_H

#include <sys/types.h>

#include "order.h"

/* Maps the users of a process that waits in a user namespace of its own; 0, or -1 with a
 * complaint on standard error. */
int maps_write(const struct order *order, pid_t process);

#endif
