#include "platform.h"

#include "furnish.h"

#ifdef __linux__

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_LENGTH = 512 };

static const char *const device_names[FURNISH_DEVICE_COUNT] = {
    "null", "zero", "full", "random", "urandom", "tty"};

static int complain(const char *what, const char *which) {
  dprintf(2, "%s %s: %s\n", what, which, strerror(errno));
  return -1;
}

int furnish_open_devices(struct furnish_devices *devices) {
  for (int i = 0; i < FURNISH_DEVICE_COUNT; i++) {
    char path[32];
    snprintf(path, sizeof path, "/dev/%s", device_names[i]);
    devices->descriptors[i] = open(path, O_PATH | O_CLOEXEC);
    if (devices->descriptors[i] < 0) return -1;
  }
  return 0;
}

/* Makes a folder and those above it. */
static int make_folder(const char *path) {
  char part[PATH_LENGTH];
  if (strlen(path) >= sizeof part) return -1;
  strcpy(part, path);
  for (char *slash = part + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
    *slash = '\0';
    if (mkdir(part, 0755) != 0 && errno != EEXIST) return -1;
    *slash = '/';
  }
  return mkdir(part, 0755) == 0 || errno == EEXIST ? 0 : -1;
}

/* Mounts what a descriptor stands for; the machine's own /proc has to be there. */
static int bind(int descriptor, const char *inside) {
  char ours[32];
  snprintf(ours, sizeof ours, "/proc/self/fd/%d", descriptor);
  return mount(ours, inside, "", MS_BIND, NULL);
}

static int mount_new(const char *kind, const char *inside, unsigned long flags, const char *data) {
  if (make_folder(inside) == 0 && mount(kind, inside, kind, flags, data) == 0) return 0;
  return complain("cannot mount", inside);
}

static int add_devices(const struct furnish_devices *devices) {
  if (mount_new("tmpfs", "/dev", MS_NOSUID, "mode=755,size=64k") != 0) return -1;
  for (int i = 0; i < FURNISH_DEVICE_COUNT; i++) {
    char path[32];
    snprintf(path, sizeof path, "/dev/%s", device_names[i]);
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (file >= 0) close(file);
    if (bind(devices->descriptors[i], path) != 0) return complain("cannot mount", path);
  }
  if (mount_new(
          "devpts", "/dev/pts", MS_NOSUID | MS_NOEXEC,
          "newinstance,ptmxmode=0666,mode=620,gid=5") != 0) {
    return -1;
  }
  static const char *const links[][2] = {
      {"pts/ptmx", "/dev/ptmx"},
      {"/proc/self/fd", "/dev/fd"},
      {"/proc/self/fd/0", "/dev/stdin"},
      {"/proc/self/fd/1", "/dev/stdout"},
      {"/proc/self/fd/2", "/dev/stderr"}};
  for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
    if (symlink(links[i][0], links[i][1]) != 0) return complain("cannot link", links[i][1]);
  }
  return 0;
}

/* Bounded, because they are memory. */
static int add_memory(const char *size) {
  static const char *const open_to_all[] = {"/tmp", "/var/tmp", "/dev/shm"};
  char options[64];
  snprintf(options, sizeof options, "mode=1777,size=%s", size);
  for (int i = 0; i < 3; i++) {
    if (mount_new("tmpfs", open_to_all[i], MS_NOSUID | MS_NODEV, options) != 0) return -1;
  }
  return mount_new("tmpfs", "/run", MS_NOSUID | MS_NODEV, "mode=755,size=64m");
}

/* A new file in the place of one that is there, whatever that is. */
static int put(const struct order_file *file) {
  char above[PATH_LENGTH];
  char piece[8192];
  if (strlen(file->inside) >= sizeof above) return -1;
  strcpy(above, file->inside);
  *strrchr(above, '/') = '\0';
  if (above[0] != '\0' && make_folder(above) != 0) return -1;
  unlink(file->inside);
  int target = open(file->inside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (target < 0) return -1;
  ssize_t got;
  while ((got = read(file->descriptor, piece, sizeof piece)) > 0) {
    if (write(target, piece, (size_t)got) != got) got = -1;
    if (got < 0) break;
  }
  int result = got < 0 ? -1 : fchmod(target, (mode_t)file->mode);
  close(target);
  close(file->descriptor);
  return result;
}

int furnish(const struct order *order, const struct furnish_devices *devices) {
  if (mount_new("proc", "/proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) != 0) return -1;
  if (add_devices(devices) != 0 || add_memory(order->memory_size) != 0) return -1;
  for (int i = 0; i < order->file_count; i++) {
    if (put(&order->files[i]) != 0) return complain("cannot write", order->files[i].inside);
  }
  for (int i = 0; i < order->folder_count; i++) {
    const struct order_folder *folder = &order->folders[i];
    if (make_folder(folder->inside) != 0 || bind(folder->descriptor, folder->inside) != 0) {
      return complain("cannot mount", folder->inside);
    }
    close(folder->descriptor);
  }
  return 0;
}

#endif
