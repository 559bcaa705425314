#include "core/template/number.hpp"

#include "core/go/strconv.hpp"
#include "core/util/unicode.hpp"

namespace gimlet::tmpl {
namespace {

NumberLiteral malformed(std::string_view text) {
  return {{}, "illegal number syntax: " + go::quote(text)};
}

// "2i" or "1+2i".
NumberLiteral read_complex(std::string_view text) {
  const std::string_view body = text.substr(0, text.size() - 1);
  std::size_t split = body.find_last_of("+-");
  while (split != std::string_view::npos && split > 0 &&
         std::string_view("eEpP").find(body[split - 1]) != std::string_view::npos) {
    split = body.find_last_of("+-", split - 1);
  }
  if (split == std::string_view::npos) split = 0;
  const auto real = split == 0 ? std::optional<double>(0) : go::parse_float(body.substr(0, split));
  const auto imaginary = go::parse_float(body.substr(split));
  if (!real || !imaginary) return malformed(text);
  return {Value(std::complex<double>(*real, *imaginary)), {}};
}

}  // namespace

NumberLiteral read_number(std::string_view text) {
  if (text.ends_with('i')) return read_complex(text);
  const bool hex = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X') &&
                   text.find_first_of("pP") == std::string_view::npos;
  if (const auto integer = go::parse_int(text)) return {Value::go_int(*integer), {}};
  if (go::parse_uint(text)) return {};  // fits an unsigned only: an error when it is used
  const auto number = go::parse_float(text);
  if (!number) return malformed(text);
  if (text.find_first_of(".eEpP") == std::string_view::npos)
    return {{}, "integer overflow: " + go::quote(text)};
  if (hex) return malformed(text);
  return {Value(*number), {}};
}

NumberLiteral read_char(std::string_view text) {
  const auto unquoted = go::unquote(text);
  if (!unquoted) {
    const bool several = text.size() > 3 && text.find('\\') == std::string_view::npos;
    return {{}, several ? "malformed character constant: " + std::string(text) : "invalid syntax"};
  }
  return {Value::go_int(static_cast<std::int64_t>(unicode::decode(*unquoted, 0).code)), {}};
}

}  // namespace gimlet::tmpl
