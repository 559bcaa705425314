#include "app/cli/result_output.hpp"

#include <fmt/format.h>

#include "app/cli/listing.hpp"
#include "core/util/json.hpp"
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

void print_results(Output& out, const std::vector<Result>& results, bool dry_run) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& result : results) {
    const bool change = any_changed({result});
    std::string status =
        dry_run && change ? "would be " + to_string(result.status) : to_string(result.status);
    std::string note = change ? result.gitops_ref.substr(0, 7) : "";
    if (!result.reason.empty()) note += (note.empty() ? "" : "  ") + printable_line(result.reason, 400);
    rows.push_back({result.env + "/" + result.app, out.styled(style_of(result.status), status), note});
  }
  out.table({"APP", "STATUS", "COMMIT OR REASON"}, rows);
}

void print_written(Context& context, const Written& written, const WriteOptions& options) {
  if (written.results.size() == 1 && !written.errors.empty()) {
    Error error = written.errors.front();
    throw error;  // NOLINT(misc-throw-by-value-catch-by-reference): a copy, thrown by value
  }
  if (!written.errors.empty()) context.exit_code = written.errors.front().exit_code();
  if (context.json()) {
    Json document{{"id", written.event}, {"changed", any_changed(written.results)}, {"event", written.event}};
    document["results"] = to_json(written.results);
    if (!written.pushed_to.empty()) document["pushedTo"] = written.pushed_to;
    if (options.dry_run) document["dryRun"] = true;
    if (options.diff) document["diff"] = written.diff;
    context.out().json(document);
  } else {
    print_results(context.out(), written.results, options.dry_run);
    if (options.diff) context.out().diff(written.diff);
  }
  for (const auto& error : written.errors) context.out().error(error.str(), error.hint());
}

Json to_json(const gitops::ReleaseRecord& record, gitops::Repo& repo) {
  const std::string remote = repo.remote_url();
  model::Release release = record.release;
  release.gitops_repo = remote.empty() ? repo.display_name() : remote;
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

}  // namespace gimlet::app
