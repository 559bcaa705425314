#include "app/cli/command_list.hpp"

#include <string>

#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"

namespace gimlet::app {
namespace {

Command add_noun(const Command& root, const std::string& name, const std::string& description) {
  const Command command = root.add_subcommand(name, description);
  command.require_subcommand(1, 1);
  return command;
}

}  // namespace

void add_commands(const Command& root, Context& context) {
  root.add_version_flag(version_line);
  root.require_subcommand(1, 1);
  root.footer(
      "Exit codes: 0 done, 1 failed, 2 usage, 3 not found, 4 bad input, 5 denied, 6 conflict, 7 partly "
      "failed.\n"
      "Environment: every global option is also GIMLET_<NAME>, e.g. GIMLET_GITOPS_REPO.");

  const Command artifact = add_noun(root, "artifact", "Create, store and show release artifacts");
  if (context.may_run("artifact")) {
    add_artifact_create(artifact, context);
    add_artifact_add(artifact, context);
    add_artifact_push(artifact, context);
    add_artifact_list(artifact, context);
    add_artifact_show(artifact, context);
  }

  add_chart(root, context);

  const Command manifest =
      add_noun(root, "manifest", "Render and check manifests, and see what their templates can use");
  if (context.may_run("manifest")) {
    add_manifest_template(manifest, context);
    add_manifest_lint(manifest, context);
    add_manifest_functions(manifest, context);
  }

  add_release(root, context);
  add_rollback(root, context);
  add_store(root, context);
  add_doctor(root, context);
  add_completion(root, context);
  add_complete(root, context);
}

}  // namespace gimlet::app
