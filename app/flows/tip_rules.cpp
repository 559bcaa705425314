#include "app/flows/tip_rules.hpp"

#include <set>

#include <fmt/format.h>

#include "core/model/release.hpp"
#include "gitops/records/history.hpp"

namespace gimlet::app {
namespace {

// Whether a request is open, and for an app that this repository could hold. What is wrong with another one
// is said when it is made.
bool is_open(const Asked& asked, const gitops::Layout& layout) {
  const Request& request = asked.request;
  const bool is_elsewhere = layout.repository_per_env && request.env != layout.env;
  return !asked.result && !is_elsewhere && model::is_segment(request.env, "env") &&
         model::is_segment(request.app, "app");
}

// What the app runs.
std::optional<model::Release> live(const Attempt& attempt, const Request& request) {
  const std::string folder = attempt.layout.app_folder(request.env, request.app);
  return model::parse_release(attempt.tip.read_file(folder + "/release.json").value_or(""));
}

bool is_older(const model::Version& version, const model::Version& than) {
  return version.created != 0 && version.created < than.created && version.branch == than.branch &&
         version.repository_name == than.repository_name;
}

}  // namespace

void pass_over_released(std::vector<Asked>& asked, const Attempt& attempt, const model::Artifact& artifact) {
  gitops::HistoryQuery query;
  query.artifact_id = artifact.id;
  query.limit = 0;
  for (const auto& each : asked) {
    if (is_open(each, attempt.layout)) query.targets.push_back({each.request.env, each.request.app});
  }
  if (query.targets.empty()) return;
  std::set<gitops::Target> released;
  for (const auto& record : gitops::history(attempt.repo, attempt.tip, attempt.layout, query)) {
    if (record.kind == gitops::ReleaseKind::release)
      released.insert({record.release.env, record.release.app});
  }
  for (auto& [request, result] : asked) {
    if (!result && released.contains({request.env, request.app}))
      result = result_of(request, Result::Status::unchanged, "this artifact was released here before");
  }
}

void pass_over_older(std::vector<Asked>& asked, const Attempt& attempt, const model::Artifact& artifact) {
  for (auto& each : asked) {
    const auto& deploy = artifact.environments.at(each.request.manifest).deploy;
    if (!is_open(each, attempt.layout) || (deploy && deploy->any_order)) continue;
    const auto runs = live(attempt, each.request);
    if (!runs || !runs->version || !is_older(artifact.version, *runs->version)) continue;
    each.result = result_of(each.request, Result::Status::skipped,
                            fmt::format("older than what runs, {}; to release it all the same: gimlet "
                                        "release --env {} --app {} --artifact {}",
                                        runs->artifact_id, each.request.env, each.request.app, artifact.id));
    each.result->rule = "order";
  }
}

}  // namespace gimlet::app
