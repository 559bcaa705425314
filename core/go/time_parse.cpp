#include "core/go/time_parse.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "core/go/duration.hpp"
#include "core/go/time_layout.hpp"
#include "core/util/error.hpp"

namespace gimlet::go {
namespace {

using Part = LayoutPart;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_leap(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in(int month, std::int64_t year) {
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days.at(static_cast<std::size_t>(month - 1));
}

[[noreturn]] void fail(const std::string& message) {
  throw Error(ErrorCode::bad_input, message);
}

// Go's time.parse: one pass over layout and text. The steps that read a part return false if the text does
// not fit.
class Parser {
 public:
  Parser(std::string_view layout, std::string_view text) : layout_(layout), text_(text), rest_(text) {}

  Time run() {
    std::string_view layout = layout_;
    while (!layout.empty()) {
      const LayoutToken token = next_layout_token(layout);
      if (token.part == Part::none) {
        if (!skip(token.text)) fail_at(token.text, rest_);
        continue;
      }
      const std::string_view before = rest_;
      upcoming_ = layout;
      const bool ok = read(token);
      if (!out_of_range_.empty()) fail_with(": " + out_of_range_ + " out of range");
      if (!ok) fail_at(token.text, before);
    }
    if (!rest_.empty()) fail_with(": extra text: " + time_quote(rest_));
    return result();
  }

 private:
  [[noreturn]] void fail_at(std::string_view element, std::string_view value) const {
    fail("parsing time " + time_quote(text_) + " as " + time_quote(layout_) + ": cannot parse " +
         time_quote(value) + " as " + time_quote(element));
  }
  [[noreturn]] void fail_with(const std::string& message) const {
    fail("parsing time " + time_quote(text_) + message);
  }

  [[nodiscard]] bool digit_at(std::size_t at) const { return at < rest_.size() && is_digit(rest_[at]); }

  std::string_view take(std::size_t length) {
    const std::string_view taken = rest_.substr(0, length);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  // Plain text of the layout; runs of spaces are all the same.
  bool skip(std::string_view prefix) {
    const auto cut_spaces = [](std::string_view& text) {
      text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    };
    while (!prefix.empty()) {
      if (prefix[0] == ' ') {
        if (!rest_.empty() && rest_[0] != ' ') return false;
        cut_spaces(prefix);
        cut_spaces(rest_);
        continue;
      }
      if (!rest_.starts_with(prefix[0])) return false;
      prefix.remove_prefix(1);
      rest_.remove_prefix(1);
    }
    return true;
  }

  // A number of one or two digits, or just two.
  bool number(int& value, bool two) {
    if (!digit_at(0) || (two && !digit_at(1))) return false;
    const std::string_view digits = take(digit_at(1) ? 2 : 1);
    value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return true;
  }

  bool number_up_to(int& value, bool two, int last, const char* name) {
    const bool ok = number(value, two);
    if (value > last) out_of_range_ = name;
    return ok;
  }

  // One of the names, in any case; its index counts from 1.
  template <std::size_t N>
  bool name(const std::array<std::string_view, N>& names, std::size_t length, int& index) {
    for (std::size_t i = 0; i < N; ++i) {
      const std::string_view wanted = names.at(i).substr(0, length);
      const std::string_view found = rest_.substr(0, wanted.size());
      const auto same = [](char a, char b) {
        const auto lower = [](char c) {
          return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
        };
        return lower(a) == lower(b);
      };
      if (found.size() != wanted.size() || !std::equal(found.begin(), found.end(), wanted.begin(), same))
        continue;
      take(wanted.size());
      index = static_cast<int>(i) + 1;
      return true;
    }
    return false;
  }

  bool read(const LayoutToken& token) {
    switch (token.part) {
      case Part::long_month:
        return name(month_names, std::string_view::npos, month_);
      case Part::month_name:
        return name(month_names, 3, month_);
      case Part::long_weekday:
      case Part::weekday: {
        int ignored = 0;
        return name(weekday_names, token.part == Part::weekday ? 3 : std::string_view::npos, ignored);
      }
      case Part::zone_name:
        return zone_name();
      case Part::fraction:
        return rest_.size() >= token.text.size() && fraction(token.text.size());
      case Part::trimmed_fraction:
        return trimmed_fraction();
      case Part::upper_pm:
        return noon("PM", "AM");
      case Part::lower_pm:
        return noon("pm", "am");
      default:
        return read_date(token.part) || read_clock(token.part) || read_offset(token);
    }
  }

  // False for what is no part of a date, too.
  bool read_date(Part part) {
    switch (part) {
      case Part::long_year:
        return rest_.size() >= 4 && std::all_of(rest_.begin(), rest_.begin() + 4, is_digit) && year(4);
      case Part::year:
        return rest_.size() >= 2 && year(2);
      case Part::month:
      case Part::zero_month: {
        const bool ok = number(month_, part == Part::zero_month);
        if (ok && (month_ < 1 || month_ > 12)) out_of_range_ = "month";
        return ok;
      }
      case Part::day:
      case Part::space_day:
      case Part::zero_day:
        if (part == Part::space_day && rest_.starts_with(' ')) take(1);
        return number(day_, part == Part::zero_day);
      case Part::zero_year_day:
      case Part::space_year_day:
        return year_day(part == Part::zero_year_day);
      default:
        return false;
    }
  }

  bool read_clock(Part part) {
    switch (part) {
      case Part::hour:
        return number_up_to(hour_, false, 23, "hour");
      case Part::hour12:
      case Part::zero_hour12:
        return number_up_to(hour_, part == Part::zero_hour12, 12, "hour");
      case Part::minute:
      case Part::zero_minute:
        return number_up_to(minute_, part == Part::zero_minute, 59, "minute");
      case Part::second:
      case Part::zero_second: {
        const bool ok = number_up_to(second_, part == Part::zero_second, 59, "second");
        return ok && out_of_range_.empty() ? fraction_without_layout() : ok;
      }
      default:
        return false;
    }
  }

  bool year(std::size_t digits) {
    const std::string_view taken = take(digits);
    std::string_view number = taken;
    const bool negative = digits == 2 && number[0] == '-';  // Go takes "-5" for a two-digit year
    if (digits == 2 && (negative || number[0] == '+')) number.remove_prefix(1);
    if (!std::all_of(number.begin(), number.end(), is_digit)) return false;
    year_ = 0;
    for (const char c : number) year_ = year_ * 10 + (c - '0');
    if (negative) year_ = -year_;
    if (digits == 2) year_ += year_ >= 69 ? 1900 : 2000;
    return true;
  }

  bool year_day(bool three) {
    for (int i = 0; i < 2 && !three; ++i) {
      if (rest_.starts_with(' ')) take(1);
    }
    std::size_t digits = 0;
    while (digits < 3 && digit_at(digits)) ++digits;
    if (digits == 0 || (three && digits != 3)) return false;
    year_day_ = 0;
    for (const char c : take(digits)) year_day_ = year_day_ * 10 + (c - '0');
    return true;
  }

  bool noon(std::string_view after, std::string_view before) {
    if (rest_.size() < 2) return false;
    const std::string_view word = take(2);
    if (word == after) pm_ = true;
    if (word == before) am_ = true;
    return word == after || word == before;
  }

  // A point or comma and digits, `length` characters in all.
  bool fraction(std::size_t length) {
    const std::string_view taken = take(length);
    const bool begins = taken[0] == '.' || taken[0] == ',';
    const std::string_view digits = taken.substr(1, 9);
    if (!begins || !std::all_of(digits.begin(), digits.end(), is_digit)) return false;
    std::string padded(digits);
    padded.resize(9, '0');
    nanoseconds_ = 0;
    for (const char c : padded) nanoseconds_ = nanoseconds_ * 10 + (c - '0');
    return true;
  }

  [[nodiscard]] std::size_t fraction_at() const {
    if (rest_.size() < 2 || (rest_[0] != '.' && rest_[0] != ',')) return 0;
    std::size_t length = 1;
    while (digit_at(length)) ++length;
    return length > 1 ? length : 0;
  }

  // Behind seconds a fraction is taken although the layout has none.
  bool fraction_without_layout() {
    const std::size_t length = fraction_at();
    if (length == 0) return true;
    std::string_view layout = upcoming_;
    while (!layout.empty()) {
      const LayoutToken token = next_layout_token(layout);
      if (token.part == Part::none) continue;
      if (token.part == Part::fraction || token.part == Part::trimmed_fraction) return true;
      break;
    }
    return fraction(length);
  }

  bool trimmed_fraction() {
    const std::size_t length = fraction_at();
    return length == 0 || fraction(std::min<std::size_t>(length, 10));
  }

  bool zone_name() {
    if (rest_.starts_with("UTC")) {
      take(3);
      utc_ = true;
      return true;
    }
    const std::size_t length = zone_name_length();
    if (length == 0) return false;
    zone_name_ = take(length);
    return true;
  }

  // Three to five capitals of which the fourth or fifth is a T, GMT+3, +03.
  [[nodiscard]] std::size_t zone_name_length() const {
    if (rest_.size() < 3) return 0;
    if (rest_.starts_with("ChST") || rest_.starts_with("MeST")) return 4;
    if (rest_.starts_with("GMT")) return 3 + signed_offset_length(rest_.substr(3));
    if (rest_[0] == '+' || rest_[0] == '-') return signed_offset_length(rest_);
    std::size_t capitals = 0;
    while (capitals < 6 && capitals < rest_.size() && rest_[capitals] >= 'A' && rest_[capitals] <= 'Z')
      ++capitals;
    if (capitals == 5) return rest_[4] == 'T' ? 5 : 0;
    if (capitals == 4) return rest_[3] == 'T' || rest_.starts_with("WITA") ? 4 : 0;
    return capitals == 3 ? 3 : 0;
  }

  static std::size_t signed_offset_length(std::string_view text) {
    if (text.empty() || (text[0] != '+' && text[0] != '-')) return 0;
    std::size_t end = 1;
    int hours = 0;
    for (; end < text.size() && is_digit(text[end]); ++end)
      hours = std::min(hours * 10 + (text[end] - '0'), 1000);
    return end == 1 || hours > 23 ? 0 : end;
  }

  struct OffsetForm {
    std::string_view shape;  // digits as 0
    bool iso;                // Z stands for UTC
  };

  static std::optional<OffsetForm> offset_form(Part part) {
    switch (part) {
      case Part::zone:
        return OffsetForm{"+0000", false};
      case Part::zone_colon:
        return OffsetForm{"+00:00", false};
      case Part::zone_hours:
        return OffsetForm{"+00", false};
      case Part::zone_seconds:
        return OffsetForm{"+000000", false};
      case Part::zone_colon_seconds:
        return OffsetForm{"+00:00:00", false};
      case Part::iso_zone:
        return OffsetForm{"+0000", true};
      case Part::iso_zone_colon:
        return OffsetForm{"+00:00", true};
      case Part::iso_zone_hours:
        return OffsetForm{"+00", true};
      case Part::iso_zone_seconds:
        return OffsetForm{"+000000", true};
      case Part::iso_zone_colon_seconds:
        return OffsetForm{"+00:00:00", true};
      default:
        return std::nullopt;
    }
  }

  bool read_offset(const LayoutToken& token) {
    const auto form = offset_form(token.part);
    if (!form) return false;
    if (form->iso && rest_.starts_with('Z')) {
      take(1);
      utc_ = true;
      return true;
    }
    if (rest_.size() < form->shape.size()) return false;
    const std::string_view text = take(form->shape.size());
    std::array<int, 3> parts{};
    std::size_t digits = 0;
    for (std::size_t i = 1; i < text.size(); ++i) {
      if (form->shape[i] == ':' ? text[i] != ':' : !is_digit(text[i])) return false;
      if (form->shape[i] == ':') continue;
      int& part = parts.at(digits++ / 2);
      part = part * 10 + (text[i] - '0');
    }
    if (parts[0] > 24) out_of_range_ = "time zone offset hour";
    if (parts[1] > 60) out_of_range_ = "time zone offset minute";
    if (parts[2] > 60) out_of_range_ = "time zone offset second";
    offset_ = (parts[0] * 60 + parts[1]) * 60 + parts[2];
    if (text[0] == '-') offset_ = -*offset_;
    return text[0] == '-' || text[0] == '+';
  }

  void apply_year_day() {
    const int days = is_leap(year_) ? 366 : 365;
    if (year_day_ < 1 || year_day_ > days) fail_with(": day-of-year out of range");
    int month = 1;
    int day = year_day_;
    while (day > days_in(month, year_)) day -= days_in(month++, year_);
    if (month_ >= 0 && month_ != month) fail_with(": day-of-year does not match month");
    if (day_ >= 0 && day_ != day) fail_with(": day-of-year does not match day");
    month_ = month;
    day_ = day;
  }

  Time result() {
    if (pm_ && hour_ < 12) {
      hour_ += 12;
    } else if (am_ && hour_ == 12) {
      hour_ = 0;
    }
    if (year_day_ >= 0) apply_year_day();
    if (month_ < 0) month_ = 1;
    if (day_ < 0) day_ = 1;
    if (day_ < 1 || day_ > days_in(month_, year_)) fail_with(": day out of range");

    UnixSeconds seconds =
        days_from_civil(year_, static_cast<unsigned>(month_), static_cast<unsigned>(day_)) * 86400 +
        UnixSeconds{hour_ * 60 + minute_} * 60 + second_;
    return Time(seconds - zone_offset(), nanoseconds_, zone());
  }

  [[nodiscard]] int zone_offset() const {
    if (utc_) return 0;
    return offset_.value_or(0);
  }

  // The zone that was written; one that is like UTC is UTC.
  [[nodiscard]] std::shared_ptr<const TimeZone> zone() const {
    if (utc_) return TimeZone::utc();
    if (offset_) {
      const bool local = *offset_ == 0 && (zone_name_.empty() || zone_name_ == "UTC");
      return local ? TimeZone::utc() : TimeZone::fixed(*offset_, std::string(zone_name_));
    }
    if (zone_name_.empty()) return TimeZone::utc();
    int offset = 0;
    if (zone_name_.size() > 3 && zone_name_.starts_with("GMT")) {
      for (const char c : zone_name_.substr(4)) offset = offset * 10 + (c - '0');
      offset *= zone_name_[3] == '-' ? -3600 : 3600;
    }
    return TimeZone::fixed(offset, std::string(zone_name_));
  }

  std::string_view layout_;
  std::string_view text_;
  std::string_view rest_;
  std::string_view upcoming_;  // of the layout, behind the part that is read
  std::string out_of_range_;
  int year_ = 0;
  int month_ = -1;
  int day_ = -1;
  int year_day_ = -1;
  int hour_ = 0;
  int minute_ = 0;
  int second_ = 0;
  int nanoseconds_ = 0;
  bool am_ = false;
  bool pm_ = false;
  bool utc_ = false;
  std::optional<int> offset_;
  std::string_view zone_name_;
};

}  // namespace

Time parse_time(std::string_view layout, std::string_view text) {
  return Parser(layout, text).run();
}

}  // namespace gimlet::go
