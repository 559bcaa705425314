#include "core/value/format.hpp"

#include <charconv>
#include <cstdint>
#include <optional>

#include "core/go/strconv.hpp"
#include "core/util/unicode.hpp"
#include "core/value/printer.hpp"

namespace gimlet {
namespace {

constexpr int kTooLarge = 1'000'000;  // of a width or precision, as in Go

// One run over a format string, after Go's doPrintf.
class FormatRun {
 public:
  FormatRun(std::string& out, std::string_view format, std::span<const Value> operands)
      : printer_(out), format_(format), operands_(operands) {}

  void run() {
    while (at_ < format_.size()) {
      const auto percent = std::min(format_.find('%', at_), format_.size());
      printer_.append(format_.substr(at_, percent - at_));
      at_ = percent;
      if (at_ >= format_.size()) break;
      ++at_;
      good_index_ = true;
      after_index_ = false;
      printer_.flags = {};
      read_flags();
      read_index();
      read_width();
      read_precision();
      if (!after_index_) read_index();
      if (at_ >= format_.size()) {
        printer_.append("%!(NOVERB)");
        break;
      }
      print_verb();
    }
    print_extra();
  }

 private:
  void read_flags() {
    auto& flags = printer_.flags;
    for (; at_ < format_.size(); ++at_) {
      switch (format_[at_]) {
        case '#':
          flags.sharp = true;
          break;
        case '0':
          flags.zero = true;
          break;
        case '+':
          flags.plus = true;
          break;
        case '-':
          flags.minus = true;
          break;
        case ' ':
          flags.space = true;
          break;
        default:
          return;
      }
    }
  }

  // A number at at_; nullopt if there is none. One that is too large ends the format, as in Go.
  std::optional<int> read_number(std::size_t end) {
    std::optional<int> number;
    for (; at_ < end && format_[at_] >= '0' && format_[at_] <= '9'; ++at_) {
      if (number.value_or(0) > kTooLarge) {
        at_ = end;
        return std::nullopt;
      }
      number = number.value_or(0) * 10 + (format_[at_] - '0');
    }
    return number;
  }

  // "[3]": the operand to go on with.
  void read_index() {
    after_index_ = false;
    if (at_ >= format_.size() || format_[at_] != '[') return;
    reordered_ = true;
    const auto close = format_.find(']', at_);
    if (close == std::string_view::npos) {
      good_index_ = false;
      ++at_;
      return;
    }
    ++at_;
    const auto number = read_number(close);
    const bool ok = number && at_ == close;
    at_ = close + 1;
    after_index_ = ok;
    if (ok && *number >= 1 && static_cast<std::size_t>(*number) <= operands_.size()) {
      next_ = static_cast<std::size_t>(*number) - 1;
    } else {
      good_index_ = false;
    }
  }

  // The operand of a '*'; nullopt if it is no int of a sensible size.
  std::optional<int> star_operand() {
    if (next_ >= operands_.size()) return std::nullopt;
    const Value& value = operands_[next_++];
    if (!value.is_int()) return std::nullopt;
    const std::int64_t number = value.as_int().value;
    if (number > kTooLarge || number < -kTooLarge) return std::nullopt;
    return static_cast<int>(number);
  }

  void read_width() {
    auto& flags = printer_.flags;
    if (at_ < format_.size() && format_[at_] == '*') {
      ++at_;
      const auto width = star_operand();
      flags.has_width = width.has_value();
      flags.width = width.value_or(0);
      if (!width) printer_.append("%!(BADWIDTH)");
      if (flags.width < 0) {
        flags.width = -flags.width;
        flags.minus = true;
        flags.zero = false;
      }
      after_index_ = false;
      return;
    }
    const auto width = read_number(format_.size());
    flags.has_width = width.has_value();
    flags.width = width.value_or(0);
    if (after_index_ && width) good_index_ = false;
  }

  void read_precision() {
    if (at_ >= format_.size() || format_[at_] != '.') return;
    auto& flags = printer_.flags;
    ++at_;
    if (after_index_) good_index_ = false;
    read_index();
    if (at_ < format_.size() && format_[at_] == '*') {
      ++at_;
      const auto precision = star_operand();
      flags.has_precision = precision.has_value() && *precision >= 0;
      flags.precision = flags.has_precision ? *precision : 0;
      if (!flags.has_precision) printer_.append("%!(BADPREC)");
      after_index_ = false;
      return;
    }
    flags.precision = read_number(format_.size()).value_or(0);
    flags.has_precision = true;
  }

  void print_verb() {
    const unicode::Rune rune = unicode::decode(format_, at_);
    at_ += rune.length;
    if (rune.code == '%') return printer_.append("%");
    if (!good_index_) return complain(rune.code, "BADINDEX");
    if (next_ >= operands_.size()) return complain(rune.code, "MISSING");
    auto& flags = printer_.flags;
    if (rune.code == 'v') {
      flags.sharp_v = flags.sharp;
      flags.sharp = false;
      flags.plus_v = flags.plus;
      flags.plus = false;
    }
    printer_.argument(operands_[next_++], rune.code);
  }

  void complain(char32_t verb, std::string_view what) {
    printer_.append("%!");
    printer_.append_verb(verb);
    printer_.append("(");
    printer_.append(what);
    printer_.append(")");
  }

  void print_extra() {
    if (reordered_ || next_ >= operands_.size()) return;
    printer_.flags = {};
    printer_.append("%!(EXTRA ");
    for (std::size_t i = next_; i < operands_.size(); ++i) {
      if (i > next_) printer_.append(", ");
      if (!operands_[i].is_nil()) printer_.append(operands_[i].type_name() + "=");
      printer_.argument(operands_[i], 'v');
    }
    printer_.append(")");
  }

  detail::Printer printer_;
  std::string_view format_;
  std::span<const Value> operands_;
  std::size_t at_ = 0;    // in the format
  std::size_t next_ = 0;  // operand
  bool good_index_ = true;
  bool after_index_ = false;
  bool reordered_ = false;
};

}  // namespace

void append_value(std::string& out, const Value& value) {
  if (value.is_string()) {
    out += value.as_string();
  } else if (value.is_int() && value.as_int().type < IntType::uint) {
    char text[24];
    out.append(text, std::to_chars(text, text + sizeof text, value.as_int().value).ptr);
  } else {
    detail::Printer(out).argument(value, 'v');
  }
}

std::string format_value(const Value& value) {
  std::string out;
  append_value(out, value);
  return out;
}

void append_printed(std::string& out, const Value& value) {
  if (value.is_nil()) {
    out += "<no value>";
  } else {
    append_value(out, value);
  }
}

std::string format_print(std::span<const Value> operands) {
  std::string out;
  bool after_string = true;
  for (const Value& operand : operands) {
    if (!after_string && !operand.is_string()) out += ' ';
    append_value(out, operand);
    after_string = operand.is_string();
  }
  return out;
}

std::string format_println(std::span<const Value> operands) {
  std::string out;
  for (const Value& operand : operands) {
    if (&operand != operands.data()) out += ' ';
    append_value(out, operand);
  }
  return out + '\n';
}

std::string format_printf(std::string_view format, std::span<const Value> operands) {
  std::string out;
  FormatRun(out, format, operands).run();
  return out;
}

}  // namespace gimlet
