#include "app/cli/command_list.hpp"

#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "core/util/version.hpp"

namespace gimlet::app {
namespace {

void add_artifact(const Command& root, Context& context) {
  const Command artifact =
      root.add_subcommand({.name = "artifact",
                           .summary = "Create, store and show release artifacts",
                           .description = "A release artifact is one JSON document. It holds "
                                          "everything that is needed to release and to audit one "
                                          "version of an application.",
                           .examples = {{"gimlet artifact list", "Shows the artifacts that are stored."}}});
  artifact.require_subcommand();
  add_artifact_create(artifact, context);
  add_artifact_add(artifact, context);
  add_artifact_push(artifact, context);
  add_artifact_list(artifact, context);
  add_artifact_show(artifact, context);
  add_artifact_track(artifact, context);
}

void add_chart(const Command& root, Context& context) {
  const Command chart = root.add_subcommand(
      {.name = "chart",
       .summary = "Render charts, and look after those that were fetched",
       .description =
           "A chart is one of these: a folder; a `.tgz` archive or its URL; a name in the repository "
           "that `--repo` gives; `oci://host/path/chart` of a registry; `alias/chart` of a repository "
           "that helm knows; a folder of a git repository, `https://host/x.git?path=/charts/y/` with "
           "`&sha=`, `&tag=` or `&branch=`.",
       .examples = {{"gimlet chart template web ./charts/web", "Prints the resources of a chart."}}});
  chart.require_subcommand();
  add_chart_template(chart, context);
  add_chart_pull(chart, context);
  add_chart_list(chart, context);
  add_chart_prune(chart, context);
}

void add_manifest(const Command& root, Context& context) {
  const Command manifest = root.add_subcommand(
      {.name = "manifest",
       .summary = "Render and check manifests, and list the functions of their templates",
       .description = "A manifest says how one app is released to one environment. It usually stands "
                      "in `.gimlet/` of the application's repository.\n\n"
                      "With `preview: true` it is one for every branch but main and master. Its app "
                      "becomes `<app>-{{ .BRANCH | sanitizeDNSName }}`, the host of its ingress "
                      "follows, and its deploy and cleanup policies are set.\n\n"
                      "A dependency of kind `terraform` becomes a file `dependency-<name>.yaml` beside "
                      "the app's files. It holds a Flux GitRepository of the module that "
                      "`spec.module.url` names, and a Terraform resource for the tofu controller.\n\n"
                      "A file whose name ends in `.cue` is rendered by the user's own `cue`. Each "
                      "element of its list `configs` is a manifest. `cue` sees no variable of the "
                      "environment but `PATH` and the locale.",
       .examples = {{"gimlet manifest lint", "Checks the manifests in `.gimlet/`."}}});
  manifest.require_subcommand();
  add_manifest_template(manifest, context);
  add_manifest_lint(manifest, context);
  add_manifest_functions(manifest, context);
}

}  // namespace

std::string version_line() {
  return std::string("gimlet ") + program_version;
}

std::shared_ptr<CommandLine> declare_all(Context& context) {
  auto command_line = std::make_shared<CommandLine>(
      CommandText{
          .name = "gimlet",
          .summary = "Release artifacts into a GitOps repository, and roll back",
          .description =
              "CI makes a release artifact for every releasable version of an application. `gimlet` "
              "stores it in one local file. It releases it by hand or by the deploy policies of its "
              "manifests: it writes rendered Kubernetes manifests into a GitOps repository. It rolls "
              "back, too. There is no server.\n\n"
              "Data goes to standard output, everything else to standard error. A flag wins over its "
              "environment variable, the variable over the configuration file.",
          .examples = {{"gimlet artifact push -f artifact.json",
                        "Stores an artifact, and releases it where its policies say so."},
                       {"gimlet release --env production --artifact mycompany/web-1", "Releases it by hand."},
                       {"gimlet rollback --env production --app web --previous",
                        "Goes back by one release."}}},
      version_line());
  const Command root = command_line->root();
  root.require_subcommand();
  add_global_options(root, context.options);
  add_artifact(root, context);
  add_chart(root, context);
  add_manifest(root, context);
  add_gitops(root, context);
  add_release(root, context);
  add_rollback(root, context);
  add_store(root, context);
  add_doctor(root, context);
  add_completion(root, context);
  add_complete(root, context);
  add_reference(root, context);
  return command_line;
}

}  // namespace gimlet::app
