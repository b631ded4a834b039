/* Starts one process of the machine. */
#ifndef SPAWN_H
#define SPAWN_H

#include <sys/types.h>

struct spawn_order {
  const char *folder;
  const char *executable;
  /* Both end with NULL. */
  char **arguments;
  char **environment;
  int has_terminal;
  /* Standard input, output and error; with a terminal all three are its inner end. */
  int descriptors[3];
};

/* Forks.
 *
 * Returns the process id and stores in `report` where the child tells an errno if it cannot
 * become the program, and nothing if it can; -errno where there is no child. */
pid_t spawn_start(const struct spawn_order *order, int *report);

/* What the child told: 0, or its errno. Waits for it where it has told nothing yet. */
int spawn_outcome(int report);

#endif
