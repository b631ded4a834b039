#include "cscreenkey.h"

#include <string.h>

#ifdef __APPLE__
#include <CommonCrypto/CommonCryptor.h>
#else
#include <openssl/evp.h>
#endif

static uint8_t mirrored(uint8_t byte) {
  uint8_t result = 0;
  for (int bit = 0; bit < 8; bit++) result = (uint8_t)(result << 1 | (byte >> bit & 1));
  return result;
}

#ifdef __APPLE__

static int encrypt(const uint8_t key[8], const uint8_t *in, uint8_t *out, int size) {
  size_t done = 0;
  CCCryptorStatus status = CCCrypt(
      kCCEncrypt, kCCAlgorithmDES, kCCOptionECBMode, key, 8, NULL, in, (size_t)size, out,
      (size_t)size, &done);
  return status == kCCSuccess && done == (size_t)size ? 0 : -1;
}

#else

/* OpenSSL keeps DES itself in a module that is often not there; three times with the same key it
 * is the same cipher. */
static int encrypt(const uint8_t key[8], const uint8_t *in, uint8_t *out, int size) {
  uint8_t thrice[24];
  for (int part = 0; part < 3; part++) memcpy(thrice + 8 * part, key, 8);
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  if (context == NULL) return -1;
  int done = 0;
  int worked = EVP_EncryptInit_ex(context, EVP_des_ede3_ecb(), NULL, thrice, NULL) &&
      EVP_CIPHER_CTX_set_padding(context, 0) && EVP_EncryptUpdate(context, out, &done, in, size);
  EVP_CIPHER_CTX_free(context);
  return worked && done == size ? 0 : -1;
}

#endif

int cscreenkey_encrypt(const uint8_t key[8], const uint8_t *in, uint8_t *out, int blocks) {
  uint8_t turned[8];
  for (int i = 0; i < 8; i++) turned[i] = mirrored(key[i]);
  return encrypt(turned, in, out, 8 * blocks);
}
