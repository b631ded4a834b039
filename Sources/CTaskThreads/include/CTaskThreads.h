#ifndef CTASKTHREADS_H
#define CTASKTHREADS_H

#include <stdbool.h>

// Has every task of Swift's that belongs on no thread in particular handed to `run`, which must see
// to it that it is run: on any thread, but not within the call. Call it once, before the first task.
//
// False where this Swift has no such hook, and all stays as it is.
bool ctaskthreads_take(void (*run)(void *task));

#endif
