#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "core/yaml/json.hpp"
#include "core/yaml/yaml.hpp"

using namespace gimlet;

namespace {

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

void check_refused(const std::string& text, const std::string& why, const yaml::ReadOptions& options = {}) {
  try {
    yaml::read(text, options);
    FAIL("not refused: " << why);
  } catch (const Error& error) {
    CAPTURE(error.str());
    CHECK(error.message().find(why) != std::string::npos);
    CHECK(error.position().line > 0);
  }
}

}  // namespace

TEST_CASE("a billion laughs are refused") {
  std::string text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string previous = "*a" + std::to_string(i - 1);
    text += fmt::format("a{}: &a{} [{}{}]\n", i, i, repeated(previous + ", ", 9), previous);
  }
  check_refused(text, "excessive aliasing");
}

TEST_CASE("aliases of a size that documents have are read") {
  std::string text = "base: &base {image: nginx, ports: [80, 443]}\nall:\n";
  text += repeated("- *base\n", 200);
  CHECK(yaml::read(text).find("all")->as_list().items.size() == 200);
}

TEST_CASE("deep nesting is an error, not a crash") {
  check_refused(repeated("[", 100'000), "nest");
  check_refused(repeated("{a: ", 100'000), "nest");
  check_refused(repeated("- ", 100'000), "nest");
  std::string text;
  for (int i = 0; i < 2'000; ++i) text += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  check_refused(text, "nest");
}

TEST_CASE("aliases cannot nest past the limit") {
  yaml::ReadOptions options;
  options.max_depth = 20;
  std::string text = "- &a0 [x]\n";
  for (int i = 1; i < 30; ++i) {
    text += "- &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
  }
  check_refused(text, "nested deeper than 20 levels", options);
}

TEST_CASE("bounds on size and nodes") {
  yaml::ReadOptions options;
  options.max_nodes = 5;
  check_refused("[1, 2, 3, 4, 5]", "more than 5 nodes", options);
  options.max_bytes = 3;
  CHECK_THROWS_WITH_AS(yaml::read("abcd", options),
                       "yaml: the document has 4 bytes, more than the limit of 3", Error);
}

TEST_CASE("bytes that are not YAML are refused") {
  check_refused("a: \xff\xfe", "invalid");
  check_refused(std::string("a: b\nc: \x01", 9), "control characters are not allowed");
  check_refused("a: \"\\ud83d\\ude00\"", "invalid Unicode character escape code");
  check_refused("\t- a", "cannot start any token");
}
