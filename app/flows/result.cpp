#include "app/flows/result.hpp"

#include <algorithm>
#include <array>

#include "core/util/json.hpp"

namespace gimlet::app {

std::string to_string(Result::Status status) {
  constexpr std::array<const char*, 6> names{"released", "unchanged", "skipped",
                                             "denied",   "failed",    "deleted"};
  return names.at(static_cast<std::size_t>(status));
}

Json to_json(const Result& result) {
  return Json{{"app", result.app},
              {"env", result.env},
              {"status", to_string(result.status)},
              {"gitopsRef", result.gitops_ref},
              {"reason", result.reason},
              {"rule", result.rule}};
}

Json to_json(const std::vector<Result>& results) {
  Json list = Json::array();
  for (const auto& result : results) list.push_back(to_json(result));
  return list;
}

Result result_of(const Request& request, Result::Status status, const std::string& reason) {
  return {request.app, request.env, status, "", reason, request.rule, 0};
}

Result failed_result(const Request& request, const Error& error) {
  const bool denied = error.code() == ErrorCode::denied;
  std::string reason = error.str();
  if (!error.hint().empty()) reason += " (" + error.hint() + ")";
  Result result = result_of(request, denied ? Result::Status::denied : Result::Status::failed, reason);
  result.code = error.exit_code();
  return result;
}

bool any_changed(const std::vector<Result>& results) {
  return std::any_of(results.begin(), results.end(), [](const Result& result) {
    return result.status == Result::Status::released || result.status == Result::Status::deleted;
  });
}

}  // namespace gimlet::app
