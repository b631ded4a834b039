#ifndef CLEAN_H
#define CLEAN_H

/* Removes what is in a folder, as far as the calling user may; no link is followed. */
void clean_folder(const char *path);

#endif
