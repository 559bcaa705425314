#pragma once

#include <functional>
#include <string>

namespace gimlet::sprig {

// Makes libcrypto ready without the system's configuration, which could bring providers and engines along. It
// costs nothing when it was called before.
void start_libcrypto();

// Throws `failed` with libcrypto's reason if a function did not return 1.
void libcrypto_ok(int result);
[[noreturn]] void fail_in_libcrypto();
// Takes libcrypto's last error off its queue.
std::string libcrypto_reason();

// What one of its i2d functions writes: der_of([&](unsigned char** bytes) { return i2d_X509(certificate,
// bytes); }).
std::string der_of(const std::function<int(unsigned char** bytes)>& write);

}  // namespace gimlet::sprig
