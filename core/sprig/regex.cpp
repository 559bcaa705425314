#include <list>
#include <memory>
#include <mutex>

#include <fmt/format.h>
#include <re2/re2.h>

#include "core/sprig/convert.hpp"
#include "core/sprig/families.hpp"
#include "core/util/unicode.hpp"

namespace gimlet::sprig {
namespace {

using tmpl::int_argument;
using tmpl::string_argument;

using Pattern = std::shared_ptr<const re2::RE2>;
using Groups = std::vector<re2::StringPiece>;

std::string_view view(const re2::StringPiece& piece) {
  return {piece.data(), piece.size()};
}

// Charts use few patterns and each of them many times: the last ones used stay compiled.
class PatternCache {
 public:
  Pattern get(const std::string& text) {
    const std::lock_guard lock(mutex_);
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
      if (entry->first != text) continue;
      entries_.splice(entries_.begin(), entries_, entry);
      return entry->second;
    }
    entries_.emplace_front(text, compile(text));
    if (entries_.size() > max_entries) entries_.pop_back();
    return entries_.front().second;
  }

 private:
  static constexpr std::size_t max_entries = 64;

  static Pattern compile(const std::string& text) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    return std::make_shared<const re2::RE2>(text, options);
  }

  std::mutex mutex_;
  std::list<std::pair<std::string, Pattern>> entries_;
};

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

std::string compile_error(const re2::RE2& pattern) {
  return fmt::format("error parsing regexp: {}: `{}`", reason(pattern.error_code()), pattern.error_arg());
}

Pattern compiled(PatternCache& cache, const std::string& text, bool must) {
  Pattern pattern = cache.get(text);
  if (!pattern->ok()) {
    const std::string error = compile_error(*pattern);
    fail(must ? error : fmt::format("regexp: Compile(`{}`): {}", text, error));
  }
  return pattern;
}

// Calls `visit` with the groups of every match, as Go's FindAll finds them: from left to right, not
// overlapping, and no empty one right behind another match. Ends when it returns false.
template <class Visit>
void for_each_match(const re2::RE2& pattern, std::string_view text, Visit visit) {
  Groups groups(static_cast<std::size_t>(pattern.NumberOfCapturingGroups()) + 1);
  std::size_t at = 0;
  std::size_t last_end = 0;
  bool any = false;
  while (at <= text.size()) {
    if (!pattern.Match({text.data(), text.size()}, at, text.size(), re2::RE2::UNANCHORED, groups.data(),
                       static_cast<int>(groups.size()))) {
      return;
    }
    const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
    const std::size_t end = begin + groups[0].size();
    const bool empty_behind_match = any && begin == end && begin == last_end;
    if (!empty_behind_match && !visit(groups, begin, end)) return;
    any = true;
    last_end = end;
    if (end > at) {
      at = end;
    } else {
      at += at < text.size() ? unicode::decode(text, at).length : 1;
    }
  }
}

// A group's name or number in a replacement, at `$`. Sets `length` to what it takes; 0 if it is no reference.
std::string_view reference_at(std::string_view text, std::size_t& length) {
  const auto is_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  length = 0;
  const bool brace = text.size() > 1 && text[1] == '{';
  const std::size_t begin = brace ? 2 : 1;
  std::size_t end = begin;
  while (end < text.size() && is_name(text[end])) ++end;
  if (end == begin || (brace && (end >= text.size() || text[end] != '}'))) return {};
  length = end + (brace ? 1 : 0);
  return text.substr(begin, end - begin);
}

