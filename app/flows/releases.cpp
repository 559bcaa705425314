#include "app/flows/releases.hpp"

#include <fmt/format.h>

#include "app/cli/listing.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {

Json to_json(const gitops::ReleaseRecord& record, const std::string& gitops_repo) {
  model::Release release = record.release;
  release.gitops_repo = gitops_repo;
  Json document = model::to_json(release);
  document["created"] = release.created;
  document["rolledBack"] = release.rolled_back;
  document["kind"] = gitops::to_string(record.kind);
  return document;
}

std::vector<std::string> release_header() {
  return {"WHEN", "APP", "KIND", "COMMIT", "ARTIFACT", "BY", "MESSAGE"};
}

std::vector<std::string> release_row(Context& context, const gitops::ReleaseRecord& record) {
  const model::Release& release = record.release;
  std::string kind = gitops::to_string(record.kind);
  if (release.rolled_back) kind += ", rolled back";
  std::string message = record.subject;
  if (release.version && !release.version->message.empty()) {
    message = release.version->message.substr(0, release.version->message.find('\n'));
  }
  return {show_time(context, release.created),
          context.out().styled(Style::bold, release.env + "/" + release.app),
          context.out().styled(release.rolled_back ? Style::dim : Style::plain, kind),
          release.gitops_ref.substr(0, 7),
          printable_line(release.artifact_id, 120),
          printable_line(release.triggered_by, 40),
          printable_line(message, 60)};
}

std::string repo_name(Context& context) {
  const std::string remote = context.repo().remote_url();
  return remote.empty() ? context.repo().display_name() : remote;
}

}  // namespace gimlet::app
