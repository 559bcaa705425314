#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gimlet {

inline constexpr std::string_view lower_hex_digits = "0123456789abcdef";
// What a hexadecimal digit of either case stands for; -1 for what is none.
int hex_value(char c);

// What came of decoding: the bytes, and where the text stopped being valid (then `bytes` holds what came
// before).
struct Decoded {
  std::string bytes;
  std::optional<std::size_t> bad_at;
};

// RFC 4648 base64 with padding; CR and LF are skipped, anything else that does not belong is an error,
// reported at the offset Go's encoding/base64 reports.
Decoded base64_decode(std::string_view text);

// RFC 3986's percent-encoding taken back; "+" stays. nullopt for a "%" without two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text);

// RFC 4648 base32 with padding, likewise.
std::string base32_encode(std::string_view bytes);
Decoded base32_decode(std::string_view text);

}  // namespace gimlet
