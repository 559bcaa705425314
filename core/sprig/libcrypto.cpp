#include "core/sprig/libcrypto.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>

#include "core/util/error.hpp"

namespace gimlet::sprig {

void start_libcrypto() {
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
}

std::string libcrypto_reason() {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  std::string text = reason == nullptr ? "unknown error" : reason;
  ERR_clear_error();
  return text;
}

void fail_in_libcrypto() {
  throw Error(ErrorCode::failed, "libcrypto: " + libcrypto_reason());
}

void libcrypto_ok(int result) {
  if (result != 1) fail_in_libcrypto();
}

std::string der_of(const std::function<int(unsigned char** bytes)>& write) {
  unsigned char* bytes = nullptr;
  const int length = write(&bytes);
  if (length < 0) fail_in_libcrypto();
  std::string text(bytes, bytes + length);
  OPENSSL_free(bytes);
  return text;
}

}  // namespace gimlet::sprig
