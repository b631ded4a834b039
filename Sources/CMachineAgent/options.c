#include "platform.h"

#include "options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int options_number(const char *text, uint64_t limit, uint64_t *number) {
  char *end = NULL;
  errno = 0;
  unsigned long long value = strtoull(text, &end, 10);
  if (text[0] < '0' || text[0] > '9' || errno != 0 || *end != '\0') return -1;
  /* Root's own id is no unprivileged identity, and 0 is no limit, so 0 is refused. */
  if (value == 0 || value >= limit) return -1;
  *number = value;
  return 0;
}

static int parse_id(const char *text, unsigned *id) {
  uint64_t number = 0;
  if (options_number(text, 0xffffffffU, &number) != 0) return -1;
  *id = (unsigned)number;
  return 0;
}

/* The place of the limit that a word names, or NULL. */
static uint64_t *limit_named(struct limits *limits, const char *word) {
  if (strcmp(word, "--processes") == 0) return &limits->processes;
  if (strcmp(word, "--open-files") == 0) return &limits->open_files;
  if (strcmp(word, "--file-size") == 0) return &limits->file_size;
  if (strcmp(word, "--processors") == 0) return &limits->processors;
  return NULL;
}

/* Takes a word with its value; -1 where they are not understood. */
static int take_pair(
    struct options *options, const char *word, const char *value, int *has_uid, int *has_gid) {
  if (strcmp(word, "--uid") == 0) {
    *has_uid = 1;
    return parse_id(value, &options->uid);
  }
  if (strcmp(word, "--gid") == 0) {
    *has_gid = 1;
    return parse_id(value, &options->gid);
  }
  if (strcmp(word, "--connect") == 0) {
    options->socket = value;
    return value[0] == '/' ? 0 : -1;
  }
  uint64_t *limit = limit_named(&options->limits, word);
  return limit == NULL ? -1 : options_number(value, UINT64_MAX, limit);
}

int options_parse(struct options *options, int count, char *arguments[]) {
  int has_uid = 0;
  int has_gid = 0;
  memset(options, 0, sizeof *options);
  for (int i = 1; i < count; i++) {
    if (strcmp(arguments[i], "--subreaper") == 0) {
      options->subreaper = 1;
    } else if (strcmp(arguments[i], "--keep-privileges") == 0) {
      options->keeps_privileges = 1;
    } else {
      const char *value = i + 1 < count ? arguments[i + 1] : "";
      if (take_pair(options, arguments[i], value, &has_uid, &has_gid) != 0) return -1;
      i++;
    }
  }
  options->changes_identity = has_uid;
  return has_uid == has_gid ? 0 : -1;
}
