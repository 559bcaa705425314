#include <memory>

#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "app/cli/result_output.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/flows/change.hpp"
#include "gitops/records/history.hpp"

namespace gimlet::app {
namespace {

struct Options {
  std::string env;
  std::string app;
  bool fetch = false;
};

using EnvStatus = std::map<std::string, std::optional<gitops::ReleaseRecord>>;

Json status_json(Context& context, const EnvStatus& apps) {
  Json document = Json::object();
  for (const auto& [app, record] : apps) document[app] = record ? to_json(*record, context.repo()) : Json();
  return document;
}

void add_rows(Context& context, const std::string& env, const EnvStatus& apps,
              std::vector<std::vector<std::string>>& rows) {
  for (const auto& [app, record] : apps) {
    if (record) {
      rows.push_back(release_row(context, *record));
    } else {
      rows.push_back({"", context.out().styled(Style::bold, fmt::format("{}/{}", env, app)),
                      "not released by gimlet", "", "", "", ""});
    }
  }
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
  Json document = Json::object();
  std::vector<std::vector<std::string>> rows;
  for (const auto& env : envs) {
    const EnvStatus apps = gitops::status(repo, *tip, layout, env, options.app);
    if (context.json()) document[env] = status_json(context, apps);
    add_rows(context, env, apps, rows);
  }
  if (context.json()) {
    context.out().json(options.env.empty() ? document : document[options.env]);
    return;
  }
  context.out().table(release_header(), rows);
  if (rows.empty()) context.out().note("nothing is released");
}

}  // namespace

void add_release_status(const Command& parent, Context& context) {
  auto o = std::make_shared<Options>();
  const Command command = parent.add_subcommand("status", "Show what each app of an environment runs");
  if (!context.may_run("status")) return;
  command.add_option("--env", o->env, "The environment (default: all)").type_name("ENV");
  command.add_option("--app", o->app, "Only this app").type_name("APP");
  command.add_flag("--fetch", o->fetch, "Fetch the GitOps repository first");
  command.callback([&context, o] { context.action = [&context, o] { run_release_status(context, *o); }; });
}

}  // namespace gimlet::app
