#ifndef CTEXTSCAN_H
#define CTEXTSCAN_H

#include <stddef.h>
#include <stdint.h>

/// Many texts, one behind the other.
typedef struct {
  const uint8_t *bytes;
  /// Where each text ends, and the next begins; the last end is the end of the bytes.
  const uint32_t *ends;
  /// The bit that stands for each text.
  const uint16_t *places;
  size_t count;
} ctextscan_texts;

/// What is looked for; not empty.
typedef struct {
  const uint8_t *bytes;
  size_t length;
  /// Two places in the needle, whose bytes are looked for first: the rarer they are in the texts,
  /// the quicker it goes. They may be one.
  size_t first, second;
} ctextscan_needle;

/// Sets the bits of the texts that hold the needle; leaves the others.
void ctextscan_mark(ctextscan_texts texts, ctextscan_needle needle, uint64_t *bits);

/// Copies bytes and makes A to Z small.
///
/// Returns whether all of them are ASCII, and so the text is folded whole.
int ctextscan_fold(const uint8_t *bytes, size_t count, uint8_t *folded);

#endif
