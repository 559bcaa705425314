#include <memory>

#include "app/cli/common_options.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/release/make.hpp"
#include "app/context.hpp"

namespace gimlet::app {

void add_release(const Command& root, Context& context) {
  auto options = std::make_shared<ReleaseMakeOptions>();
  const Command release = root.add_subcommand(
      {.name = "release",
       .summary = "Release an artifact to an environment; list and track releases",
       .description = "A release is one commit. It makes the folder `<env>/<app>/` of the GitOps "
                      "repository hold exactly what the artifact's manifest renders to, and is pushed "
                      "before anything is reported as done.",
       .examples = {{"gimlet release --env production --artifact mycompany/web-1",
                     "Releases every app of an artifact."},
                    {"gimlet release --env production --artifact mycompany/web-1 --dry-run --diff",
                     "Shows what would change."}}});
  release.usage("--env ENV --artifact ID [options]");
  release.add_option("--env", options->env, "The environment to release to.").value("ENV");
  release
      .add_option("-a,--artifact", options->artifact,
                  "The id of the artifact. A prefix that no other id has will do.")
      .value("ID");
  release.add_option("--app", options->app, "Release only this app of the artifact.")
      .value("APP")
      .default_in_words("all");
  add_adopt_option(release, options->adopt);
  add_write_options(release, options->write);

  // It takes the options of `release`.
  release
      .add_subcommand({.name = "make",
                       .summary = "Release an artifact, as `release` alone does",
                       .description = "It takes the options of `gimlet release`.",
                       .examples = {{"gimlet release make --env production --artifact mycompany/web-1",
                                     "Releases every app of an artifact."}}})
      .usage("--env ENV --artifact ID [options]");
  add_release_list(release, context);
  add_release_status(release, context);
  add_release_track(release, context);
  add_release_delete(release, context);
  add_rollback(release, context).hide();  // as the Gimlet CLI has it

  release.action([&context, options] { run_release_make(context, *options); });
}

}  // namespace gimlet::app
