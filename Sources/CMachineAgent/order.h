/* What a machine in a user namespace of its own is made of, as told on the command line. */
#ifndef ORDER_H
#define ORDER_H

enum { ORDER_FOLDER_LIMIT = 16, ORDER_FILE_LIMIT = 16 };

/* A folder of ours, writable inside; `descriptor` is opened in the machine's namespaces. */
struct order_folder {
  const char *ours;
  const char *inside;
  int descriptor;
};

/* A file of ours whose content is put into the machine, as its root's own. */
struct order_file {
  const char *ours;
  const char *inside;
  unsigned mode;
  int descriptor;
};

struct order {
  /* `inside outside count` for each range, with commas between. */
  const char *uid_map;
  const char *gid_map;
  /* The programs that may map for an ordinary user; NULL where we may ourselves. */
  const char *newuidmap;
  const char *newgidmap;
  /* The root directory that the machine sees and does not change. */
  const char *lower;
  /* Whether the root directory belongs to this computer's users 0 and up, not to the range. */
  int maps_lower;
  /* An empty folder for what the machine changes. */
  const char *scratch;
  const char *hostname;
  /* Whether it has the network of this computer. */
  int shares_network;
  /* The size of each folder in memory, as for tmpfs. */
  const char *memory_size;
  struct order_folder folders[ORDER_FOLDER_LIMIT];
  int folder_count;
  struct order_file files[ORDER_FILE_LIMIT];
  int file_count;
};

/* Reads `--uid-map M --gid-map M [--newuidmap P --newgidmap P] --lower P [--map-lower]
 * --scratch P --hostname N [--shares-network] --memory-size N (--folder OURS INSIDE)…
 * (--file OURS INSIDE MODE)… --`; the index of the last of them, or -1. */
int order_parse(struct order *order, int count, char *arguments[]);

/* Whether it tells all that a machine is made of, not only whose numbers its users have. */
int order_makes_machine(const struct order *order);

#endif
