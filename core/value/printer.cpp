#include "core/value/printer.hpp"

#include <algorithm>
#include <cmath>

#include "core/go/strconv.hpp"
#include "core/util/encoding.hpp"
#include "core/util/error.hpp"
#include "core/util/unicode.hpp"

namespace gimlet::detail {
namespace {

constexpr int kMaxDepth = 1000;
constexpr std::string_view kUpper = "0123456789ABCDEF";

bool is_unsigned(IntType type) {
  return type >= IntType::uint;
}

std::uint64_t magnitude(const Integer& number) {
  const auto bits = static_cast<std::uint64_t>(number.value);
  return !is_unsigned(number.type) && number.value < 0 ? 0 - bits : bits;
}

}  // namespace

void Printer::append_verb(char32_t verb) {
  unicode::append(out_, verb);
}

void Printer::argument(const Value& value, char32_t verb) {
  if (verb == 'T') {
    pad(truncate(value.type_name()));
  } else if (value.is_nil()) {
    if (verb == 'v') return pad("<nil>");
    bad_verb(value, verb);
  } else if (verb == 'p') {
    pointer(value, verb);
  } else {
    this->value(value, verb, 0);
  }
}

void Printer::value(const Value& value, char32_t verb, int depth) {
  if (depth > kMaxDepth) throw Error(ErrorCode::bad_input, "cannot print a value nested more than 1000 deep");
  switch (value.kind()) {
    case Value::Kind::nil:
      return append("<nil>");
    case Value::Kind::boolean:
      return boolean(value, verb);
    case Value::Kind::integer:
      return integer(value, verb);
    case Value::Kind::floating:
      return floating(value, value.as_float(), verb);
    case Value::Kind::complex:
      return complex(value, verb);
    case Value::Kind::string:
      return string(value, value.as_string(), verb);
    case Value::Kind::list:
      return list(value, verb, depth);
    case Value::Kind::map:
      return map(value, verb, depth);
    case Value::Kind::object:
      return object(value, verb);
  }
}

void Printer::element(const Value& value, ElementType type, char32_t verb, int depth) {
  if (!value.is_nil()) return this->value(value, verb, depth + 1);
  if (flags.sharp_v && type == ElementType::any) return append("interface {}(nil)");
  append("<nil>");
}

void Printer::bad_verb(const Value& value, char32_t verb) {
  append("%!");
  append_verb(verb);
  append("(");
  if (value.is_nil()) {
    append("<nil>");
  } else {
    append(value.type_name());
    append("=");
    this->value(value, 'v', 0);
  }
  append(")");
}

void Printer::boolean(const Value& value, char32_t verb) {
  if (verb != 't' && verb != 'v') return bad_verb(value, verb);
  pad(value.as_bool() ? "true" : "false");
}

void Printer::integer(const Value& value, char32_t verb) {
  const Integer& number = value.as_int();
  const bool negative = !is_unsigned(number.type) && number.value < 0;
  const std::uint64_t size = magnitude(number);
  switch (verb) {
    case 'v':
      if (flags.sharp_v && is_unsigned(number.type)) {
        const bool sharp = flags.sharp;
        flags.sharp = true;
        integer_digits(size, false, 16, 'v', false);
        flags.sharp = sharp;
        return;
      }
      [[fallthrough]];
    case 'd':
      return integer_digits(size, negative, 10, verb, false);
    case 'b':
      return integer_digits(size, negative, 2, verb, false);
    case 'o':
    case 'O':
      return integer_digits(size, negative, 8, verb, false);
    case 'x':
      return integer_digits(size, negative, 16, verb, false);
    case 'X':
      return integer_digits(size, negative, 16, verb, true);
    case 'c':
    case 'q': {
      const auto bits = static_cast<std::uint64_t>(number.value);
      const char32_t c = bits > 0x10FFFF ? 0xFFFD : static_cast<char32_t>(bits);
      if (verb == 'q') return pad(go::quote_rune(c, flags.plus));
      std::string text;
      unicode::append(text, c);
      return pad(text);
    }
    case 'U':
      return unicode_point(static_cast<std::uint64_t>(number.value));
    default:
      return bad_verb(value, verb);
  }
}

void Printer::integer_digits(std::uint64_t magnitude, bool negative, unsigned base, char32_t verb,
                             bool upper) {
  int wanted = 0;
  if (flags.has_precision) {
    wanted = flags.precision;
    if (wanted == 0 && magnitude == 0) {
      const bool zero = flags.zero;
      flags.zero = false;
      padding(flags.width);
      flags.zero = zero;
      return;
    }
  } else if (flags.zero && !flags.minus && flags.has_width) {
    wanted = flags.width - (negative || flags.plus || flags.space ? 1 : 0);
  }
  std::string reversed;
  do {
    reversed += (upper ? kUpper : lower_hex_digits)[magnitude % base];
    magnitude /= base;
  } while (magnitude != 0);
  if (wanted > 0 && reversed.size() < static_cast<std::size_t>(wanted)) {
    reversed.resize(static_cast<std::size_t>(wanted), '0');
  }
  if (flags.sharp) {
    if (base == 2) reversed += "b0";
    if (base == 8 && reversed.back() != '0') reversed += '0';
    if (base == 16) reversed += upper ? "X0" : "x0";
  }
  if (verb == 'O') reversed += "o0";
  if (negative) {
    reversed += '-';
  } else if (flags.plus) {
    reversed += '+';
  } else if (flags.space) {
    reversed += ' ';
  }
  std::reverse(reversed.begin(), reversed.end());
  pad_with_spaces(reversed);
}

void Printer::unicode_point(std::uint64_t point) {
  std::string reversed;
  for (std::uint64_t rest = point; rest != 0; rest /= 16) reversed += kUpper[rest % 16];
  const int digits = flags.has_precision ? std::max(flags.precision, 4) : 4;
  if (reversed.size() < static_cast<std::size_t>(digits))
    reversed.resize(static_cast<std::size_t>(digits), '0');
  std::string text = "U+" + std::string(reversed.rbegin(), reversed.rend());
  if (flags.sharp && point <= 0x10FFFF && unicode::is_printable(static_cast<char32_t>(point))) {
    text += " '";
    unicode::append(text, static_cast<char32_t>(point));
    text += '\'';
  }
  pad_with_spaces(text);
}

void Printer::pointer(const Value& value, char32_t verb) {
  const void* address = nullptr;
  if (value.is_list()) address = &value.as_list();
  if (value.is_map()) address = &value.as_map();
  if (value.is_object()) address = &value.as_object();
  if (address == nullptr) return bad_verb(value, verb);
  const bool sharp = flags.sharp;
  flags.sharp = !sharp;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): %p is the address as a number
  integer_digits(reinterpret_cast<std::uintptr_t>(address), false, 16, 'v', false);
  flags.sharp = sharp;
}

