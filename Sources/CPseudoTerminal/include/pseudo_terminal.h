/* Pseudo-terminals for programs of this computer: forkpty cannot be called from Swift, since
 * nothing but async-signal-safe C may run between fork and exec. */
#ifndef PSEUDO_TERMINAL_H
#define PSEUDO_TERMINAL_H

#include <sys/types.h>

/* Starts a program on a new pseudo-terminal of this size.
 *
 * `executable` is looked up in the PATH of `environment` unless it holds a slash; `arguments` and
 * `environment` end with NULL; `folder` may be NULL. Returns the process id and stores our end,
 * which no child inherits, in `terminal`; -1 with errno where it cannot be started. */
pid_t cpty_spawn(
    const char *executable, char *const arguments[], char *const environment[],
    const char *folder, unsigned short rows, unsigned short columns, int *terminal);

/* Tells the terminal, and so the programs on it, its new size; 0, or -1 with errno. */
int cpty_set_size(int terminal, unsigned short rows, unsigned short columns);

/* Asks for the terminal's size; 0, or -1 with errno. */
int cpty_size(int terminal, unsigned short *rows, unsigned short *columns);

#endif
