#pragma once

#include <string>

namespace gimlet {

// n bytes from the kernel's generator.
std::string random_bytes(std::size_t n);

// A random (version 4) UUID in the usual 36-character form.
std::string uuid_v4();

}  // namespace gimlet
