#include "app/flows/result.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

Style style_of(Result::Status status) {
  switch (status) {
    case Result::Status::released:
    case Result::Status::deleted:
      return Style::good;
    case Result::Status::failed:
    case Result::Status::denied:
      return Style::bad;
    default:
      return Style::dim;
  }
}

}  // namespace

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

Result failed_result(const std::string& env, const std::string& app, const Error& error) {
  std::string reason = error.str();
  if (!error.hint().empty()) reason += " (" + error.hint() + ")";
  const auto status = error.code() == ErrorCode::denied ? Result::Status::denied : Result::Status::failed;
  return {app, env, status, "", reason, "", error.exit_code()};
}

bool any_changed(const std::vector<Result>& results) {
  return std::any_of(results.begin(), results.end(), [](const Result& result) {
    return result.status == Result::Status::released || result.status == Result::Status::deleted;
  });
}

void print_results(Context& context, const std::vector<Result>& results, bool dry_run) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& result : results) {
    const bool change = any_changed({result});
    std::string status =
        dry_run && change ? "would be " + to_string(result.status) : to_string(result.status);
    std::string note = change ? result.gitops_ref.substr(0, 7) : "";
    if (!result.reason.empty()) note += (note.empty() ? "" : "  ") + printable_line(result.reason, 400);
    rows.push_back(
        {result.env + "/" + result.app, context.out().styled(style_of(result.status), status), note});
  }
  context.out().table({"APP", "STATUS", "COMMIT OR REASON"}, rows);
}

}  // namespace gimlet::app
