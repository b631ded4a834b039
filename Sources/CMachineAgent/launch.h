/* Makes a machine out of namespaces with users of its own, among them a root. */
#ifndef LAUNCH_H
#define LAUNCH_H

/* Reads the order and makes the machine.
 *
 * Returns in the machine's first process, with the index of the `--` before what is meant for the
 * agent; -1 where the order makes no sense. The calling process stays behind: it tells the other's
 * number at LAUNCH_NOTICE as `{"child-pid": N}`, waits for its end, removes what the machine's
 * users have left in our folders, and exits. */
int launch_machine(int count, char *arguments[]);

enum {
  LAUNCH_NOTICE = 4,
  /* Where the calling process holds the machine's network namespace: the machine's first process
   * hides its own from everybody but this computer's root. */
  LAUNCH_NETWORK = 5
};

/* Runs what follows the order's `--` as the root of a machine's users, to unpack or remove what is
 * theirs, and exits with its status; returns -1 where the order makes no sense. */
int launch_command(int count, char *arguments[]);

#endif
