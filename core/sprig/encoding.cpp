#include "core/util/encoding.hpp"

#include <fmt/format.h>

#include "core/sprig/families.hpp"
#include "core/util/hash.hpp"

namespace gimlet::sprig {

void add_encoding(FunctionTable& table) {
  using tmpl::string_argument;
  define(table, "b64enc TEXT", "TEXT in base64.",
         [](Arguments& a) -> Value { return base64_encode(string_argument(a, 0)); });
  define(table, "b64dec TEXT", "What base64 TEXT holds, or what is wrong with it.",
         [](Arguments& a) -> Value {
           Decoded decoded = base64_decode(string_argument(a, 0));
           if (decoded.bad_at) return fmt::format("illegal base64 data at input byte {}", *decoded.bad_at);
           return std::move(decoded.bytes);
         });
  define(table, "b32enc TEXT", "TEXT in base32.",
         [](Arguments& a) -> Value { return base32_encode(string_argument(a, 0)); });
  define(table, "b32dec TEXT", "What base32 TEXT holds, or what is wrong with it.",
         [](Arguments& a) -> Value {
           Decoded decoded = base32_decode(string_argument(a, 0));
           if (decoded.bad_at) return fmt::format("illegal base32 data at input byte {}", *decoded.bad_at);
           return std::move(decoded.bytes);
         });
}

}  // namespace gimlet::sprig
