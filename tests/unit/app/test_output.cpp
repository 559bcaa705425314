#include <sstream>

#include <doctest/doctest.h>

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
