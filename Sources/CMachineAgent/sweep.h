/* Ends what a machine without a process namespace left running. */
#ifndef SWEEP_H
#define SWEEP_H

/* Kills every descendant of this process and returns when none is left that can be killed. */
void sweep_descendants(void);

#endif
