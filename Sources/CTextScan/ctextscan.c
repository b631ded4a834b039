#include "ctextscan.h"

#include <string.h>

// How many places are looked at in one go; more cost more where most texts hold the needle.
#define STRIDE 16

// A bit for each of the places at which both bytes of the needle stand.
static inline uint32_t matches(const uint8_t *first, const uint8_t *second, uint8_t a, uint8_t b);

#if defined(__SSE2__)
#include <emmintrin.h>

static inline uint32_t matches(const uint8_t *first, const uint8_t *second, uint8_t a, uint8_t b) {
  __m128i left = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)first), _mm_set1_epi8((char)a));
  __m128i right = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)second), _mm_set1_epi8((char)b));
  return (uint32_t)_mm_movemask_epi8(_mm_and_si128(left, right));
}
#else
static inline uint32_t matches(const uint8_t *first, const uint8_t *second, uint8_t a, uint8_t b) {
  uint32_t found = 0;
  for (unsigned place = 0; place < STRIDE; place++)
    found |= (uint32_t)((first[place] == a) & (second[place] == b)) << place;
  return found;
}
#endif

// The needle's beginning as a number: one load is quicker than a call, and most needles are short.
typedef struct {
  uint64_t bytes, mask;
} beginning;

static beginning beginning_of(const ctextscan_needle *needle) {
  beginning head = {0, 0};
  size_t length = needle->length < sizeof head.bytes ? needle->length : sizeof head.bytes;
  memcpy(&head.bytes, needle->bytes, length);
  memset(&head.mask, 0xFF, length);
  return head;
}

// Whether the needle stands at a place behind which there are at least as many bytes.
static inline int stands_at(
    const uint8_t *here, size_t room, const ctextscan_needle *needle, beginning head) {
  uint64_t bytes;
  if (room >= sizeof bytes) {
    memcpy(&bytes, here, sizeof bytes);
    if ((bytes & head.mask) != head.bytes) return 0;
    if (needle->length <= sizeof bytes) return 1;
  }
  return memcmp(here, needle->bytes, needle->length) == 0;
}

// Sets the bit of the text that holds all of the needle at a place. Returns where to go on.
static inline size_t mark_at(
    const ctextscan_texts *texts, size_t place, size_t length, size_t *text, uint64_t *bits) {
  while (texts->ends[*text] <= place) ++*text;
  size_t end = texts->ends[*text];
  if (place + length > end) return place + 1;
  uint16_t bit = texts->places[*text];
  bits[bit >> 6] |= (uint64_t)1 << (bit & 63);
  return end;
}

void ctextscan_mark(ctextscan_texts texts, ctextscan_needle needle, uint64_t *bits) {
  if (texts.count == 0) return;
  size_t size = texts.ends[texts.count - 1];
  size_t here = 0, text = 0;
  uint8_t a = needle.bytes[needle.first], b = needle.bytes[needle.second];
  beginning head = beginning_of(&needle);
  // As long as none of so many places reads past the end.
  while (here + needle.length + STRIDE - 1 <= size) {
    const uint8_t *bytes = texts.bytes + here;
    uint32_t found = matches(bytes + needle.first, bytes + needle.second, a, b);
    size_t next = here + STRIDE;
    while (found != 0) {
      size_t place = here + (size_t)__builtin_ctz(found);
      found &= found - 1;
      if (!stands_at(texts.bytes + place, size - place, &needle, head)) continue;
      size_t further = mark_at(&texts, place, needle.length, &text, bits);
      if (further >= here + STRIDE) {
        next = further;
        break;
      }
      // What is left of a text that is marked need not be looked at.
      found &= ~(uint32_t)0 << (further - here);
    }
    here = next;
  }
  while (here + needle.length <= size)
    here = stands_at(texts.bytes + here, size - here, &needle, head)
        ? mark_at(&texts, here, needle.length, &text, bits)
        : here + 1;
}

int ctextscan_fold(const uint8_t *bytes, size_t count, uint8_t *folded) {
  uint8_t all = 0;
  for (size_t place = 0; place < count; place++) {
    uint8_t byte = bytes[place];
    all |= byte;
    folded[place] = (uint8_t)(byte - 'A') < 26 ? byte | 0x20 : byte;
  }
  return all < 0x80;
}