std::string_view group_text(const re2::RE2& pattern, const Groups& groups, std::string_view name) {
  if (name.find_first_not_of("0123456789") == std::string_view::npos) {
    std::size_t number = 0;
    for (const char c : name)
      number = std::min<std::size_t>(number * 10 + static_cast<std::size_t>(c - '0'), 100'000);
    return number < groups.size() ? view(groups[number]) : std::string_view();
  }
  const auto& names = pattern.NamedCapturingGroups();
  const auto found = names.find(std::string(name));
  return found == names.end() ? std::string_view() : view(groups[static_cast<std::size_t>(found->second)]);
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

std::string replaced(const re2::RE2& pattern, std::string_view text, std::string_view replacement,
                     bool literal) {
  std::string result;
  std::size_t copied = 0;
  for_each_match(pattern, text, [&](const Groups& groups, std::size_t begin, std::size_t end) {
    result += text.substr(copied, begin - copied);
    if (literal) {
      result += replacement;
    } else {
      expand(result, pattern, groups, replacement);
    }
    check_text_size(result.size());
    copied = end;
    return true;
  });
  return result.append(text.substr(copied));
}

std::vector<std::string> found(const re2::RE2& pattern, std::string_view text, std::int64_t limit) {
  std::vector<std::string> matches;
  if (limit == 0) return matches;
  for_each_match(pattern, text, [&](const Groups& groups, std::size_t, std::size_t) {
    matches.emplace_back(view(groups[0]));
    return limit < 0 || static_cast<std::int64_t>(matches.size()) < limit;
  });
  return matches;
}

// Go's Regexp.Split.
std::vector<std::string> split_by(const re2::RE2& pattern, const std::string& text, std::int64_t limit) {
  std::vector<std::string> parts;
  if (limit == 0) return parts;
  if (!pattern.pattern().empty() && text.empty()) return {""};
  std::size_t begin = 0;
  std::size_t last_end = 0;
  for_each_match(pattern, text, [&](const Groups&, std::size_t match_begin, std::size_t match_end) {
    if (limit > 0 && static_cast<std::int64_t>(parts.size()) == limit - 1) return false;
    last_end = match_begin;
    if (match_end != 0) parts.push_back(text.substr(begin, match_begin - begin));
    begin = match_end;
    return true;
  });
  if (last_end != text.size()) parts.push_back(text.substr(begin));
  return parts;
}

std::string quoted_meta(std::string_view text) {
  constexpr std::string_view special = R"(\.+*?()|[]{}^$)";
  std::string result;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

using MatchBody = std::function<Value(const re2::RE2&, Arguments&)>;

// Defines a function whose first argument is a pattern, and its twin with "must" before the name, which words
// the error of a bad pattern differently.
void define_pattern(FunctionTable& table, const std::shared_ptr<PatternCache>& cache,
                    const std::string& signature, const std::string& doc, const MatchBody& body) {
  define(table, signature, doc, [cache, body](Arguments& a) -> Value {
    return body(*compiled(*cache, string_argument(a, 0), false), a);
  });
  define(table, "mustR" + signature.substr(1), doc, [cache, body](Arguments& a) -> Value {
    return body(*compiled(*cache, string_argument(a, 0), true), a);
  });
}

Value matches(const re2::RE2& pattern, Arguments& a) {
  return re2::RE2::PartialMatch(string_argument(a, 1), pattern);
}

void add_replacing(FunctionTable& table, const std::shared_ptr<PatternCache>& cache) {
  define_pattern(table, cache, "regexReplaceAll PATTERN TEXT REPLACEMENT",
                 "TEXT with every match replaced; $1 or ${name} in REPLACEMENT is a group.",
                 [](const re2::RE2& pattern, Arguments& a) -> Value {
                   const auto& text = string_argument(a, 1);
                   return replaced(pattern, text, string_argument(a, 2), false);
                 });
  define_pattern(table, cache, "regexReplaceAllLiteral PATTERN TEXT REPLACEMENT",
                 "TEXT with every match replaced by REPLACEMENT as it is.",
                 [](const re2::RE2& pattern, Arguments& a) -> Value {
                   const auto& text = string_argument(a, 1);
                   return replaced(pattern, text, string_argument(a, 2), true);
                 });
}

}  // namespace

void add_regex(FunctionTable& table) {
  const auto cache = std::make_shared<PatternCache>();
  add_replacing(table, cache);
  define_pattern(table, cache, "regexMatch PATTERN TEXT", "Whether PATTERN matches somewhere in TEXT.",
                 matches);
  define(table, "regexMatch PATTERN TEXT",
         "Whether PATTERN matches somewhere in TEXT; false if it is no pattern.",
         [cache](Arguments& a) -> Value {
           const auto& text = string_argument(a, 0);
           string_argument(a, 1);
           const Pattern pattern = cache->get(text);
           return pattern->ok() ? matches(*pattern, a) : Value(false);
         });
  define_pattern(table, cache, "regexFind PATTERN TEXT", "The first match in TEXT, or \"\".",
                 [](const re2::RE2& pattern, Arguments& a) -> Value {
                   const auto all = found(pattern, string_argument(a, 1), 1);
                   return all.empty() ? Value("") : Value(all[0]);
                 });
  define_pattern(table, cache, "regexFindAll PATTERN TEXT COUNT",
                 "The first COUNT matches in TEXT, all if negative.",
                 [](const re2::RE2& pattern, Arguments& a) -> Value {
                   const auto& text = string_argument(a, 1);
                   return text_list(found(pattern, text, int_argument(a, 2)));
                 });
  define_pattern(table, cache, "regexSplit PATTERN TEXT COUNT",
                 "At most COUNT parts of TEXT between matches.",
                 [](const re2::RE2& pattern, Arguments& a) -> Value {
                   const auto& text = string_argument(a, 1);
                   return text_list(split_by(pattern, text, int_argument(a, 2)));
                 });
  define(table, "regexQuoteMeta TEXT", "A pattern that matches just TEXT.",
         [](Arguments& a) -> Value { return quoted_meta(string_argument(a, 0)); });
}

}  // namespace gimlet::sprig
