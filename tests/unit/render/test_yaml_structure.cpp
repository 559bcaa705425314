#include <doctest/doctest.h>

#include "core/render/yaml_structure.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

using namespace gimlet;
using namespace gimlet::render;

namespace {

std::string mark(const std::string& name) {
  std::string text = "<";
  text += name;
  text += ">";
  return text;
}

// A template language of its own: <NAME> stands for a variable.
std::string fill(std::string text, const model::Variables& variables) {
  for (const auto& [name, value] : variables) text = replace_all(std::move(text), mark(name), value);
  return text;
}

std::string changer(const std::string& text, const model::Variables& variables) {
  return structure_changer(fill(text, variables), variables,
                           [&](const model::Variables& others) { return fill(text, others); });
}

}  // namespace

TEST_CASE("yaml structure: what can only be a piece of a scalar is plain") {
  for (const char* text : {"", "main", "feature/a-b", "1.10", "mycompany/web:1.2", "two words",
                           "https://a.b/c", "/x", "_", "caf\xC3\xA9"}) {
    CHECK_MESSAGE(is_plain(text), text);
  }
  for (const char* text : {"a: b",
                           "a:",
                           "a #b",
                           "- a",
                           "---",
                           "...",
                           "a\nb",
                           "{a",
                           "[a]",
                           "\"",
                           "'",
                           "*a",
                           "&a",
                           "!a",
                           "|",
                           ">",
                           "a, b",
                           "?",
                           " a",
                           "a ",
                           "a\tb",
                           "a\xC2\x85 x",
                           "a\xE2\x80\xA8x"}) {
    CHECK_FALSE_MESSAGE(is_plain(text), text);
  }
}

TEST_CASE("yaml structure: values that stay inside their scalar change nothing") {
  CHECK(changer("a: <X>\n", {{"X", "main"}}).empty());
  CHECK(changer("a: \"<X>\"\n", {{"X", "fix: a, b #c"}}).empty());
  CHECK(changer("a: |\n  <X>\n", {{"X", "fix: a"}}).empty());
  CHECK(changer("a: 1\n", {{"X", "unused: yes"}}).empty());
  CHECK(changer("a: <X>\n", {{"X", "*"}, {"Y", "- unused"}}) == "X");
}

TEST_CASE("yaml structure: values that add keys, items, documents or break the text are named") {
  CHECK(changer("a: <X>\n", {{"X", "b\nc: d"}, {"Y", "e: f"}}) == "X");
  CHECK(changer("a: <X>\n", {{"X", "{b: c}"}}) == "X");
  CHECK(changer("a: [<X>]\n", {{"X", "b, c"}}) == "X");
  CHECK(changer("<X>\n", {{"X", "a\n---\nb"}}) == "X");
  CHECK(changer("a: \"<X>\"\n", {{"X", "b\"\nc: \"d"}}) == "X");
  CHECK(changer("a: '<X>'\n", {{"X", "it's"}}) == "X");
  CHECK(changer("a: <X><Y>\n", {{"X", "{b: c"}, {"Y", "}"}}).size() == 1);
}

TEST_CASE("yaml structure: where there is nothing to compare with nothing is said") {
  const model::Variables variables{{"X", "a: b"}};
  CHECK(changer("]: <X>\n", variables).empty());
  CHECK(structure_changer("a: a: b", variables, [](const model::Variables&) -> std::string {
          throw Error(ErrorCode::bad_input, "no");
        }).empty());
}
