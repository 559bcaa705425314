#pragma once

#include <string>
#include <string_view>

namespace gimlet {

// Digests as lower-case hex.
std::string sha256_hex(std::string_view data);
std::string sha1_hex(std::string_view data);
std::string sha512_hex(std::string_view data);

std::string to_hex(std::string_view bytes);
// RFC 4648 base64 with padding.
std::string base64_encode(std::string_view bytes);

}  // namespace gimlet
