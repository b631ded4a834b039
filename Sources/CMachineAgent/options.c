#include "platform.h"

#include "options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Root's own id is no unprivileged identity, so 0 is refused. */
static int parse_id(const char *text, unsigned *id) {
  char *end = NULL;
  errno = 0;
  unsigned long value = strtoul(text, &end, 10);
  if (errno != 0 || end == text || *end != '\0' || value == 0 || value >= 0xffffffffUL) return -1;
  *id = (unsigned)value;
  return 0;
}

int options_parse(struct options *options, int count, char *arguments[]) {
  int has_uid = 0;
  int has_gid = 0;
  memset(options, 0, sizeof *options);
  for (int i = 1; i < count; i++) {
    const char *value = i + 1 < count ? arguments[i + 1] : "";
    if (strcmp(arguments[i], "--subreaper") == 0) {
      options->subreaper = 1;
    } else if (strcmp(arguments[i], "--uid") == 0) {
      if (parse_id(value, &options->uid) != 0) return -1;
      has_uid = 1;
      i++;
    } else if (strcmp(arguments[i], "--gid") == 0) {
      if (parse_id(value, &options->gid) != 0) return -1;
      has_gid = 1;
      i++;
    } else {
      return -1;
    }
  }
  options->changes_identity = has_uid;
  return has_uid == has_gid ? 0 : -1;
}
