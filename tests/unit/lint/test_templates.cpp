#include <doctest/doctest.h>

#include "tests/unit/lint/problems.hpp"

using namespace gimlet;
using test::problem;

namespace {

const lint::Known sha{{{"SHA", "abc"}}, {"BRANCH", "GITHUB_SHA"}};

}  // namespace

TEST_CASE("lint: templates that do not parse, at their line") {
  CHECK(problem("values: {a: '{{ .X'}\n", sha) == "4:14 error /values/a: unclosed action");
  CHECK(problem("values:\n  a: |\n    one\n    two: {{ nope .SHA }}\n", sha) ==
        "7:5 error /values/a: function \"nope\" not defined");
  CHECK(problem("values: {'{{ if }}': 1}\n").find("4:11 error /values/{{ if }}: missing value for if") == 0);
}

TEST_CASE("lint: variables that nothing is known to give, each once, at its place") {
  CHECK(problem("values:\n  a: v{{ .SHAA }}\n  b: '{{ .SHAA }}'\n", sha) ==
        "5:10 warning /values/a: nothing is known to give the variable SHAA [did you mean SHA?]");
  CHECK(problem("values:\n  a: |\n    x\n    y: {{ .MINE | quote }}\n", sha)
            .find("7:11 warning /values/a: nothing is known to give the variable MINE [a release fails "
                  "without it; ") == 0);
  CHECK(problem("values: {a: '{{ .APP }}{{ .SHA }}{{ .BRANCH }}{{ $.GITHUB_SHA }}'}\n", sha).empty());
  CHECK(problem("values: {a: '{{ $.X }}'}\n", sha).find("variable X ") != std::string::npos);
  CHECK(problem("values: {'{{ .X }}': 1}\n", sha).find("4:14 warning /values/{{ .X }}: ") == 0);
  CHECK(problem("namespace: '{{ .X }}'\n").find("variable X ") != std::string::npos);
}

TEST_CASE("lint: the dot is the variables at a template's root only") {
  CHECK(problem("values: {a: '{{ range list 1 }}{{ .x }}{{ else }}{{ .SHA }}{{ end }}'}\n", sha).empty());
  CHECK(problem("values: {a: '{{ with .SHA }}{{ .x }}{{ $.SHA }}{{ end }}'}\n", sha).empty());
  CHECK(problem("values: {a: '{{ define \"t\" }}{{ .x }}{{ $.y }}{{ end }}{{ template \"t\" .SHA }}'}\n", sha)
            .empty());
  CHECK(problem("values: {a: '{{ if (eq .NOT \"x\") }}{{ end }}'}\n", sha).find("variable NOT ") !=
        std::string::npos);
  CHECK(problem("values: {a: '{{ range list 1 }}{{ else }}{{ .x }}{{ end }}'}\n").find("variable x ") !=
        std::string::npos);
}

TEST_CASE("lint: functions that would copy something of the machine give nothing") {
  for (const char* call : {"env \"HOME\"", "expandenv \"$HOME\"", "\"h\" | getHostByName"}) {
    CAPTURE(call);
    const std::string text = problem("values: {a: '{{ " + std::string(call) + " }}'}\n");
    CHECK(text.find("gives an empty text here") != std::string::npos);
    CHECK(text.find(" warning /values/a") != std::string::npos);
  }
}

TEST_CASE("lint: deploy holds patterns; cleanup's app knows the branch alone") {
  CHECK(problem("deploy: {event: push, branch: '{{a,b},c}'}\n").empty());
  CHECK(problem("cleanup: {app: 'web-{{ .BRANCH | sanitizeDNSName }}', branch: '*'}\n").empty());
  CHECK(problem("cleanup: {app: 'web-{{ .SHA }}', branch: '*'}\n", sha) ==
        "4:24 error /cleanup/app: the variable SHA is not there when a branch is deleted [cleanup's app can "
        "use "
        "{{ .BRANCH }} and functions alone]");
  CHECK(problem("cleanup: {app: 'web-{{ .BRANCH', branch: '*'}\n").find("error /cleanup/app: ") !=
        std::string::npos);
}
