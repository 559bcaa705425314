#pragma once

#include <string>
#include <string_view>

#include "core/value/value.hpp"

namespace gimlet::detail {

// The flags of one verb, as Go's fmt keeps them.
struct FormatFlags {
  bool plus = false;
  bool minus = false;
  bool sharp = false;
  bool space = false;
  bool zero = false;
  bool plus_v = false;   // %+v
  bool sharp_v = false;  // %#v
  bool has_width = false;
  bool has_precision = false;
  int width = 0;
  int precision = 0;
};

// Prints values under one verb's flags to a text: what lies below fmt's format string.
class Printer {
 public:
  explicit Printer(std::string& out) : out_(out) {}

  FormatFlags flags;

  // One operand under a verb, T and p included.
  void argument(const Value& value, char32_t verb);
  void append(std::string_view text) { out_ += text; }
  void append_verb(char32_t verb);

 private:
  void value(const Value& value, char32_t verb, int depth);
  void element(const Value& value, ElementType type, char32_t verb, int depth);
  void bad_verb(const Value& value, char32_t verb);
  void boolean(const Value& value, char32_t verb);
  void integer(const Value& value, char32_t verb);
  void integer_digits(std::uint64_t magnitude, bool negative, unsigned base, char32_t verb, bool upper);
  void unicode_point(std::uint64_t point);
  void pointer(const Value& value, char32_t verb);
  void floating(const Value& value, double number, char32_t verb);
  void float_text(double number, char format, int precision);
  void complex(const Value& value, char32_t verb);
  void string(const Value& value, std::string_view text, char32_t verb);
  void hex_text(std::string_view text, bool upper);
  void list(const Value& value, char32_t verb, int depth);
  void bytes_list(const List& list);
  void map(const Value& value, char32_t verb, int depth);
  void object(const Value& value, char32_t verb);

  [[nodiscard]] std::string_view truncate(std::string_view text) const;
  void padding(int count);
  void pad(std::string_view text);
  void pad_with_spaces(std::string_view text);

  std::string& out_;
};

}  // namespace gimlet::detail
