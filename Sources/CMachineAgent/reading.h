/* Reads the fields of one message and never past its end. */
#ifndef READING_H
#define READING_H

#include <stdint.h>

struct reading {
  const uint8_t *at;
  const uint8_t *end;
  /* Set once a field was not there; every field from then on reads as zero. */
  int is_broken;
};

uint8_t reading_u8(struct reading *reading);
uint16_t reading_u16(struct reading *reading);
uint32_t reading_u32(struct reading *reading);

/* A text within the message, or "" where its zero byte is missing. */
char *reading_text(struct reading *reading);

/* Whether all fields were there and nothing is left over. */
int reading_is_complete(const struct reading *reading);

#endif
