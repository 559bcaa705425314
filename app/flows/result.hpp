#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/flows/request.hpp"
#include "core/util/error.hpp"
#include "core/util/json_fwd.hpp"

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

// A request with its result, as soon as there is one. Those that have none are still to be done.
struct Asked {
  Request request;
  std::optional<Result> result;
};

std::string to_string(Result::Status status);
Json to_json(const Result& result);
Json to_json(const std::vector<Result>& results);

// A request's result.
Result result_of(const Request& request, Result::Status status, const std::string& reason = "");
// Its failure, with the error's code kept; an error that denies is a denial.
Result failed_result(const Request& request, const Error& error);

// True if any result stands for a commit.
bool any_changed(const std::vector<Result>& results);

}  // namespace gimlet::app