void Printer::floating(const Value& value, double number, char32_t verb) {
  switch (verb) {
    case 'v':
      return float_text(number, 'g', -1);
    case 'e':
    case 'E':
    case 'f':
      return float_text(number, static_cast<char>(verb), 6);
    case 'F':
      return float_text(number, 'f', 6);
    case 'b':
    case 'g':
    case 'G':
    case 'x':
    case 'X':
      return float_text(number, static_cast<char>(verb), -1);
    default:
      return bad_verb(value, verb);
  }
}

namespace {

// The # flag: a decimal point always, and %g keeps its trailing zeros. text starts with its sign.
void force_point(std::string& text, char format, int precision) {
  int digits = 0;
  if (format == 'g' || format == 'G' || format == 'x' || format == 'X')
    digits = precision < 0 ? 6 : precision;
  const bool hex = format == 'x' || format == 'X';
  const auto tail_at = text.find_first_of(hex ? "pP" : "eE");
  const std::string tail = tail_at == std::string::npos ? "" : text.substr(tail_at);
  if (tail_at != std::string::npos) text.resize(tail_at);
  bool point = false;
  bool nonzero = false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '.') {
      point = true;
      continue;
    }
    nonzero = nonzero || text[i] != '0';
    if (nonzero) --digits;
  }
  if (!point) {
    if (text.size() == 2 && text[1] == '0') --digits;
    text += '.';
  }
  if (digits > 0) text.append(static_cast<std::size_t>(digits), '0');
  text += tail;
}

}  // namespace

void Printer::float_text(double number, char format, int precision) {
  if (flags.has_precision) precision = flags.precision;
  std::string text = go::format_float(number, format, precision);
  if (text[0] != '-' && text[0] != '+') text.insert(0, "+");
  if (flags.space && text[0] == '+' && !flags.plus) text[0] = ' ';
  if (std::isinf(number) || std::isnan(number)) {
    if (std::isnan(number) && !flags.space && !flags.plus) text.erase(0, 1);
    if (std::isinf(number) && text[0] == '+' && !flags.plus && !flags.space) text[0] = '+';
    return pad_with_spaces(text);
  }
  if (flags.sharp && format != 'b') force_point(text, format, precision);
  if (!flags.plus && text[0] == '+') return pad(std::string_view(text).substr(1));
  const int size = static_cast<int>(text.size());
  if (flags.zero && !flags.minus && flags.has_width && flags.width > size) {
    out_ += text[0];
    padding(flags.width - size);
    append(std::string_view(text).substr(1));
    return;
  }
  pad(text);
}

