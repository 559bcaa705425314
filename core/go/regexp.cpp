#include "core/go/regexp.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <re2/re2.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "core/util/unicode.hpp"

namespace gimlet::go {
namespace {

using Groups = std::vector<std::string_view>;

std::string_view view(const re2::StringPiece& piece) {
  return {piece.data(), piece.size()};
}

// Go's regexp/syntax words for what is wrong with a pattern.
std::string_view reason(re2::RE2::ErrorCode code) {
  switch (code) {
    case re2::RE2::ErrorBadEscape:
      return "invalid escape sequence";
    case re2::RE2::ErrorBadCharClass:
      return "invalid character class";
    case re2::RE2::ErrorBadCharRange:
      return "invalid character class range";
    case re2::RE2::ErrorMissingBracket:
      return "missing closing ]";
    case re2::RE2::ErrorMissingParen:
      return "missing closing )";
    case re2::RE2::ErrorUnexpectedParen:
      return "unexpected )";
    case re2::RE2::ErrorTrailingBackslash:
      return "trailing backslash at end of expression";
    case re2::RE2::ErrorRepeatArgument:
      return "missing argument to repetition operator";
    case re2::RE2::ErrorRepeatSize:
      return "invalid repeat count";
    case re2::RE2::ErrorRepeatOp:
      return "invalid nested repetition operator";
    case re2::RE2::ErrorBadPerlOp:
      return "invalid or unsupported Perl syntax";
    case re2::RE2::ErrorBadUTF8:
      return "invalid UTF-8";
    case re2::RE2::ErrorBadNamedCapture:
      return "invalid named capture";
    case re2::RE2::ErrorPatternTooLarge:
      return "expression too large";
    default:
      return "internal error";
  }
}

// RE2's pattern for Go's: (?<name> as (?P<name>. Sets `at` to the first \C, which Go has not; npos without
// one.
std::string in_re2(std::string_view text, std::size_t& any_byte) {
  any_byte = std::string_view::npos;
  std::string result;
  bool in_class = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (rest.starts_with("\\Q") && !in_class) {
      const std::string_view quoted = rest.substr(0, rest.find("\\E"));
      result += quoted;
      i += quoted.size() - 1;
      continue;
    }
    if (rest.starts_with("\\C") && !in_class && any_byte == std::string_view::npos) any_byte = i;
    if (rest[0] == '\\' && rest.size() > 1) {
      result += rest.substr(0, 2);
      ++i;
      continue;
    }
    if (rest[0] == '[' && !in_class) {
      in_class = true;
      // A bracket that closes right behind the opening one is an element.
      const std::size_t first = rest.starts_with("[^") ? 2 : 1;
      const std::size_t length = rest.substr(first).starts_with(']') ? first + 1 : first;
      result += rest.substr(0, length);
      i += length - 1;
      continue;
    }
    if (rest.starts_with("[:") && in_class) {
      const auto end = rest.find(":]");
      if (end != std::string_view::npos) {
        result += rest.substr(0, end + 2);
        i += end + 1;
        continue;
      }
    }
    if (rest[0] == ']') in_class = false;
    if (!in_class && rest.size() > 3 && rest.starts_with("(?<")) {
      result += "(?P<";
      i += 2;
      continue;
    }
    result += rest[0];
  }
  return result;
}

[[noreturn]] void fail(std::string_view why, std::string_view argument) {
  throw Error(ErrorCode::bad_input, fmt::format("error parsing regexp: {}: `{}`", why, argument));
}

// A text that is searched. A byte that is not UTF-8 is the character U+FFFD to Go, and no character to RE2:
// in front of RE2 it is replaced, and what RE2 finds is translated back.
class Subject {
 public:
  explicit Subject(std::string_view text) : text_(text), searched_(text) {
    if (is_valid_utf8(text)) return;
    for (std::size_t at = 0; at < text.size();) {
      const unicode::Rune rune = unicode::decode(text, at);
      offsets_.resize(valid_.size() + 1, at);
      unicode::append(valid_, rune.code);
      offsets_.resize(valid_.size(), at);
      at += rune.length;
    }
    offsets_.push_back(text.size());
    searched_ = valid_;
  }
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;
  ~Subject() = default;

