#include <memory>

#include "app/cli/common_options.hpp"
#include "app/cli/result_output.hpp"
#include "app/commands/commands.hpp"
#include "app/flows/change.hpp"
#include "app/inputs/app_files.hpp"

namespace gimlet::app {
namespace {

struct Options {
  std::string file;
  std::string env;
  std::string app;
  std::string repository;
  WrittenFiles written;
  WriteOptions write;
};

void run_gitops_write(Context& context, Options options) {
  options.written.files = read_app_files(context.process().in, options.file, options.env, options.app);
  if (!options.repository.empty()) context.options.gitops_repo = options.repository;
  if (!context.has_repo()) context.options.gitops_repo = ".";
  context.repo();
  const Request request{.intent = Intent::write,
                        .env = options.env,
                        .app = options.app,
                        .actor = context.author().name,
                        .reason = options.written.message};
  const auto change = [&](const Request& one, const Attempt& attempt) {
    return make_write(options.written, one, attempt);
  };
  const Written written = write(context.write_tools(options.write.dry_run), request, change, options.write);
  print_written(context, written, options.write);
}

}  // namespace

void add_gitops(const Command& root, Context& context) {
  const Command gitops = root.add_subcommand(
      {.name = "gitops",
       .summary = "Write files of your own to the GitOps repository, as the Gimlet CLI does",
       .description = "It is there for scripts of the Gimlet CLI. `gimlet release` knows what it released.",
       .examples = {
           {"gimlet gitops write -f web.yaml --env staging --app web -m \"Version 1\"", "Writes a file."}}});
  gitops.require_subcommand();
  gitops.hide();
  auto options = std::make_shared<Options>();
  const Command command = gitops.add_subcommand(
      {.name = "write",
       .summary = "Make an app's folder hold these files, and push that",
       .description = "The folder `<env>/<app>/` is replaced whole, with one commit. Helm's output is split "
                      "into files by its templates' names.",
       .examples = {{"helm template web ./charts/web | gimlet gitops write -f - --env staging --app web",
                     "Writes what a pipe gives."}}});
  command.add_option("-f,--file", options->file, "The file or folder to write. `-` is standard input.")
      .required()
      .value("FILE");
  command.add_option("--env", options->env, "The environment.").required().value("ENV");
  command.add_option("--app", options->app, "The app.").required().value("APP");
  command
      .add_option("--gitops-repo-path", options->repository,
                  "The GitOps repository, if `--gitops-repo` does not name it.")
      .value("PATH")
      .default_in_words("the current folder");
  command.add_option("-m,--message", options->written.message, "What the commit's subject ends with.");
  command.add_flag("--repoPerEnv", options->written.repository_per_env,
                   "Write to `<app>/`: the repository is the environment.");
  add_write_options(command, options->write);
  command.action([&context, options] { run_gitops_write(context, *options); });
}

}  // namespace gimlet::app
