#include <doctest/doctest.h>

#include "core/util/error.hpp"
#include "core/util/process.hpp"

using namespace gimlet;

TEST_CASE("process: output, error output, exit code, input and environment") {
  ProcessOptions options;
  options.input = "hello";
  options.set_env = {{"GIMLET_TEST_X", "y"}};
  const auto result = run_process({"sh", "-c", "cat; echo $GIMLET_TEST_X >&2; exit 3"}, options);
  CHECK(result.output == "hello");
  CHECK(result.error_output == "y\n");
  CHECK(result.exit_code == 3);
  CHECK_FALSE(result.ok());
}

TEST_CASE("process: a program that does not read a large input does not block or kill us") {
  ProcessOptions options;
  options.input = std::string(1 << 20, 'x');
  CHECK(run_process({"true"}, options).exit_code == 0);
}

TEST_CASE("process: time limits end it") {
  ProcessOptions options;
  options.timeout_ms = 100;
  CHECK(run_process({"sleep", "20"}, options).timed_out);
  options.timeout_ms = 0;
  options.idle_timeout_ms = 100;
  CHECK(run_process({"sleep", "20"}, options).timed_out);
}

TEST_CASE("process: no such program, and too much output") {
  CHECK_THROWS_AS(run_process({"no-such-program-here"}), Error);
  ProcessOptions options;
  options.max_output_bytes = 1000;
  CHECK_THROWS_AS(run_process({"sh", "-c", "yes | head -c 100000"}, options), Error);
}
