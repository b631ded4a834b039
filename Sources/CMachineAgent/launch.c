#include "platform.h"

#include "launch.h"

#ifdef __linux__

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/mount.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent_wire.h"
#include "clean.h"
#include "maps.h"
#include "order.h"
#include "room.h"

enum { EXIT_FAILED = 1, NAMESPACES = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC };

/* A fork whose child is in new namespaces. */
static pid_t fork_into(int namespaces) {
  return (pid_t)syscall(SYS_clone, (unsigned long)namespaces | SIGCHLD, 0, 0, 0, 0);
}

/* The root directory as a mount on which its owners are the machine's users; -1 with errno. */
static int mapped_lower(const struct order *order, pid_t process) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/ns/user", (int)process);
  int users = open(path, O_RDONLY | O_CLOEXEC);
  int tree =
      (int)syscall(SYS_open_tree, AT_FDCWD, order->lower, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
  if (users < 0 || tree < 0) return -1;
  struct mount_attr attributes = {.attr_set = MOUNT_ATTR_IDMAP, .userns_fd = (uint64_t)users};
  if (syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH, &attributes, sizeof attributes) != 0) {
    return -1;
  }
  close(users);
  return tree;
}

/* Sends the word that the machine's first process waits for, with its root directory. */
static int let_go(const struct order *order, pid_t process, int socket) {
  if (maps_write(order, process) != 0) return -1;
  int lower = order->maps_lower ? mapped_lower(order, process) : -1;
  if (order->maps_lower && lower < 0) {
    dprintf(2, "%s cannot be mapped to the machine's users: %s\n", order->lower, strerror(errno));
    return -1;
  }
  uint8_t word[AGENT_HEADER_SIZE] = {0};
  return agent_wire_send(socket, word, sizeof word, &lower, lower < 0 ? 0 : 1);
}

static int wait_for_word(int socket, int *lower) {
  uint8_t word[AGENT_HEADER_SIZE];
  int count = 1;
  if (agent_wire_receive(socket, word, sizeof word, lower, &count) <= 0) return -1;
  if (count == 0) *lower = -1;
  return 0;
}

/* While the other still waits: later it shows nobody what it has. */
static void hold_network(pid_t process) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/ns/net", (int)process);
  int network = open(path, O_RDONLY | O_CLOEXEC);
  if (network < 0 || network == LAUNCH_NETWORK) return;
  dup2(network, LAUNCH_NETWORK);
  close(network);
}

static void tell(pid_t process) {
  dprintf(LAUNCH_NOTICE, "{\"child-pid\": %d}\n", (int)process);
  close(LAUNCH_NOTICE);
}

/* In the users of a machine that is gone: only they may remove what they have made. */
static void clean_as_them(const struct order *order) {
  int ends[2];
  if (agent_wire_pair(ends) != 0) return;
  pid_t child = fork_into(CLONE_NEWUSER);
  if (child == 0) {
    int lower = -1;
    close(ends[1]);
    if (wait_for_word(ends[0], &lower) == 0 && setgid(0) == 0 && setuid(0) == 0) {
      clean_folder(order->scratch);
      for (int i = 0; i < order->folder_count; i++) clean_folder(order->folders[i].ours);
    }
    _exit(0);
  }
  struct order plain = *order;
  plain.maps_lower = 0;
  if (child > 0 && let_go(&plain, child, ends[1]) != 0) kill(child, SIGKILL);
  close(ends[1]);
  while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
}

/* Its number stays its own until all is cleaned, since whoever started us may yet signal it. */
static void outlive(const struct order *order, pid_t process) {
  siginfo_t news;
  while (waitid(P_PID, (id_t)process, &news, WEXITED | WNOWAIT) != 0 && errno == EINTR) continue;
  close(LAUNCH_NETWORK);
  if (order->newuidmap != NULL) clean_as_them(order);
  waitpid(process, NULL, 0);
}

int launch_machine(int count, char *arguments[]) {
  static struct order order;
  int last = order_parse(&order, count, arguments);
  int ends[2];
  if (last < 0 || !order_makes_machine(&order)) return -1;
  if (agent_wire_pair(ends) != 0) exit(EXIT_FAILED);
  /* Whose files in /proc are not ours to write cannot be mapped. */
  prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
  int network = order.shares_network ? 0 : CLONE_NEWNET;
  pid_t child = fork_into(NAMESPACES | CLONE_NEWUSER | CLONE_NEWCGROUP | network);
  if (child < 0) {
    dprintf(2, "namespaces are refused: %s\n", strerror(errno));
    exit(EXIT_FAILED);
  }
  if (child == 0) {
    int lower = -1;
    close(ends[1]);
    close(LAUNCH_NOTICE);
    if (wait_for_word(ends[0], &lower) != 0 || room_enter(&order, lower) != 0) _exit(EXIT_FAILED);
    close(ends[0]);
    /* What lies where on this computer is not for the machine to read in /proc/1/cmdline. */
    for (int i = 0; i < last; i++) memset(arguments[i], 0, strlen(arguments[i]));
    platform_hide_from_debuggers();
    return last;
  }
  close(ends[0]);
  close(AGENT_SOCKET);
  hold_network(child);
  if (let_go(&order, child, ends[1]) != 0) kill(child, SIGKILL);
  close(ends[1]);
  tell(child);
  /* The other has it too, until it runs. */
  close(2);
  outlive(&order, child);
  exit(0);
}

int launch_command(int count, char *arguments[]) {
  static struct order order;
  int last = order_parse(&order, count, arguments);
  int ends[2];
  if (last < 0 || last + 1 >= count || agent_wire_pair(ends) != 0) return -1;
  prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
  pid_t child = fork_into(CLONE_NEWUSER);
  if (child == 0) {
    int lower = -1;
    close(ends[1]);
    if (wait_for_word(ends[0], &lower) != 0 || setgroups(0, NULL) != 0) _exit(EXIT_FAILED);
    if (setgid(0) != 0 || setuid(0) != 0) _exit(EXIT_FAILED);
    execvp(arguments[last + 1], arguments + last + 1);
    dprintf(2, "%s: %s\n", arguments[last + 1], strerror(errno));
    _exit(EXIT_FAILED);
  }
  close(ends[0]);
  int status = -1;
  if (child > 0 && let_go(&order, child, ends[1]) != 0) kill(child, SIGKILL);
  while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  exit(WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILED);
}

#endif
