#include <list>
#include <memory>
#include <mutex>
#include <optional>

#include <fmt/format.h>

#include "core/go/regexp.hpp"
#include "core/go/strconv.hpp"
#include "core/sprig/convert.hpp"
#include "core/sprig/families.hpp"
#include "core/util/error.hpp"

namespace gimlet::sprig {
namespace {

using tmpl::int_argument;
using tmpl::string_argument;

// A pattern compiled, or what Go says is wrong with it.
struct Compiled {
  std::optional<go::Regexp> regexp;
  std::string error;  // "" if it compiled
};

using Pattern = std::shared_ptr<const Compiled>;

Pattern compile(const std::string& text) {
  auto compiled = std::make_shared<Compiled>();
  try {
    compiled->regexp.emplace(text);
  } catch (const Error& error) {
    compiled->error = error.message();
  }
  return compiled;
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

  std::mutex mutex_;
  std::list<std::pair<std::string, Pattern>> entries_;
};

// The pattern, which lives as long as what this returns. `must` is of functions that return errors; the
// others panic.
Pattern compiled(PatternCache& cache, const std::string& text, bool must) {
  Pattern pattern = cache.get(text);
  if (pattern->error.empty()) return pattern;
  if (must) fail(pattern->error);
  const std::string quoted = go::can_backquote(text) ? "`" + text + "`" : go::quote(text);
  fail(fmt::format("regexp: Compile({}): {}", quoted, pattern->error));
}

// A []string that is nil if it is empty, as Go's FindAll gives.
Value list_or_nil(const std::vector<std::string>& texts) {
  return texts.empty() ? Value::nil_list(ElementType::string) : text_list(texts);
}

using MatchBody = std::function<Value(const go::Regexp&, Arguments&)>;

// Defines a function whose first argument is a pattern, and its twin with "must" before the name, which words
// the error of a bad pattern differently.
void define_pattern(FunctionTable& table, const std::shared_ptr<PatternCache>& cache,
                    const std::string& signature, const std::string& doc, const MatchBody& body) {
  define(table, signature, doc, [cache, body](Arguments& a) -> Value {
    const Pattern pattern = compiled(*cache, string_argument(a, 0), false);
    return body(*pattern->regexp, a);
  });
  define(table, "mustR" + signature.substr(1), doc, [cache, body](Arguments& a) -> Value {
    const Pattern pattern = compiled(*cache, string_argument(a, 0), true);
    return body(*pattern->regexp, a);
  });
}

Value matches(const go::Regexp& pattern, Arguments& a) {
  return pattern.matches(string_argument(a, 1));
}

void add_replacing(FunctionTable& table, const std::shared_ptr<PatternCache>& cache) {
  define_pattern(table, cache, "regexReplaceAll PATTERN TEXT REPLACEMENT",
                 "TEXT with every match replaced; $1 or ${name} in REPLACEMENT is a group.",
                 [](const go::Regexp& pattern, Arguments& a) -> Value {
                   const auto& text = string_argument(a, 1);
                   return pattern.replace_all(text, string_argument(a, 2), false, check_text_size);
                 });
  define_pattern(table, cache, "regexReplaceAllLiteral PATTERN TEXT REPLACEMENT",
                 "TEXT with every match replaced by REPLACEMENT as it is.",
                 [](const go::Regexp& pattern, Arguments& a) -> Value {
                   const auto& text = string_argument(a, 1);
                   return pattern.replace_all(text, string_argument(a, 2), true, check_text_size);
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
           return pattern->error.empty() ? matches(*pattern->regexp, a) : Value(false);
         });
  define_pattern(table, cache, "regexFind PATTERN TEXT", "The first match in TEXT, or \"\".",
                 [](const go::Regexp& pattern, Arguments& a) -> Value {
                   const auto all = pattern.find_all(string_argument(a, 1), 1);
                   return all.empty() ? Value("") : Value(all[0]);
                 });
  define_pattern(table, cache, "regexFindAll PATTERN TEXT COUNT",
                 "The first COUNT matches in TEXT, all if negative.",
                 [](const go::Regexp& pattern, Arguments& a) -> Value {
                   const auto& text = string_argument(a, 1);
                   return list_or_nil(pattern.find_all(text, int_argument(a, 2)));
                 });
  define_pattern(
      table, cache, "regexSplit PATTERN TEXT COUNT", "At most COUNT parts of TEXT between matches.",
      [](const go::Regexp& pattern, Arguments& a) -> Value {
        const auto& text = string_argument(a, 1);
        const std::int64_t count = int_argument(a, 2);
        return count == 0 ? Value::nil_list(ElementType::string) : text_list(pattern.split(text, count));
      });
  define(table, "regexQuoteMeta TEXT", "A pattern that matches just TEXT.",
         [](Arguments& a) -> Value { return go::quote_meta(string_argument(a, 0)); });
}

}  // namespace gimlet::sprig
