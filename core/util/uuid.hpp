#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gimlet {

// n bytes from the kernel's generator.
std::string random_bytes(std::size_t n);

// A number from 0 up to but without `bound`, each as likely as the others. bound must not be 0.
std::uint64_t random_below(std::uint64_t bound);

// A random (version 4) UUID in the usual 36-character form.
std::string uuid_v4();
// The name-based (version 5) UUID of a name in a namespace, itself a UUID in that form. RFC 9562.
std::string uuid_v5(std::string_view space, std::string_view name);

}  // namespace gimlet
