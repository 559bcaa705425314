#include <doctest/doctest.h>

#include "support.hpp"

using namespace gimlet;
using test::error_of;
using test::text_of;
using tmpl::MissingKey;

TEST_CASE("text, trim markers and comments") {
  CHECK(text_of("a {{- \" b \" -}} c") == "a b c");
  CHECK(text_of("{{/* comment */}}x{{- /* c2 */ -}} y") == "xy");
  CHECK(text_of("") == "");
}

TEST_CASE("fields, chains and variables") {
  CHECK(text_of("{{ .s }} {{ .nest.x.y }} {{ (.nest).x.y }} {{ $.s }}") == "str deep deep str");
  CHECK(text_of("{{ $x := .nest }}{{ $x.x.y }}{{ $x = 1 }}{{ $x }}") == "deep1");
  CHECK(text_of("{{ .missing }} {{ .missing.x.y }} {{ .n }}") == "<no value> <no value> <no value>");
  CHECK(text_of("{{ .m.c }}", test::sample(), MissingKey::zero) == "<no value>");
}

TEST_CASE("control structures") {
  CHECK(text_of("{{ if .n }}a{{ else if .s }}b{{ else }}c{{ end }}") == "b");
  CHECK(text_of("{{ with .n }}a{{ else with .s }}b{{ . }}{{ else }}c{{ end }}") == "bstr");
  CHECK(text_of("{{ range $i, $e := .l }}{{ $i }}={{ $e }},{{ end }}{{ range .n }}{{ else }}none{{ end }}") ==
        "0=3,1=1,2=2,none");
  CHECK(text_of("{{ range $k, $v := .m }}{{ $k }}{{ $v }}{{ end }}") == "a2b1");
  CHECK(text_of("{{ range 3 }}{{ . }}{{ end }}") == "012");
  CHECK(text_of("{{ range .l }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ . }}{{ end }}") == "32");
  CHECK(text_of("{{ range .l }}{{ . }}{{ if eq . 1 }}{{ break }}{{ end }}{{ end }}") == "31");
  CHECK(text_of("{{ $i := 0 }}{{ range $i = .l }}{{ end }}{{ $i }}") == "2");
}

TEST_CASE("templates see no variables but $ and share one namespace") {
  CHECK(text_of("{{ define \"t1\" }}[{{ . }}{{ $ }}]{{ end }}{{ template \"t1\" 5 }}{{ template \"t1\" }}") ==
        "[55][<no value><no value>]");
  CHECK(text_of("{{ block \"b\" .s }}B{{ . }}{{ end }}{{ include \"b\" 1 }}") == "BstrB1");
  tmpl::TemplateSet set(test::functions());
  set.parse("one", "{{ define \"x\" }}old{{ end }}");
  set.parse("two", "{{ define \"x\" }}new{{ end }}");
  set.parse("three", "{{ define \"x\" }}  {{ end }}");
  CHECK(set.execute("x", {}) == "new");
  CHECK(set.has("one"));
  CHECK(!set.has("four"));
}

