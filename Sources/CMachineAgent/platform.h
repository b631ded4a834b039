/* What Linux and macOS do differently; included first by every file. */
#ifndef PLATFORM_H
#define PLATFORM_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

int platform_set_blocking(int descriptor, int blocking);

/* Closes everything above `last`: the agent keeps nothing that whoever started it left open. */
void platform_close_above(int last);

/* Makes this process's memory and descriptors unreachable for others of the same user. */
void platform_hide_from_debuggers(void);

/* Gives up for good what a set-uid program could give. */
void platform_refuse_privileges(void);

/* Gives up what single rights of root are left; 0, or -1 with errno. */
int platform_drop_capabilities(void);

/* Makes the orphans among our descendants our children; 0, or -1 where the system cannot. */
int platform_adopt_orphans(void);

/* Ranks the calling process behind those of the host for processor time and memory. */
void platform_yield_to_host(void);

#endif
