#ifndef CRESIDENTMEMORY_H
#define CRESIDENTMEMORY_H

// How the memory of a program that waits most of the time is handled. Both do nothing where the
// system has no such thing.

// From now on, few threads have heaps of their own, and what is drawn in is taken from a heap that
// stays. Call before the first thread.
void cresident_memory_begin(void);

// Gives back what starting has taken: pages of code, which the kernel finds in its cache should
// they be wanted again, and heap that is free.
void cresident_memory_trim(void);

#endif