TEST_CASE("tpl executes its own text, also one that is empty in another one's") {
  CHECK(text_of(R"({{ tpl `a{{ tpl "" . }}b{{ tpl "{{/* c */}}" . }}` . }})") == "ab");
  CHECK(text_of(R"({{ tpl `a{{ tpl "{{ define \"x\" }}X{{ end }}" . }}b` . }})") == "ab");
}

TEST_CASE("tpl works on a clone of the namespace") {
  CHECK(text_of(
            "{{ define \"d\" }}D{{ end }}{{ tpl `{{ define \"e\" }}E{{ end }}{{ include \"d\" . }}{{ include "
            "\"e\" . }}` . }}") == "DE");
  CHECK(error_of("{{ tpl `{{ define \"e\" }}E{{ end }}` . }}{{ include \"e\" . }}")
            .ends_with(
                "error calling include: template: no template \"e\" associated with template \"gotpl\""));
  CHECK(error_of("{{ tpl \"{{ .bad\" . }}") ==
        "template: t:1:3: executing \"t\" at <tpl \"{{ .bad\" .>: error calling tpl: cannot parse template "
        "\"{{ "
        ".bad\": template: gotpl:1: unclosed action");
}

TEST_CASE("builtins") {
  CHECK(text_of("{{ and 1 0 2 }}|{{ or 0 \"\" \"x\" }}|{{ not 0 }}|{{ or .s (fail \"boom\") }}") ==
        "0|x|true|str");
  CHECK(text_of("{{ len .l }} {{ index .l 0 }} {{ index .m \"a\" }} {{ slice \"hello\" 1 3 }}") ==
        "3 3 2 el");
  CHECK(text_of("{{ eq \"a\" \"b\" \"a\" }} {{ ne 1 2 }} {{ lt 1 2 }} {{ le 2 2 }} {{ gt 1.5 2.5 }} {{ ge 2 "
                "2 }}") == "true true true true false true");
  CHECK(text_of("{{ html \"<a>\" }} {{ html .n }} {{ js \"it's\" }} {{ urlquery \"a b&c\" }}") ==
        "&lt;a&gt; &lt;no value&gt; it\\'s a+b%26c");
  CHECK(text_of("{{ print 1 2 \"a\" }} {{ printf \"%05d %q\" 7 \"x\" }} {{ println 1 }}") ==
        "1 2a 00007 \"x\" 1\n");
}

TEST_CASE("numbers, characters and strings") {
  CHECK(text_of("{{ 1e6 }} {{ 1.0 }} {{ 1e21 }} {{ 0x10 }} {{ 'a' }} {{ 1_000 }} {{ 010 }} {{ 0b11 }} {{ "
                "0o17 }} {{ 1i "
                "}} {{ 1+2i }} {{ 0x1p4 }} {{ -5 }} {{ +1.5 }}") ==
        "1e+06 1 1e+21 16 97 1000 8 3 15 (0+1i) (1+2i) 16 -5 1.5");
  CHECK(text_of("{{ \"q\\\"uo\\te\" }}{{ `raw \\n` }}{{ \"\\u00e9\\x41\\101\" }}{{ '\\n' }}") ==
        "q\"uo\teraw \\n\u00e9AA10");
}

TEST_CASE("errors say where and what, as Go's do") {
  CHECK(error_of("{{ .s.x }}") ==
        "template: t:1:5: executing \"t\" at <.s.x>: can't evaluate field x in type "
        "interface {}");
  CHECK(error_of("{{ .n.x }}") ==
        "template: t:1:5: executing \"t\" at <.n.x>: nil pointer evaluating interface {}.x");
  CHECK(error_of("{{ $s := .s }}{{ $s.x }}").ends_with("at <$s.x>: can't evaluate field x in type string"));
  CHECK(error_of("{{ .q }}", test::sample(), MissingKey::error) ==
        "template: t:1:3: executing \"t\" at <.q>: map has no entry for key \"q\"");
  CHECK(error_of("{{ .q.x }}", test::sample(), MissingKey::zero)
            .ends_with("at <.q.x>: nil pointer evaluating interface {}.x"));
  CHECK(error_of("\n\n  {{ fail \"boom\" }}") ==
        "template: t:3:5: executing \"t\" at <fail \"boom\">: error calling fail: boom");
  CHECK(error_of("{{ nil }}") == "template: t:1:3: executing \"t\" at <nil>: nil is not a command");
  CHECK(error_of("{{ template \"nope\" . }}") ==
        "template: t:1:12: executing \"t\" at <{{template \"nope\" .}}>: template \"nope\" not defined");
  CHECK(error_of("{{ 1 | .s }}").ends_with("at <.s>: s is not a method but has arguments"));
  CHECK(error_of("{{ range .s }}{{ end }}").ends_with("at <.s>: range can't iterate over str"));
  CHECK(error_of("{{ eq 1 1.0 }}")
            .ends_with("error calling eq: incompatible types for comparison: int and float64"));
}

TEST_CASE("arguments: counts and types are the executor's errors") {
  CHECK(error_of("{{ upto 1 }}").ends_with("at <upto>: wrong number of args for upto: want 2 got 1"));
  CHECK(
      error_of("{{ index }}").ends_with("at <index>: wrong number of args for index: want at least 1 got 0"));
  CHECK(error_of("{{ upto 1 5 }}").ends_with("at <5>: expected string; found 5"));
  CHECK(error_of("{{ upto \"a\" \"b\" }}").ends_with("at <\"a\">: expected integer; found \"a\""));
  CHECK(error_of("{{ upto 1 .f }}").ends_with("at <.f>: wrong type for value; expected string; got float64"));
  CHECK(error_of("{{ upto 1 .n }}", test::sample(), MissingKey::zero)
            .ends_with("at <.n>: wrong type for value; expected string; got interface {}"));
  CHECK(error_of("{{ upto 1 nil }}").ends_with("at <nil>: cannot assign nil to string"));
  CHECK(error_of("{{ 5 | upto 1 }}").ends_with("at <1>: wrong type for value; expected string; got int"));
  CHECK(text_of("{{ upto 2.0 \"abc\" }} {{ half 3 }}") == "ab 1.5");
}

TEST_CASE("runaway templates end in an error") {
  CHECK(error_of("{{ define \"r\" }}{{ template \"r\" }}{{ end }}{{ template \"r\" }}")
            .find("exceeded maximum template depth") != std::string::npos);
  CHECK(error_of("{{ define \"r\" }}{{ include \"r\" . }}{{ end }}{{ include \"r\" . }}")
            .ends_with("rendering template has a nested reference name: r: unable to execute template"));
  CHECK(
      error_of("{{ define \"r\" }}{{ tpl `{{ include \"r\" . }}` . }}{{ end }}{{ include \"r\" . }}").size() >
      100);
  tmpl::Limits limits;
  limits.max_output_bytes = 1000;
  CHECK(error_of("{{ range 10000 }}x{{ end }}", {}, MissingKey::no_value, limits)
            .ends_with("more than 1000 bytes of output"));
  limits = {};
  limits.max_steps = 1000;
  CHECK(error_of("{{ range 10000 }}{{ end }}", {}, MissingKey::no_value, limits)
            .ends_with("more than 1000 steps"));
}
