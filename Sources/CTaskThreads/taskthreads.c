#include "CTaskThreads.h"

// The hook of Swift's concurrency library, for whoever brings threads of their own. Found by the
// linker and not by dlsym, since a program with the library inside shows it to nobody.
typedef void __attribute__((swiftcall)) hook(void *task, void *original);
extern hook *swift_task_enqueueGlobal_hook __attribute__((weak));

static void (*run_task)(void *);

static void __attribute__((swiftcall)) enqueue(void *task, void *original) {
  (void)original;
  run_task(task);
}

bool ctaskthreads_take(void (*run)(void *task)) {
  if (!&swift_task_enqueueGlobal_hook || swift_task_enqueueGlobal_hook) return false;
  run_task = run;
  swift_task_enqueueGlobal_hook = enqueue;
  return true;
}
