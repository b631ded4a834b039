/* Pseudo-terminals of the machine's own. */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stdint.h>

/* Finds the machine's terminals while nothing else runs that could put traps in their place. */
void terminal_prepare(void);

/* Opens a pair; 0, or -errno. */
int terminal_open(uint16_t rows, uint16_t columns, int *master, int *slave);

#endif
