#define _GNU_SOURCE 1
#include "CResidentMemory.h"

#ifdef __linux__
#include <link.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

void cresident_memory_begin(void) {
  mallopt(M_ARENA_MAX, 2);
  // A frame is larger than the usual bounds, and would be mapped and unmapped at each key.
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  mallopt(M_TRIM_THRESHOLD, 2 << 20);
}

static int trim_code(struct dl_phdr_info *info, size_t size, void *context) {
  (void)size;
  (void)context;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *part = &info->dlpi_phdr[i];
    // Only what nobody can have written to: the rest exists nowhere else.
    if (part->p_type != PT_LOAD || !(part->p_flags & PF_X) || (part->p_flags & PF_W)) continue;
    uintptr_t start = (info->dlpi_addr + part->p_vaddr + page - 1) / page * page;
    uintptr_t end = (info->dlpi_addr + part->p_vaddr + part->p_filesz) / page * page;
    if (start < end) madvise((void *)start, end - start, MADV_DONTNEED);
  }
  return 0;
}

void cresident_memory_trim(void) {
  dl_iterate_phdr(trim_code, NULL);
  malloc_trim(0);
}
#else
void cresident_memory_begin(void) {}
void cresident_memory_trim(void) {}
#endif
