#include <ctime>
#include <sstream>

#include <doctest/doctest.h>

#include "core/go/glob.hpp"
#include "core/model/pattern.hpp"
#include "core/util/json.hpp"
#include "tests/support/failure.hpp"
#include "tests/support/folder.hpp"

using namespace gimlet;
using namespace gimlet::model;

namespace {

bool matches(std::string_view pattern, std::string_view text) {
  return go::Glob(pattern).matches(text);
}

std::string failure(const std::string& pattern) {
  return test::failure([&] { go::Glob glob(pattern); });
}

void check_row(const Json& row) {
  const std::string pattern = row["pattern"];
  if (row.contains("error")) {
    CHECK_MESSAGE(!failure(pattern).empty(), pattern);
    return;
  }
  const go::Glob glob(pattern);
  for (const auto& [key, expected] : {std::pair{"yes", true}, std::pair{"no", false}}) {
    for (const Json& text : row.value(key, Json::array())) {
      CHECK_MESSAGE(glob.matches(text.get<std::string>()) == expected, pattern << " on " << text);
    }
  }
}

}  // namespace

// What gobwas/glob v0.2.3 itself answered. Left out are patterns it panicked on, and answers that contradict
// its documentation: `?` and `[!a]` matching an empty text, nested alternatives that do not match what they
// spell.
TEST_CASE("glob: the answers of gobwas/glob") {
  std::istringstream lines(test::data("model/gobwas.jsonl"));
  std::size_t rows = 0;
  for (std::string line; std::getline(lines, line); ++rows) check_row(parse_json(line, "gobwas.jsonl"));
  CHECK(rows > 250);
}

TEST_CASE("glob: stars match any text including slashes and line ends") {
  CHECK(matches("feature/*", "feature/a/b"));
  CHECK(matches("feature/**", "feature/a/b"));
  CHECK(matches("*", ""));
  CHECK(matches("a*b", "a\n\nb"));
  CHECK_FALSE(matches("feature/*", "features/a"));
  CHECK_FALSE(matches("", "a"));
  CHECK(matches("", ""));
}

TEST_CASE("glob: one character is a code point") {
  CHECK(matches("?", "\xC3\xA9"));
  CHECK(matches("[\xC3\xA0-\xC3\xAF]", "\xC3\xA9"));
  CHECK_FALSE(matches("?", "ab"));
  CHECK(matches("?", "\xFF"));
  CHECK(matches("a?*", "a\xE2\x82"));
}

TEST_CASE("glob: sets, ranges and what they exclude") {
  CHECK(matches("[a-z]", "q"));
  CHECK_FALSE(matches("[a-z]", "Q"));
  CHECK(matches("[!a]", "b"));
  CHECK_FALSE(matches("[!a]", "a"));
  CHECK_FALSE(matches("[!a]", ""));
  CHECK(matches("[\\-a]", "-"));
  CHECK_FALSE(matches("[\\-a]", "b"));
}

TEST_CASE("glob: alternatives nest, may be empty and hold globs") {
  for (const char* text : {"main", "release/1/2", "v1", "v"}) {
    CHECK_MESSAGE(matches("{main,{release/*,v{,[0-9]}}}", text), text);
  }
  CHECK_FALSE(matches("{main,{release/*,v{,[0-9]}}}", "vx"));
  CHECK(matches("{a,b*}c", "bbc"));
  CHECK(matches("a,b}", "a,b}"));
}

TEST_CASE("mistake 10: a glob that does not parse is bad input") {
  CHECK(failure("a/[b") ==
        "the pattern \"a/[b\" does not parse: the \"[\" at character 3 is not closed "
        "[a \"\\\" before a special character makes it a plain one]");
  CHECK(failure("[").find("\"[\" at character 1 is not closed") != std::string::npos);
  CHECK(failure("[a-").find("not closed") != std::string::npos);
  CHECK(failure("[]").find("are empty") != std::string::npos);
  CHECK(failure("[z-a]").find("runs backwards") != std::string::npos);
  CHECK(failure("[a-zA-Z]").find("several ranges are written {[a-z],[0-9]}") != std::string::npos);
  CHECK(failure("{a,{b}").find("\"{\" at character 1 is not closed") != std::string::npos);
  CHECK(failure("a\\").find("lone") != std::string::npos);
  CHECK(failure("\xFF").find("not UTF-8") != std::string::npos);
  CHECK(failure(std::string(5000, 'a')).find("more than 4096 bytes") != std::string::npos);
}

TEST_CASE("glob: neither nesting nor stars make matching slow or deep") {
  const std::clock_t begin = std::clock();  // of this process: a busy machine does not count
  std::string stars;
  for (int i = 0; i < 100; ++i) stars += "*a";
  CHECK_FALSE(matches(stars + "b", std::string(20'000, 'a')));
  std::string nested = std::string(2000, '{') + "a" + std::string(2000, '}');
  CHECK(matches(nested, "a"));
  std::string forks;
  for (int i = 0; i < 500; ++i) forks += "{a,a*,}";
  CHECK_FALSE(matches(forks + "b", std::string(2'000, 'a')));
  CHECK((std::clock() - begin) / CLOCKS_PER_SEC < 30);
}

TEST_CASE("pattern: an exact name, a glob, and what they exclude") {
  CHECK(pattern_matches("main", "main"));
  CHECK_FALSE(pattern_matches("main", "main2"));
  CHECK(pattern_matches("!main", "x"));
  CHECK_FALSE(pattern_matches("!main", "main"));
  CHECK(pattern_matches("!{main,master}", "x"));
  CHECK_FALSE(pattern_matches("!{main,master}", "master"));
  CHECK_FALSE(pattern_matches("!feature/*", "feature/a"));
}

TEST_CASE("pattern: an exact match counts even where the glob would not match") {
  CHECK(pattern_matches("v[1]", "v[1]"));
  CHECK(pattern_matches("v[1]", "v1"));
  CHECK_FALSE(pattern_matches("!v[1]", "v[1]"));
}

TEST_CASE("pattern: nothing matches nothing, and a lone ! is bad input") {
  CHECK_FALSE(pattern_matches("", ""));
  CHECK_FALSE(pattern_matches("", "a"));
  CHECK_FALSE(pattern_matches("!a", ""));
  CHECK(test::failure([] { pattern_matches("!", "a"); }).find("does not say what it excludes") !=
        std::string::npos);
}

TEST_CASE("glob: with a separator only ** crosses it") {
  const auto matches = [](const char* pattern, const char* text) {
    return go::Glob(pattern, go::Glob::Separator::slash).matches(text);
  };
  CHECK(matches("config/*.yaml", "config/a.yaml"));
  CHECK_FALSE(matches("config/*.yaml", "config/sub/a.yaml"));
  CHECK(matches("config/**.yaml", "config/sub/a.yaml"));
  CHECK(matches("**", "a/b/c"));
  CHECK_FALSE(matches("*", "a/b"));
  CHECK_FALSE(matches("a?b", "a/b"));
  CHECK(matches("{a,b}/*", "b/x"));
  CHECK(go::Glob("a*c").matches("a/b/c"));
}
