#ifndef CDETACHEDPROCESS_H
#define CDETACHEDPROCESS_H

#include <sys/types.h>

/// Starts a program in a session of its own, with nothing of ours but three descriptors.
///
/// Its signals are at their defaults and unblocked, its folder is `/`, every descriptor above
/// the standard ones is closed, its limit of open files is as it was before it was raised.
/// Returns the process's number, or -1 with the error in `errno`, also where the program could
/// not be executed.
pid_t detached_spawn(const char *path, char *const arguments[], char *const environment[],
                     int input, int output);

/// Waits for a child; returns its exit code, 128 plus the signal that ended it, or -1.
int detached_wait(pid_t child);

/// Raises this process's limit of open files as far as the system lets it.
///
/// Returns 0, or -1 where it stays as it is.
int detached_raise_file_limit(void);

#endif
