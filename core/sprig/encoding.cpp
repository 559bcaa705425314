#include "core/util/encoding.hpp"

#include <fmt/format.h>

#include "core/sprig/families.hpp"
#include "core/util/hash.hpp"

namespace gimlet::sprig {
namespace {

// The bytes, or what Go says is wrong with the text.
Value decoded(Decoded result, const char* encoding) {
  if (result.bad_at) return fmt::format("illegal {} data at input byte {}", encoding, *result.bad_at);
  return std::move(result.bytes);
}

}  // namespace

void add_encoding(FunctionTable& table) {
  using tmpl::string_argument;
  define(table, "b64enc TEXT", "TEXT in base64.",
         [](Arguments& a) -> Value { return base64_encode(string_argument(a, 0)); });
  define(table, "b64dec TEXT", "What base64 TEXT holds, or what is wrong with it.",
         [](Arguments& a) -> Value { return decoded(base64_decode(string_argument(a, 0)), "base64"); });
  define(table, "b32enc TEXT", "TEXT in base32.",
         [](Arguments& a) -> Value { return base32_encode(string_argument(a, 0)); });
  define(table, "b32dec TEXT", "What base32 TEXT holds, or what is wrong with it.",
         [](Arguments& a) -> Value { return decoded(base32_decode(string_argument(a, 0)), "base32"); });
}

}  // namespace gimlet::sprig
