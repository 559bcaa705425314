#include <doctest/doctest.h>

#include "core/util/error.hpp"
#include "core/util/process.hpp"
#include "tests/support/servers.hpp"

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

TEST_CASE("process: only the variables that are to be kept reach it, and those that are set") {
  const test::ScopedVariable secret("GIMLET_TEST_SECRET", "s3cret");
  const test::ScopedVariable kept("GIMLET_TEST_KEPT", "kept");
  ProcessOptions options;
  options.keep_env = {"PATH", "GIMLET_TEST_KEPT"};
  options.set_env = {{"GIMLET_TEST_SET", "set"}};
  const std::string seen = run_process({"env"}, options).output;
  CHECK(seen.find("s3cret") == std::string::npos);
  CHECK(seen.find("GIMLET_TEST_KEPT=kept\n") != std::string::npos);
  CHECK(seen.find("GIMLET_TEST_SET=set\n") != std::string::npos);
  CHECK(seen.find("HOME=") == std::string::npos);
  options.keep_env = std::vector<std::string>();
  CHECK(run_process({"env"}, options).output == "GIMLET_TEST_SET=set\n");
}
