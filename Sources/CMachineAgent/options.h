/* The agent's command line. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <sys/types.h>

#include "limits.h"

struct options {
  /* Whether to become `uid` and `gid` before anything is read. */
  int changes_identity;
  uid_t uid;
  gid_t gid;
  /* Whether programs of the machine may become another user, as sudo does. */
  int keeps_privileges;
  /* Whether to hold the orphans of a machine that has no process namespace. */
  int subreaper;
  struct limits limits;
  /* The path of a socket to connect to; NULL where the agent was given its end of one. */
  const char *socket;
};

/* 0, or -1 where the arguments make no sense. */
int options_parse(struct options *options, int count, char *arguments[]);

/* Reads a whole number from 1 up to below `limit`; 0, or -1 where the text is none. */
int options_number(const char *text, uint64_t limit, uint64_t *number);

#endif
