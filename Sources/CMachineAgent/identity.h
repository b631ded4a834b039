#ifndef IDENTITY_H
#define IDENTITY_H

#include <sys/types.h>

/* Becomes this user with this one group, with no way back; 0, or -1 where any part failed. */
int identity_become(uid_t uid, gid_t gid);

#endif
