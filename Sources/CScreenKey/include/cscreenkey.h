/* The one cipher of VNC's password authentication, with the system's own library. */
#ifndef CSCREENKEY_H
#define CSCREENKEY_H

#include <stdint.h>

/* Encrypts blocks of 8 bytes with DES as VNC uses it, each by itself and the bits of every byte of
 * the key in reverse. `out` may be `in`. Returns 0, or -1 where the library refuses. */
int cscreenkey_encrypt(const uint8_t key[8], const uint8_t *in, uint8_t *out, int blocks);

#endif
