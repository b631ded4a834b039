#ifndef IDENTITY_H
#define IDENTITY_H

#include <sys/types.h>

/* Becomes this user with this one group, with no way back; 0, or -1 where any part failed.
 *
 * With `keeps_privileges` set-uid programs go on to work for it, as far as the machine has
 * users. */
int identity_become(uid_t uid, gid_t gid, int keeps_privileges);

#endif
