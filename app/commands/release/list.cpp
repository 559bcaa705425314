#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "app/cli/listing.hpp"
#include "app/cli/result_output.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "core/util/json.hpp"
#include "gitops/records/history.hpp"

namespace gimlet::app {
namespace {

struct Options {
  ListOptions list;
  std::string env;
  std::string app;
  std::string artifact;
  std::string sha;
  std::string repository;
  bool fetch = false;
};

// Releases of one source repository: asked for rarely, so filtered after reading.
void keep_repository(std::vector<gitops::ReleaseRecord>& records, const Options& options) {
  const auto other = [&](const gitops::ReleaseRecord& record) {
    return !record.release.version || record.release.version->repository_name != options.repository;
  };
  records.erase(std::remove_if(records.begin(), records.end(), other), records.end());
  records.erase(records.begin(),
                records.begin() + static_cast<std::ptrdiff_t>(std::min(options.list.offset, records.size())));
  if (records.size() > options.list.limit) records.resize(options.list.limit);
}

std::vector<gitops::ReleaseRecord> read(Context& context, const Options& options) {
  gitops::HistoryQuery query;
  query.targets = {{options.env, options.app}};
  query.artifact_id = options.artifact;
  query.sha = options.sha;
  query.since = time_option(context, "--since", options.list.since);
  query.until = time_option(context, "--until", options.list.until);
  const bool filter = !options.repository.empty();
  query.limit = filter ? 0 : options.list.limit;
  query.offset = filter ? 0 : options.list.offset;
  gitops::Repo& repo = context.repo();
  const auto tip = repo.tip(options.fetch || repo.is_mirror());
  auto records = gitops::history(repo, *tip, gitops::read_layout(*tip), query);
  if (filter) keep_repository(records, options);
  return records;
}

void run_release_list(Context& context, const Options& options) {
  const auto records = read(context, options);
  if (context.json()) {
    Json list = Json::array();
    for (const auto& record : records) list.push_back(to_json(record, context.repo()));
    context.out().json(list);
    return;
  }
  std::vector<std::vector<std::string>> rows;
  rows.reserve(records.size());
  for (const auto& record : records) rows.push_back(release_row(context, record));
  order_rows(rows, options.list.reverse);
  context.out().table(release_header(), rows);
  if (rows.empty()) context.out().note("no releases");
}

}  // namespace

void add_release_list(const Command& parent, Context& context) {
  auto o = std::make_shared<Options>();
  const Command command = parent.add_subcommand(
      {.name = "list",
       .summary = "List releases, rollbacks, deletions and manual changes, the newest last",
       .description = "The list is read from the history of the GitOps repository. JSON is newest first.",
       .examples = {{"gimlet release list --env production --app web", "Shows the history of an app."},
                    {"gimlet release list --since 36h -o json", "Prints the last releases as JSON."}}});
  command.add_option("--env", o->env, "Take those of this environment.").value("ENV").default_in_words("all");
  command.add_option("--app", o->app, "Take those of this app.").value("APP").default_in_words("all");
  command.add_option("-a,--artifact", o->artifact, "Take those of this artifact.").value("ID");
  command.add_option("--sha", o->sha, "Take those of this source commit. A prefix will do.").value("SHA");
  command.add_option("--repository,--repo", o->repository, "Take those of this source repository.")
      .value("OWNER/NAME");
  command.add_flag("--fetch", o->fetch, "Fetch the GitOps repository first.");
  add_list_options(command, o->list);
  command.action([&context, o] { run_release_list(context, *o); });
}

}  // namespace gimlet::app
