#include "platform.h"

#include "reading.h"

#include <string.h>

static void take(struct reading *reading, void *into, size_t size) {
  memset(into, 0, size);
  if (reading->is_broken || (size_t)(reading->end - reading->at) < size) {
    reading->is_broken = 1;
    return;
  }
  memcpy(into, reading->at, size);
  reading->at += size;
}

uint8_t reading_u8(struct reading *reading) {
  uint8_t value;
  take(reading, &value, sizeof value);
  return value;
}

uint16_t reading_u16(struct reading *reading) {
  uint16_t value;
  take(reading, &value, sizeof value);
  return value;
}

uint32_t reading_u32(struct reading *reading) {
  uint32_t value;
  take(reading, &value, sizeof value);
  return value;
}

char *reading_text(struct reading *reading) {
  static char nothing[1];
  size_t left = (size_t)(reading->end - reading->at);
  const uint8_t *zero = reading->is_broken ? NULL : memchr(reading->at, '\0', left);
  if (zero == NULL) {
    reading->is_broken = 1;
    nothing[0] = '\0';
    return nothing;
  }
  char *text = (char *)reading->at;
  reading->at = zero + 1;
  return text;
}

int reading_is_complete(const struct reading *reading) {
  return !reading->is_broken && reading->at == reading->end;
}
