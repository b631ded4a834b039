/* The agent's command line. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <sys/types.h>

struct options {
  /* Whether to become `uid` and `gid` before anything is read. */
  int changes_identity;
  uid_t uid;
  gid_t gid;
  /* Whether to hold the orphans of a machine that has no process namespace. */
  int subreaper;
};

/* 0, or -1 where the arguments make no sense. */
int options_parse(struct options *options, int count, char *arguments[]);

#endif
