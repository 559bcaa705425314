#include <memory>

#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "app/cli/result_output.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/flows/change.hpp"
#include "core/util/json.hpp"
#include "gitops/records/history.hpp"

namespace gimlet::app {
namespace {

struct Options {
  std::string env;
  std::string app;
  bool fetch = false;
};

using Status = std::map<gitops::Target, std::optional<gitops::ReleaseRecord>>;

Json status_json(Context& context, const std::vector<std::string>& envs, const Status& status) {
  Json document = Json::object();
  for (const auto& env : envs) document[env] = Json::object();
  for (const auto& [target, record] : status)
    document[target.env][target.app] = record ? to_json(*record, context.repo()) : Json();
  return document;
}

std::vector<std::vector<std::string>> status_rows(Context& context, const Status& status) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [target, record] : status) {
    if (record) {
      rows.push_back(release_row(context, *record));
    } else {
      rows.push_back(
          {"", context.out().styled(Style::bold, target.name()), "not released by gimlet", "", "", "", ""});
    }
  }
  return rows;
}

void run_release_status(Context& context, const Options& options) {
  gitops::Repo& repo = context.repo();
  const auto tip = repo.tip(options.fetch || repo.is_mirror());
  const gitops::Layout layout = gitops::read_layout(*tip);
  std::vector<std::string> envs{options.env};
  if (options.env.empty()) {
    envs = gitops::environments(*tip, layout);
  } else {
    require_environment(*tip, layout, options.env);
  }
  const Status status = gitops::status(repo, *tip, layout, {{options.env, options.app}});
  if (context.json()) {
    const Json document = status_json(context, envs, status);
    context.out().json(options.env.empty() ? document : document[options.env]);
    return;
  }
  const auto rows = status_rows(context, status);
  context.out().table(release_header(), rows);
  if (rows.empty()) context.out().note("nothing is released");
}

}  // namespace

void add_release_status(const Command& parent, Context& context) {
  auto o = std::make_shared<Options>();
  const Command command = parent.add_subcommand(
      {.name = "status",
       .summary = "Show the release that each app of an environment runs",
       .description = "With `-o json` and `--env` it prints one object with an entry for each app. "
                      "Without `--env` there is such an object for each environment.",
       .examples = {{"gimlet release status --env production", "Shows one environment."}}});
  command.add_option("--env", o->env, "The environment.").value("ENV").default_in_words("all");
  command.add_option("--app", o->app, "Show only this app.").value("APP").default_in_words("all");
  command.add_flag("--fetch", o->fetch, "Fetch the GitOps repository first.");
  command.action([&context, o] { run_release_status(context, *o); });
}

}  // namespace gimlet::app
