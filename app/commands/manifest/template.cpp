#include <memory>

#include <fmt/format.h>

#include "app/cli/common_options.hpp"
#include "app/cli/manifest_output.hpp"
#include "app/cli/user_file.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/flows/artifacts.hpp"
#include "app/flows/template_manifests.hpp"
#include "app/inputs/variables.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"

namespace gimlet::app {
namespace {

// Which manifests are to be rendered, and with what.
struct TemplateRequest {
  std::vector<std::string> files;  // manifest files ("-": standard input), or
  std::string artifact;            // a stored artifact's id
  std::string env;                 // "" : any
  std::string app;                 // "" : any
  VariableOptions variables;       // win over the artifact's, or over those of the CI system
  bool diff = false;               // compare with the GitOps repository
};

struct Options {
  TemplateRequest request;
  std::vector<std::string> more_vars_files;  // under the Gimlet CLI's names
  std::string output;                        // a format, or a file as in the Gimlet CLI
  std::string output_dir;
};

// -o takes text and json everywhere; kubectl's name for text, and the Gimlet CLI's file, are understood. "-"
// is the standard output that text goes to anyway.
std::string output_file(Context& context, const std::string& output) {
  if (output.empty()) return "";
  const bool is_format = output == "text" || output == "yaml" || output == "json";
  context.options.output = output == "json" ? "json" : "text";
  return is_format || output == "-" ? "" : output;
}

void check(const TemplateRequest& request) {
  if (request.files.empty() != request.artifact.empty()) return;
  throw Error(ErrorCode::usage, request.files.empty() ? "-f or --artifact is required"
                                                      : "-f and --artifact exclude one another")
      .hint("gimlet manifest template -f .gimlet/staging.yaml, or --artifact ID --env staging");
}

std::vector<Templated> render(Context& context, const TemplateRequest& o) {
  ManifestInput input =
      o.artifact.empty()
          ? read_manifests(o.files, context.process().in, context.variable())
          : manifests_of(load_artifact(context.artifacts_if_exist(), context.store_path(), o.artifact));
  for (const auto& [name, value] : read_variables(o.variables, context.variable())) {
    input.variables[name] = value;
  }
  if (o.artifact.empty()) add_shell_variables(input, context.variable(), context.out());
  narrow(input, o.env, o.app, context.clock(), context.out());
  gitops::Repo* const repo = o.diff || context.has_repo() ? &context.repo() : nullptr;
  return template_manifests(input, context.renderer(), repo, context.clock(), o.diff);
}

void run_manifest_template(Context& context, Options o) {
  const std::string file = output_file(context, o.output);
  check(o.request);
  auto& vars_files = o.request.variables.files;
  vars_files.insert(vars_files.end(), o.more_vars_files.begin(), o.more_vars_files.end());
  const std::vector<Templated> all = render(context, o.request);
  for (const auto& [each, diff] : all) {
    for (const auto& warning : each.warnings) {
      context.out().warning(fmt::format("{}/{}: {}", each.env, each.app, warning));
    }
  }
  std::vector<std::string> written;
  if (!o.output_dir.empty()) written = write_templated(context, all, o.output_dir);
  if (!file.empty()) write_user_file(context, file, stream_of(all));
  if (context.json()) {
    Json list = Json::array();
    for (const auto& each : all) list.push_back(to_json(each, o.request.diff));
    context.out().json(list);
  } else if (o.request.diff) {
    for (const auto& each : all) context.out().diff(each.diff);
  } else if (!o.output_dir.empty()) {
    for (const auto& path : written) context.out().line(path);
  } else if (file.empty()) {
    context.out().raw(stream_of(all));
  }
}

}  // namespace

void add_manifest_template(const Command& parent, Context& context) {
  auto o = std::make_shared<Options>();
  const Command command = parent.add_subcommand(
      {.name = "template",
       .summary = "Print the files that a release of manifests would write",
       .description =
           "The files come as one YAML stream, without release.json. Manifest files take the variables "
           "of the CI system and of the checkout, and those of `--vars-file` and `--var` over them. What is "
           "asked for then comes from the shell, unless its name looks like a secret's. A stored artifact "
           "has "
           "its own. Where a GitOps repository is named, the variables of its `<env>/.gimlet/vars` "
           "win.\n\n"
           "With `-o json` it prints a list of {\"app\", \"env\", \"files\": {name: content}, "
           "\"warnings\"}.",
       .examples = {
           {"gimlet manifest template -f .gimlet/staging.yaml --var SHA=abc", "Renders a manifest file."},
           {"gimlet manifest template --artifact mycompany/web-1 --env production --diff",
            "Shows what a release would change."}}});
  auto& request = o->request;
  command.usage("(-f FILE | --artifact ID) [options]");
  command
      .add_option("-f,--file", request.files, "A manifest file. `-` is standard input. It may be repeated.")
      .value("FILE");
  command
      .add_option("-a,--artifact", request.artifact, "Take the manifests and the variables of this artifact.")
      .value("ID");
  command.add_option("--env", request.env, "Take only manifests for this environment.").value("ENV");
  command.add_option("--app", request.app, "Take only manifests for this app.").value("APP");
  add_variable_options(command, request.variables);
  command.add_flag("--diff", request.diff,
                   "Print the unified diff against the files of the GitOps repository.");
  command.add_option("--output-dir", o->output_dir, "Write `DIR/<env>/<app>/<file>`, and print the paths.")
      .value("DIR");
  command
      .add_option("-o,--output", o->output,
                  "The format: `text` or `json`. Any other name is a file that the text is written to.")
      .value("FORMAT|FILE");
  command.add_option("-v,--vars", o->more_vars_files, "").one_value_each().hide();
  command.action([&context, o] { run_manifest_template(context, *o); });
}

}  // namespace gimlet::app
