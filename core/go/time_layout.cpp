#include "core/go/time_layout.hpp"

#include <array>

namespace gimlet::go {
namespace {

using Part = LayoutPart;

struct Word {
  std::string_view text;
  Part part;
  bool not_before_lower_case = false;  // "Jan" in "January" or "Janet" is no month
};

// Longer words before those they begin with.
constexpr std::array<Word, 33> words{{{"January", Part::long_month},
                                      {"Jan", Part::month_name, true},
                                      {"Monday", Part::long_weekday},
                                      {"Mon", Part::weekday, true},
                                      {"MST", Part::zone_name},
                                      {"002", Part::zero_year_day},
                                      {"01", Part::zero_month},
                                      {"02", Part::zero_day},
                                      {"03", Part::zero_hour12},
                                      {"04", Part::zero_minute},
                                      {"05", Part::zero_second},
                                      {"06", Part::year},
                                      {"15", Part::hour},
                                      {"1", Part::month},
                                      {"2006", Part::long_year},
                                      {"2", Part::day},
                                      {"__2", Part::space_year_day},
                                      {"_2", Part::space_day},
                                      {"3", Part::hour12},
                                      {"4", Part::minute},
                                      {"5", Part::second},
                                      {"PM", Part::upper_pm},
                                      {"pm", Part::lower_pm},
                                      {"-070000", Part::zone_seconds},
                                      {"-07:00:00", Part::zone_colon_seconds},
                                      {"-0700", Part::zone},
                                      {"-07:00", Part::zone_colon},
                                      {"-07", Part::zone_hours},
                                      {"Z070000", Part::iso_zone_seconds},
                                      {"Z07:00:00", Part::iso_zone_colon_seconds},
                                      {"Z0700", Part::iso_zone},
                                      {"Z07:00", Part::iso_zone_colon},
                                      {"Z07", Part::iso_zone_hours}}};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// ".000", ",000" or ".999" that no other digit follows.
std::size_t fraction_length(std::string_view text) {
  const bool begins =
      text.size() > 1 && (text[0] == '.' || text[0] == ',') && (text[1] == '0' || text[1] == '9');
  if (!begins) return 0;
  std::size_t end = 1;
  while (end < text.size() && text[end] == text[1]) ++end;
  return end < text.size() && is_digit(text[end]) ? 0 : end;
}

LayoutToken token_at(std::string_view layout) {
  if (layout.starts_with("_2006")) return {};  // an underscore, then the year
  for (const auto& word : words) {
    if (!layout.starts_with(word.text)) continue;
    const std::string_view after = layout.substr(word.text.size());
    if (word.not_before_lower_case && !after.empty() && after[0] >= 'a' && after[0] <= 'z') continue;
    return {word.part, layout.substr(0, word.text.size())};
  }
  const std::size_t fraction = fraction_length(layout);
  if (fraction == 0) return {};
  return {layout[1] == '0' ? Part::fraction : Part::trimmed_fraction, layout.substr(0, fraction)};
}

}  // namespace

LayoutToken next_layout_token(std::string_view& layout) {
  std::size_t plain = 0;
  LayoutToken token;
  while (plain < layout.size()) {
    token = token_at(layout.substr(plain));
    if (token.part != Part::none) break;
    ++plain;
  }
  if (plain > 0) token = {Part::none, layout.substr(0, plain)};
  layout.remove_prefix(token.text.size());
  return token;
}

}  // namespace gimlet::go
