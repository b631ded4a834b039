#include "platform.h"

#include "identity.h"

#include <grp.h>
#include <unistd.h>

int identity_become(uid_t uid, gid_t gid, int keeps_privileges) {
  if (!keeps_privileges) platform_refuse_privileges();
  /* The user last: without root's rights the groups could not be changed. */
  if (setgroups(1, &gid) != 0 || setgid(gid) != 0 || setuid(uid) != 0) return -1;
  if (getuid() != uid || geteuid() != uid || getgid() != gid || getegid() != gid) return -1;
  if (platform_drop_capabilities() != 0) return -1;
  /* Succeeds only where a saved id was left behind. */
  return setuid(0) == 0 || setgid(0) == 0 ? -1 : 0;
}
