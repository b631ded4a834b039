#include "platform.h"

#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* The folder of the terminal file system itself. A build may own /dev, and a FIFO that it puts
 * where /dev/ptmx was would stop the agent for good. */
static int terminals = -1;

void terminal_prepare(void) {
#ifdef __linux__
  terminals = open("/dev/pts", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (terminals >= 0 && faccessat(terminals, "ptmx", R_OK | W_OK, AT_EACCESS) != 0) {
    close(terminals);
    terminals = -1;
  }
#endif
}

static int open_master(void) {
  if (terminals >= 0) return openat(terminals, "ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  if (master >= 0) fcntl(master, F_SETFD, FD_CLOEXEC);
  return master;
}

static int open_slave(int master) {
#ifdef TIOCGPTPEER
  int slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (slave >= 0) return slave;
#endif
  const char *name = ptsname(master);
  return name == NULL ? -1 : open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
}

int terminal_open(uint16_t rows, uint16_t columns, int *master, int *slave) {
  *slave = -1;
  *master = open_master();
  if (*master < 0) return -errno;
  struct winsize size = {.ws_row = rows, .ws_col = columns};
  if (grantpt(*master) == 0 && unlockpt(*master) == 0) *slave = open_slave(*master);
  if (*slave >= 0 && ioctl(*slave, TIOCSWINSZ, &size) == 0) return 0;
  int reason = errno;
  if (*slave >= 0) close(*slave);
  close(*master);
  *master = *slave = -1;
  return -reason;
}
