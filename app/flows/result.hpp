#pragma once

#include <string>
#include <vector>

#include "app/context.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"

namespace gimlet::app {

// What happened to one app in one env: the RESULT of the JSON contract.
struct Result {
  enum class Status { released, unchanged, skipped, denied, failed, deleted };
  std::string app;
  std::string env;
  Status status = Status::failed;
  std::string gitops_ref;
  std::string reason;
  std::string rule;
  int code = 0;  // the exit code of a failure
};

std::string to_string(Result::Status status);
Json to_json(const Result& result);
Json to_json(const std::vector<Result>& results);

// A failure as a result, with the error's code kept.
Result failed_result(const std::string& env, const std::string& app, const Error& error);

// True if any result stands for a commit.
bool any_changed(const std::vector<Result>& results);

// One line each, for people: "staging/frontend  released  1a2b3c4". `dry_run` says what would happen.
void print_results(Context& context, const std::vector<Result>& results, bool dry_run);

}  // namespace gimlet::app
