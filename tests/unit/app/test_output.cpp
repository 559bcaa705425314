#include <sstream>

#include <doctest/doctest.h>

#include "app/cli/ci_report.hpp"
#include "app/cli/output.hpp"

using namespace gimlet::app;

TEST_CASE("output: a table aligns columns by what a terminal shows") {
  std::ostringstream out;
  std::ostringstream err;
  Output output(out, err, {});
  output.table({"A", "B"}, {{"é", "1"}, {"long", "2"}});
  CHECK(out.str() == "A     B\né     1\nlong  2\n");
  CHECK(display_width("\x1b[31mred\x1b[0m") == 3);
}

TEST_CASE("output: no table without rows") {
  std::ostringstream out;
  std::ostringstream err;
  Output(out, err, {}).table({"A"}, {});
  CHECK(out.str().empty());
}

TEST_CASE("output: quiet silences notes, not warnings; details are for verbose") {
  std::ostringstream out;
  std::ostringstream err;
  Output quiet(out, err, {.quiet = true});
  quiet.note("n");
  quiet.detail("d");
  quiet.warning("w");
  CHECK(err.str() == "warning: w\n");
  err.str("");
  Output verbose(out, err, {.verbose = true});
  verbose.note("n");
  verbose.detail("d");
  CHECK(err.str() == "n\nd\n");
}

TEST_CASE("output: a diff is coloured line by line") {
  std::ostringstream out;
  std::ostringstream err;
  Output(out, err, {.color_out = true}).diff("-a\n+b\n c");
  CHECK(out.str() == "\x1b[31m-a\x1b[0m\n\x1b[32m+b\x1b[0m\n c\n");
}

TEST_CASE("output: what others wrote neither moves the cursor nor gives a CI system orders") {
  std::ostringstream out;
  std::ostringstream err;
  Output output(out, err, {.verbose = true});
  output.line("a\x1b[2J\r\tb\n ::error::c\n##vso[task] ##[group] ##teamcity[x] ## [x] #[y] a::b");
  CHECK(out.str() == "a [2J \tb\n|  ::error::c\n##vso [task] ## [group] ##teamcity [x] ## [x] #[y] a::b\n");
  out.str("");
  output.table({"A", "B"}, {{"", "::x::\n::y"}, {"::\t\x1b[1mz", "w"}});
  CHECK(out.str() == "A         B\n|           ::x:: ::y\n| ::  [1mz  w\n");
  output.note("::n");
  output.detail("::d");
  output.warning("w\n::w");
  output.error("e\n\t::e\x1b", "h\n::h");
  CHECK(err.str() == "| ::n\n| ::d\nwarning: w\n| ::w\ngimlet: e\n| \t::e \nhint: h\n| ::h\n");
}

TEST_CASE("output: styles stay where there are colours, other sequences do not") {
  std::ostringstream out;
  std::ostringstream err;
  Output output(out, err, {.color_out = true, .color_err = true});
  output.line(output.styled(Style::bold, "a\x1b[1mb\n") + " c\x1b[2J");
  CHECK(out.str() == "\x1b[1ma [1mb \x1b[0m c [2J\n");
  out.str("");
  output.line(output.styled(Style::bold, "::a"));
  CHECK(out.str() == "| \x1b[1m::a\x1b[0m\n");
  output.note("\x1b[1mn");
  CHECK(err.str() == " [1mn\n");
}

TEST_CASE("annotation: one line, whatever the texts hold") {
  CHECK(annotation("a\n::add-mask::b\r100%") == "::error::a%0A::add-mask::b%0D100%25");
  CHECK(annotation("a: b, c", {"d,e:f.yaml", 3, 4}) == "::error file=d%2Ce%3Af.yaml,line=3,col=4::a: b, c");
}

TEST_CASE("github_output: a value can neither end itself nor add another") {
  CHECK(github_output("id", "a=b<<c") == "id=a=b<<c\n");
  CHECK(github_output("id", "") == "id=\n");
  const std::string value = "a\nchanged=true\nend-x";
  const std::string text = github_output("id", value);
  const std::size_t end = text.find('\n');
  const std::string delimiter = text.substr(4, end - 4);
  CHECK(text.starts_with("id<<end-"));
  CHECK(value.find(delimiter) == std::string::npos);
  CHECK(text == "id<<" + delimiter + "\n" + value + "\n" + delimiter + "\n");
  CHECK(github_output("id", value) != text);
}
