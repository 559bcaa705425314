#pragma once

#include <cstdint>
#include <string>

namespace gimlet {

// n bytes from the kernel's generator.
std::string random_bytes(std::size_t n);

// A number from 0 up to but without `bound`, each as likely as the others. bound must not be 0.
std::uint64_t random_below(std::uint64_t bound);

// A random (version 4) UUID in the usual 36-character form.
std::string uuid_v4();

}  // namespace gimlet