  // What RE2 sees.
  [[nodiscard]] std::string_view searched() const { return searched_; }
  // A part of that, where it is in the text itself.
  [[nodiscard]] std::string_view original(const re2::StringPiece& found) const {
    if (offsets_.empty() || found.data() == nullptr) return view(found);
    const std::size_t begin = offsets_[static_cast<std::size_t>(found.data() - searched_.data())];
    const std::size_t end =
        offsets_[static_cast<std::size_t>(found.data() - searched_.data()) + found.size()];
    return text_.substr(begin, end - begin);
  }

 private:
  std::string_view text_;
  std::string_view searched_;
  std::string valid_;
  std::vector<std::size_t> offsets_;  // of every byte of valid_ and of its end; empty if the text is valid
};

bool is_inside_character(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

// Calls `visit` with the groups of every match, as Go's FindAll finds them: from left to right, not
// overlapping, and no empty one right behind another match. Ends when it returns false. Without the groups
// but the first, which is the match, it is several times as fast.
template <class Visit>
void for_each_match(const re2::RE2& pattern, std::string_view text, bool all_groups, Visit visit) {
  const Subject subject(text);
  const std::string_view searched = subject.searched();
  const int count = all_groups ? pattern.NumberOfCapturingGroups() + 1 : 1;
  std::vector<re2::StringPiece> pieces(static_cast<std::size_t>(count));
  Groups groups(pieces.size());
  std::size_t at = 0;
  std::size_t last_end = 0;
  bool any = false;
  while (at <= searched.size()) {
    if (!pattern.Match({searched.data(), searched.size()}, at, searched.size(), re2::RE2::UNANCHORED,
                       pieces.data(), static_cast<int>(pieces.size()))) {
      return;
    }
    const auto begin = static_cast<std::size_t>(pieces[0].data() - searched.data());
    const std::size_t end = begin + pieces[0].size();
    if (is_inside_character(searched, begin)) {  // RE2's \B holds there, too
      at = begin + 1;
      continue;
    }
    const bool empty_behind_match = any && begin == end && begin == last_end;
    if (!empty_behind_match) {
      for (std::size_t i = 0; i < pieces.size(); ++i) groups[i] = subject.original(pieces[i]);
      const auto place = static_cast<std::size_t>(groups[0].data() - text.data());
      if (!visit(groups, place, place + groups[0].size())) return;
    }
    any = true;
    last_end = end;
    if (end > at) {
      at = end;
    } else {
      at += at < searched.size() ? unicode::decode(searched, at).length : 1;
    }
  }
}

bool is_name_rune(char32_t c) {
  return c == U'_' || unicode::is_letter(c) || unicode::is_digit(c);
}

// A group's name or number in a replacement, at `$`. Sets `length` to what it takes; 0 if it is no reference.
std::string_view reference_at(std::string_view text, std::size_t& length) {
  length = 0;
  const bool brace = text.size() > 1 && text[1] == '{';
  const std::size_t begin = brace ? 2 : 1;
  std::size_t end = begin;
  while (end < text.size()) {
    const unicode::Rune rune = unicode::decode(text, end);
    if (!is_name_rune(rune.code)) break;
    end += rune.length;
  }
  if (end == begin || (brace && (end >= text.size() || text[end] != '}'))) return {};
  length = end + (brace ? 1 : 0);
  return text.substr(begin, end - begin);
}

std::string_view group_text(const re2::RE2& pattern, const Groups& groups, std::string_view name) {
  const bool leading_zero = name.size() > 1 && name[0] == '0';
  if (!leading_zero && name.find_first_not_of("0123456789") == std::string_view::npos) {
    std::size_t number = 0;
    for (const char c : name)
      number = std::min<std::size_t>(number * 10 + static_cast<std::size_t>(c - '0'), 100'000);
    return number < groups.size() ? groups[number] : std::string_view();
  }
  // Of groups with the same name, the first that took part in the match.
  for (const auto& [number, known] : pattern.CapturingGroupNames()) {
    const auto& group = groups[static_cast<std::size_t>(number)];
    if (known == name && group.data() != nullptr) return group;
  }
  return {};
}

// Go's Regexp.Expand: $1, ${1}, $name, ${name}; $$ is a dollar; an unknown group is empty.
void expand(std::string& out, const re2::RE2& pattern, const Groups& groups, std::string_view replacement) {
  while (!replacement.empty()) {
    const std::size_t dollar = replacement.find('$');
    out += replacement.substr(0, dollar);
    if (dollar == std::string_view::npos) return;
    replacement.remove_prefix(dollar);
    std::size_t length = 0;
    const std::string_view name = reference_at(replacement, length);
    if (length > 0) {
      out += group_text(pattern, groups, name);
    } else {
      out += '$';
      length = replacement.starts_with("$$") ? 2 : 1;
    }
    replacement.remove_prefix(length);
  }
}

}  // namespace

Regexp::Regexp(const std::string& pattern) {
  if (!is_valid_utf8(pattern)) fail("invalid UTF-8", pattern);
  std::size_t any_byte = 0;
  const std::string translated = in_re2(pattern, any_byte);
  re2::RE2::Options options;
  options.set_log_errors(false);
  pattern_ = std::make_unique<const re2::RE2>(translated, options);
  if (!pattern_->ok()) {
    std::string argument = pattern_->error_arg();
    if (pattern.find(argument) == std::string::npos) argument = gimlet::replace_all(argument, "(?P<", "(?<");
    fail(reason(pattern_->error_code()), argument);
  }
  if (any_byte != std::string_view::npos) fail("invalid escape sequence", "\\C");
}

Regexp::Regexp(Regexp&&) noexcept = default;
Regexp& Regexp::operator=(Regexp&&) noexcept = default;
Regexp::~Regexp() = default;

bool Regexp::matches(std::string_view text) const {
  const Subject subject(text);
  const std::string_view searched = subject.searched();
  return pattern_->Match({searched.data(), searched.size()}, 0, searched.size(), re2::RE2::UNANCHORED,
                         nullptr, 0);
}

std::string Regexp::replace_all(std::string_view text, std::string_view replacement, bool literal,
                                const std::function<void(std::size_t)>& grown) const {
  literal = literal || replacement.find('$') == std::string_view::npos;
  std::string result;
  std::size_t copied = 0;
  for_each_match(*pattern_, text, !literal, [&](const Groups& groups, std::size_t begin, std::size_t end) {
    result += text.substr(copied, begin - copied);
    if (literal) {
      result += replacement;
    } else {
      expand(result, *pattern_, groups, replacement);
    }
    grown(result.size());
    copied = end;
    return true;
  });
  return result.append(text.substr(copied));
}

std::vector<std::string> Regexp::find_all(std::string_view text, std::int64_t limit) const {
  std::vector<std::string> matches;
  if (limit == 0) return matches;
  for_each_match(*pattern_, text, false, [&](const Groups& groups, std::size_t, std::size_t) {
    matches.emplace_back(groups[0]);
    return limit < 0 || static_cast<std::int64_t>(matches.size()) < limit;
  });
  return matches;
}

std::vector<std::string> Regexp::split(std::string_view text, std::int64_t limit) const {
  std::vector<std::string> parts;
  if (limit == 0) return parts;
  if (!pattern_->pattern().empty() && text.empty()) return {""};
  std::size_t begin = 0;
  std::size_t last_end = 0;
  for_each_match(*pattern_, text, false, [&](const Groups&, std::size_t match_begin, std::size_t match_end) {
    if (limit > 0 && static_cast<std::int64_t>(parts.size()) == limit - 1) return false;
    last_end = match_begin;
    if (match_end != 0) parts.emplace_back(text.substr(begin, match_begin - begin));
    begin = match_end;
    return true;
  });
  if (last_end != text.size()) parts.emplace_back(text.substr(begin));
  return parts;
}

std::string quote_meta(std::string_view text) {
  constexpr std::string_view special = R"(\.+*?()|[]{}^$)";
  std::string result;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

}  // namespace gimlet::go