void Printer::complex(const Value& value, char32_t verb) {
  constexpr std::u32string_view kVerbs = U"vbgGxXfFeE";
  if (kVerbs.find(verb) == std::u32string_view::npos) return bad_verb(value, verb);
  const bool plus = flags.plus;
  append("(");
  floating(value, value.as_complex().real(), verb);
  flags.plus = true;
  floating(value, value.as_complex().imag(), verb);
  append("i)");
  flags.plus = plus;
}

void Printer::string(const Value& value, std::string_view text, char32_t verb) {
  switch (verb) {
    case 'v':
      if (!flags.sharp_v) return pad(truncate(text));
      [[fallthrough]];
    case 'q': {
      const std::string_view kept = truncate(text);
      if (flags.sharp && go::can_backquote(kept)) return pad("`" + std::string(kept) + "`");
      return pad(go::quote(kept, flags.plus));
    }
    case 's':
      return pad(truncate(text));
    case 'x':
      return hex_text(text, false);
    case 'X':
      return hex_text(text, true);
    default:
      return bad_verb(value, verb);
  }
}

void Printer::hex_text(std::string_view text, bool upper) {
  if (flags.has_precision) text = text.substr(0, static_cast<std::size_t>(flags.precision));
  const int length = static_cast<int>(text.size());
  if (length == 0) {
    if (flags.has_width) padding(flags.width);
    return;
  }
  int width = 2 * length;
  if (flags.space) {
    width = (flags.sharp ? 2 * width : width) + length - 1;
  } else if (flags.sharp) {
    width += 2;
  }
  if (flags.has_width && flags.width > width && !flags.minus) padding(flags.width - width);
  const std::string_view prefix = upper ? "0X" : "0x";
  const std::string_view digits = upper ? kUpper : lower_hex_digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (flags.space && i > 0) out_ += ' ';
    if (flags.sharp && (i == 0 || flags.space)) append(prefix);
    const auto byte = static_cast<unsigned char>(text[i]);
    out_ += digits[byte >> 4U];
    out_ += digits[byte & 0xFU];
  }
  if (flags.has_width && flags.width > width && flags.minus) padding(flags.width - width);
}

void Printer::list(const Value& value, char32_t verb, int depth) {
  const List& list = value.as_list();
  if (list.element == ElementType::byte) {
    if (verb == 's' || verb == 'q' || verb == 'x' || verb == 'X') {
      std::string text;
      for (const Value& item : list.items) text += static_cast<char>(item.as_int().value);
      return string(value, text, verb);
    }
    if (verb == 'v' && flags.sharp_v) return bytes_list(list);
  }
  if (flags.sharp_v) append(value.type_name());
  if (flags.sharp_v && list.nil) return append("(nil)");
  append(flags.sharp_v ? "{" : "[");
  bool first = true;
  for (const Value& item : list.items) {
    if (!first) append(flags.sharp_v ? ", " : " ");
    first = false;
    element(item, list.element, verb, depth);
  }
  append(flags.sharp_v ? "}" : "]");
}

void Printer::bytes_list(const List& list) {
  append("[]byte{");
  bool first = true;
  for (const Value& item : list.items) {
    if (!first) append(", ");
    first = false;
    integer(item, 'v');
  }
  append("}");
}

void Printer::map(const Value& value, char32_t verb, int depth) {
  const Map& map = value.as_map();
  if (flags.sharp_v) append(value.type_name());
  if (flags.sharp_v && map.nil) return append("(nil)");
  append(flags.sharp_v ? "{" : "map[");
  bool first = true;
  for (const auto& [key, item] : map.entries) {
    if (!first) append(flags.sharp_v ? ", " : " ");
    first = false;
    this->value(Value(key), verb, depth + 1);
    append(":");
    element(item, map.element, verb, depth);
  }
  append(flags.sharp_v ? "}" : "]");
}

void Printer::object(const Value& value, char32_t verb) {
  if (verb == 'v' || verb == 's') return pad(truncate(value.as_object().print()));
  if (verb == 'q' || verb == 'x' || verb == 'X') return string(value, value.as_object().print(), verb);
  bad_verb(value, verb);
}

std::string_view Printer::truncate(std::string_view text) const {
  if (!flags.has_precision) return text;
  std::size_t end = 0;
  for (int count = flags.precision; count > 0 && end < text.size(); --count) {
    end += unicode::decode(text, end).length;
  }
  return text.substr(0, end);
}

void Printer::padding(int count) {
  if (count > 0) out_.append(static_cast<std::size_t>(count), flags.zero && !flags.minus ? '0' : ' ');
}

void Printer::pad(std::string_view text) {
  if (!flags.has_width || flags.width == 0) return append(text);
  const int count = flags.width - static_cast<int>(unicode::count(text));
  if (!flags.minus) padding(count);
  append(text);
  if (flags.minus) padding(count);
}

void Printer::pad_with_spaces(std::string_view text) {
  const bool zero = flags.zero;
  flags.zero = false;
  pad(text);
  flags.zero = zero;
}

}  // namespace gimlet::detail
