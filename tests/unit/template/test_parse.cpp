#include <doctest/doctest.h>

#include "support.hpp"

using namespace gimlet;
using test::error_of;
using test::text_of;

TEST_CASE("parse errors are Go's, with the line") {
  CHECK(error_of("{{ .bad") == "template: t:1: unclosed action");
  CHECK(error_of("\n{{ nope 1 }}") == "template: t:2: function \"nope\" not defined");
  CHECK(error_of("{{ $x }}") == "template: t:1: undefined variable \"$x\"");
  CHECK(error_of("{{ if 1 }}") == "template: t:1: unexpected EOF");
  CHECK(error_of("{{ end }}") == "template: t:1: unexpected {{end}}");
  CHECK(error_of("{{ break }}") == "template: t:1: {{break}} outside {{range}}");
  CHECK(error_of("{{ (1 }}") == "template: t:1: unclosed left paren");
  CHECK(error_of("{{ 1) }}") == "template: t:1: unexpected right paren");
  CHECK(error_of("{{ }}") == "template: t:1: missing value for command");
  CHECK(error_of("{{ 1 | 2 }}") == "template: t:1: non executable command in pipeline stage 2");
  CHECK(error_of("{{ $x, $y := 1 }}") == "template: t:1: too many declarations in command");
  CHECK(error_of("{{/* x }}") == "template: t:1: unclosed comment");
  CHECK(error_of("{{ \"abc }}") == "template: t:1: unterminated quoted string");
  CHECK(error_of("{{ 1a }}") == "template: t:1: bad number syntax: \"1a\"");
  CHECK(error_of("{{ 99999999999999999999 }}") ==
        "template: t:1: integer overflow: \"99999999999999999999\"");
  CHECK(error_of("{{ if 1 }}{{ else }}{{ else }}{{ end }}") == "template: t:1: expected end; found {{else}}");
  CHECK(error_of("{{ define \"a\" }}x{{ end }}{{ define \"a\" }}y{{ end }}") ==
        "template: t:1: template: multiple definition of template \"a\"");
  CHECK(error_of("{{ .a\n.b ") == "template: t:2: unclosed action started at t:1");
  CHECK(error_of("{{ 3.x }}") == "template: t:1: bad number syntax: \"3.x\"");
  CHECK(error_of("{{ \"s\".x }}") == "template: t:1: unexpected . after term \"\\\"s\\\"\"");
}

TEST_CASE("an error carries its position") {
  try {
    text_of("\n{{ .s.x }}");
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::bad_input);
    CHECK(error.position().file == "t");
    CHECK(error.position().line == 2);
    CHECK(error.position().column == 6);
  }
}

TEST_CASE("a template nested 100,000 deep is an error") {
  std::string blocks;
  std::string parentheses = "{{ ";
  std::string elses = "{{ if 0 }}";
  for (int i = 0; i < 100'000; ++i) {
    blocks += "{{if 1}}";
    parentheses += "(";
    elses += "{{else if 0}}";
  }
  CHECK(error_of(blocks) == "template: t:1: nested too deeply");
  CHECK(error_of(parentheses) == "template: t:1: nested too deeply");
  CHECK(error_of(elses) == "template: t:1: nested too deeply");
  std::string comments;
  for (int i = 0; i < 100'000; ++i) comments += " {{- /**/ -}} ";
  CHECK(text_of(comments) == "");
}
