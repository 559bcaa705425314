#include "core/lint/lint.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "app/cli/common_options.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/flows/render_manifest.hpp"
#include "app/inputs/charts.hpp"
#include "app/inputs/ci.hpp"
#include "app/inputs/files.hpp"
#include "app/inputs/variables.hpp"
#include "app/inputs/version.hpp"
#include "core/render/cue.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "gitops/records/layout.hpp"

namespace gimlet::app {
namespace {

struct Options {
  std::vector<std::string> files;
  VariableOptions variables;
};

std::vector<std::string> default_files() {
  const std::filesystem::path folder = ".gimlet";
  std::vector<std::string> files;
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
    std::string file = entry.path().string();
    if (file.ends_with(".yaml") || render::is_cue_file(file)) files.push_back(std::move(file));
  }
  std::sort(files.begin(), files.end());
  if (!files.empty()) return files;
  throw Error(ErrorCode::not_found, "there is no .gimlet/*.yaml or .gimlet/*.cue in this folder")
      .hint("run in the application's checkout, or name the files");
}

lint::Known known_variables(Context& context, const VariableOptions& options) {
  lint::Known known;
  for (auto& name : ci_variable_names()) known.names.insert(std::move(name));
  const CiBuild build = detect_ci(context.variable());
  const model::Version version = known_version(build);
  for (const auto& [name, value] : build_variables(build, version)) known.variables[name] = value;
  for (const auto& [name, value] : read_variables(options, context.variable())) known.variables[name] = value;
  return known;
}

// What any environment of a GitOps repository that is a clone here defines in its `.gimlet/vars`.
void add_environments_variables(Context& context, lint::Known& known) {
  std::error_code failure;
  if (!std::filesystem::is_directory(context.options.gitops_repo, failure)) return;
  const auto tip = context.repo().tip(false);
  const auto layout = gitops::read_layout(*tip);
  for (const auto& env : gitops::environments(*tip, layout)) {
    for (const auto& [name, value] : env_variables_at(*tip, layout, env)) known.names.insert(name);
  }
}

const char* name_of(lint::Severity severity) {
  return severity == lint::Severity::error ? "error" : "warning";
}

Json as_json(const lint::Problem& problem) {
  return {{"file", problem.position.file},
          {"line", problem.position.line},
          {"column", problem.position.column},
          {"severity", name_of(problem.severity)},
          {"pointer", problem.pointer},
          {"message", problem.message},
          {"hint", problem.hint}};
}

void print(Context& context, const lint::Problem& problem) {
  const Style style = problem.severity == lint::Severity::error ? Style::bad : Style::warn;
  std::string text = fmt::format("{}: {}: {}", problem.position.str(),
                                 context.out().styled(style, name_of(problem.severity)), problem.message);
  if (!problem.pointer.empty()) text += fmt::format(" (at {})", problem.pointer);
  context.out().line(text);
  if (!problem.hint.empty()) context.out().line("  hint: " + problem.hint);
}

std::string count(std::ptrdiff_t number, const char* what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

void run_manifest_lint(Context& context, const Options& options) {
  const std::vector<std::string> files = options.files.empty() ? default_files() : options.files;
  lint::Known known = known_variables(context, options.variables);
  Charts charts(context.chart_settings());
  known.charts = &charts;
  known.offline = context.options.offline;
  add_environments_variables(context, known);
  std::vector<lint::Problem> problems;
  for (const auto& file : files) {
    const std::string source = input_name(file);
    const std::string text = read_input(context.process().in, file);
    for (auto& problem : render::is_cue_file(file) ? lint::lint_cue(text, source, known)
                                                   : lint::lint_manifests(text, source, known)) {
      problems.push_back(std::move(problem));
    }
  }
  const auto errors = std::count_if(problems.begin(), problems.end(), [](const auto& problem) {
    return problem.severity == lint::Severity::error;
  });
  for (const auto& problem : problems) {
    if (problem.severity == lint::Severity::error) context.out().annotate(problem.position, problem.message);
  }
  if (errors > 0) context.exit_code = static_cast<int>(ErrorCode::bad_input);
  if (context.json()) {
    Json list = Json::array();
    for (const auto& problem : problems) list.push_back(as_json(problem));
    context.out().json(list);
    return;
  }
  for (const auto& problem : problems) print(context, problem);
  const auto warnings = static_cast<std::ptrdiff_t>(problems.size()) - errors;
  context.out().note(fmt::format("{}, {} in {}", count(errors, "error"), count(warnings, "warning"),
                                 count(static_cast<std::ptrdiff_t>(files.size()), "file")));
}

}  // namespace

void add_manifest_lint(const Command& parent, Context& context) {
  auto o = std::make_shared<Options>();
  const Command command = parent.add_subcommand(
      {.name = "lint",
       .summary = "Find errors in manifest files, with file, line and column",
       .description = "It finds unknown fields, fields that a push refuses, policies that never fire, "
                      "unquoted `!patterns`, templates that do not parse, functions that give nothing "
                      "here, charts that are not there, and values that a chart's `values.schema.json` "
                      "refuses.\n\n"
                      "It also finds variables that nothing gives. Variables come from CI, from "
                      "the checkout, from `--var` and `--vars-file`, and from `<env>/.gimlet/vars` in "
                      "the clone that `--gitops-repo` names.\n\n"
                      "It exits 4 if there is an error, and 0 if there are only warnings. With `-o "
                      "json` it prints a list of {\"file\", \"line\", \"column\", \"severity\", "
                      "\"pointer\", \"message\", \"hint\"}.",
       .examples = {
           {"gimlet manifest lint", "Checks the files in `.gimlet/`."},
           {"gimlet manifest lint --var SHA=abc staging.yaml", "Checks one file, with a variable."}}});
  command.add_option("files", o->files, "The manifest files. `-` is standard input.")
      .value("FILE...")
      .default_in_words("`.gimlet/*.yaml` and `.gimlet/*.cue`");
  command.add_option("-f,--file", o->files, "").hide();
  // A word that follows the value of one of these is a file.
  for (const Option& option : add_variable_options(command, o->variables)) option.one_value_each();
  command.action([&context, o] { run_manifest_lint(context, *o); });
}

}  // namespace gimlet::app
