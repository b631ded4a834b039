/* The root directory of a machine, as its first process makes it. */
#ifndef ROOM_H
#define ROOM_H

#include "order.h"

/* Becomes the machine's root user in the machine's root directory.
 *
 * `lower` is a mount of the root directory that is not anywhere yet, or -1 where the order's path
 * is to be used as it is. 0, or -1 with a complaint on standard error. */
int room_enter(struct order *order, int lower);

#endif
