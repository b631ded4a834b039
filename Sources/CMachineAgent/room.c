#include "platform.h"

#include "room.h"

#ifdef __linux__

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/mount.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "furnish.h"

static int complain(const char *what, const char *which) {
  dprintf(2, "%s %s: %s\n", what, which, strerror(errno));
  return -1;
}

/* Whoever may go through our folders is who started us, not the machine's root. */
static int open_ours(struct order *order, int *scratch) {
  *scratch = open(order->scratch, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (*scratch < 0) return complain("cannot open", order->scratch);
  for (int i = 0; i < order->folder_count; i++) {
    struct order_folder *folder = &order->folders[i];
    folder->descriptor = open(folder->ours, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder->descriptor < 0) return complain("cannot open", folder->ours);
  }
  for (int i = 0; i < order->file_count; i++) {
    struct order_file *file = &order->files[i];
    file->descriptor = open(file->ours, O_RDONLY | O_CLOEXEC);
    if (file->descriptor < 0) return complain("cannot open", file->ours);
  }
  return 0;
}

static int become_root(void) {
  if (setgroups(0, NULL) != 0 || setgid(0) != 0 || setuid(0) != 0) {
    return complain("cannot become", "the machine's root");
  }
  umask(022);
  return 0;
}

/* The changed root directory, on the unchanged one. */
static int mount_root(const struct order *order, int scratch, int lower) {
  static const char *const names[] = {"lower", "upper", "work", "root"};
  char options[512];
  char path[64];
  for (int i = 0; i < 4; i++) {
    if (mkdirat(scratch, names[i], 0755) != 0) return complain("cannot make", names[i]);
  }
  snprintf(path, sizeof path, "/proc/self/fd/%d", scratch);
  /* From here on all paths are short, and none is a text of somebody else's. */
  if (chdir(path) != 0) return complain("cannot enter", order->scratch);
  if (mount("", "/", "", MS_PRIVATE | MS_REC, NULL) != 0) return complain("cannot part", "/");
  int done = lower >= 0
                 ? (int)syscall(SYS_move_mount, lower, "", AT_FDCWD, "lower", MOVE_MOUNT_F_EMPTY_PATH)
                 : mount(order->lower, "lower", "", MS_BIND, NULL);
  if (done != 0) return complain("cannot mount", order->lower);
  strcpy(options, "lowerdir=lower,upperdir=upper,workdir=work,userxattr");
  if (mount("overlay", "root", "overlay", 0, options) != 0) {
    return complain("cannot lay over", order->lower);
  }
  return chdir("root") == 0 ? 0 : complain("cannot enter", "the root directory");
}

/* A fresh network has a loopback that is down. */
static int start_loopback(void) {
  struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
  int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  int result = any < 0 ? -1 : ioctl(any, SIOCSIFFLAGS, &request);
  if (any >= 0) close(any);
  return result;
}

int room_enter(struct order *order, int lower) {
  int scratch = -1;
  struct furnish_devices devices;
  if (open_ours(order, &scratch) != 0) return -1;
  if (furnish_open_devices(&devices) != 0) return complain("cannot open", "/dev");
  int outside = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (become_root() != 0 || mount_root(order, scratch, lower) != 0) return -1;
  /* The old root directory comes to lie upon the new one; paths from / do not see it. */
  if (syscall(SYS_pivot_root, ".", ".") != 0) return complain("cannot turn to", "the new root");
  if (furnish(order, &devices) != 0) return -1;
  if (fchdir(outside) != 0 || umount2(".", MNT_DETACH) != 0 || chdir("/") != 0) {
    return complain("cannot leave", "the old root");
  }
  close(outside);
  if (sethostname(order->hostname, strlen(order->hostname)) != 0) {
    return complain("cannot be called", order->hostname);
  }
  if (!order->shares_network && start_loopback() != 0) return complain("cannot start", "lo");
  return 0;
}

#endif
