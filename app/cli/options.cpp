#include "app/cli/options.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "core/toml/toml.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/home.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

std::optional<std::string> argument_value(const std::vector<std::string>& arguments,
                                          const std::string& name) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--") break;
    if (arguments[i] == name && i + 1 < arguments.size()) return arguments[i + 1];
    if (arguments[i].rfind(name + "=", 0) == 0) return arguments[i].substr(name.size() + 1);
  }
  return std::nullopt;
}

std::optional<std::string> default_config(const VariableLookup& variable) {
  std::filesystem::path folder;
  if (const auto xdg = variable("XDG_CONFIG_HOME")) {
    folder = *xdg;
  } else if (const auto home = variable("HOME")) {
    folder = std::filesystem::path(*home) / ".config";
  } else {
    return std::nullopt;
  }
  const auto file = folder / "gimlet" / "config.toml";
  std::error_code ignored;
  return std::filesystem::exists(file, ignored) ? std::optional(file.string()) : std::nullopt;
}

// "-o,--output" is GIMLET_OUTPUT, too.
std::string variable_of(std::string_view names) {
  std::string variable = "GIMLET_";
  for (const char c : names.substr(names.find("--") + 2)) {
    variable += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return variable;
}

std::vector<std::string> option_names(const CLI::App& root) {
  std::vector<std::string> names;
  for (const CLI::Option* option : root.get_options()) {
    for (const auto& name : option->get_lnames()) names.push_back(name);
  }
  return names;
}

Error bad_setting(const std::string& message, const Position& at) {
  return Error(ErrorCode::bad_input, message).at(at);
}

// The option that a key of the file sets. "_" in a key is as good as "-", and so is a table:
// `commit.subject-prefix`.
CLI::Option& option_of(CLI::App& root, const std::string& key, const Position& at) {
  const std::string name = replace_all(replace_all(key, "_", "-"), ".", "-");
  CLI::Option* option = root.get_option_no_throw("--" + name);
  if (option != nullptr && name != "config" && name != "help" && name != "version") return *option;
  Error error = bad_setting(fmt::format("\"{}\" is no setting", printable_line(key)), at);
  if (const std::string near = closest(name, option_names(root)); !near.empty()) {
    error.hint(fmt::format("did you mean \"{}\"?", near));
  }
  throw error;  // NOLINT(misc-throw-by-value-catch-by-reference): a named object thrown by value
}

// Whether options begin with a key as their first word: "git" is a table of "git-timeout" and others.
bool is_table(const CLI::App& root, const std::string& key) {
  const auto names = option_names(root);
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return name.starts_with(key + "-"); });
}

// The text of a value that an option takes: true and false for a flag, else a string or a number.
std::optional<std::string> setting_text(const Value& value, bool is_flag) {
  if (value.is_bool() && is_flag) return value.as_bool() ? "true" : "false";
  if (value.is_string()) return value.as_string();
  if (value.is_int() && !is_flag) return std::to_string(value.as_int().value);
  return std::nullopt;
}

void apply_setting(CLI::App& root, const std::string& key, const Position& at, const Value& value) {
  CLI::Option& option = option_of(root, key, at);
  const bool is_flag = option.get_expected_max() == 0;
  const auto text = setting_text(value, is_flag);
  if (!text) {
    const char* wanted = is_flag ? "true or false" : "a text or a whole number";
    throw bad_setting(fmt::format("the value of \"{}\" must be {}", printable_line(key), wanted), at);
  }
  if (text->find('\0') != std::string::npos) {
    throw bad_setting(fmt::format("the value of \"{}\" holds a NUL character", printable_line(key)), at);
  }
  try {
    option.default_val(*text);
  } catch (const CLI::Error& error) {
    throw bad_setting(fmt::format("the value of \"{}\" is wrong: {}", printable_line(key), error.what()), at);
  }
}

}  // namespace

void add_global_options(const Command& root, GlobalOptions& o) {
  const auto option = [&](const char* names, auto& value, const char* description) {
    return root.add_option(names, value, description, variable_of(names));
  };
  option("--store", o.store, "The file of the store.")
      .path()
      .value("PATH")
      .default_in_words("`$XDG_DATA_HOME/gimlet/store.mdb`");
  option("--gitops-repo", o.gitops_repo,
         "The GitOps repository: a clone, bare or with a working tree, or a URL. A URL is kept as a "
         "mirror in the cache folder.")
      .path()
      .value("PATH|URL")
      .default_in_words("none");
  option("--gitops-branch", o.gitops_branch, "The branch of the GitOps repository.")
      .value("NAME")
      .default_in_words("the one that HEAD names");
  option("--create-branch", o.create_branch,
         "Make the branch where neither the repository nor its remote has it. It starts where HEAD is.");
  option("--git-transport", o.git_transport, "The program that fetches and pushes.")
      .one_of({{"auto", "git where it is installed, else libgit2"},
               {"git", "the user's git"},
               {"libgit2", "the library in this program"}});
  option("--git-timeout", o.git_timeout, "Give up a fetch or push after so many seconds of silence.")
      .within(1, 86400)
      .value("SECONDS");
  option("--renderer", o.renderer, "The program that renders charts.")
      .one_of({{"auto", "the same as native"}, {"native", "this program"}, {"helm", "the user's helm"}});
  option("--render-limits", o.render_limits,
         "Multiply the bounds that end a chart's endless template, up to 16 times. They are 1000 "
         "templates that call one another, 100 million steps, 256 MiB of text and 4 MiB of stack.")
      .within(1, max_render_limits)
      .value("FACTOR");
  option("--include-crds", o.include_crds,
         "Release the CRDs of a chart as well. Without it they are left out.");
  option("--include-hooks", o.include_hooks,
         "Release the hooks of a chart as well. Without it they are left out.");
  option("--offline", o.offline, "Take charts of repositories, registries and git from the cache alone.");
  option("--config", o.config, "The configuration file, in TOML.")
      .path()
      .value("FILE")
      .default_in_words("`$XDG_CONFIG_HOME/gimlet/config.toml`");
  option("-o,--output", o.output, "The format of the output.")
      .one_of({{"text", "lines for people"}, {"json", "one JSON document and nothing else"}});
  option("--color", o.color, "Colours in the output.")
      .one_of({{"auto", "on a terminal, unless `NO_COLOR` is set"},
               {"always", "everywhere"},
               {"never", "nowhere"}});
  option("-q,--quiet", o.quiet, "Print no messages but errors and warnings.");
  option("-v,--verbose", o.verbose, "Print more messages.");
  option("--no-progress", o.no_progress, "Show no progress bars.");
  option("--as", o.as, "The person who asks.")
      .value("USER")
      .default_in_words("the actor of the CI system, else the git identity, else the login");
  option("--committer", o.committer, "The committer of what is written to the GitOps repository.")
      .value("NAME <EMAIL>")
      .default_in_words("as git says, else `gimlet <gimlet@localhost>`");
  option("--commit-subject-prefix", o.subject_prefix,
         "A text to begin the subject of each commit with, for remotes that demand one.")
      .value("TEXT")
      .default_in_words("none");
  option("--signoff", o.signoff, "Add a line `Signed-off-by` with the committer to each commit.");
  option("--dotenv-report", o.dotenv_report,
         "Write `GIMLET_ARTIFACT_ID`, `GIMLET_COMMITS` and others to this dotenv file when a release is "
         "made, for "
         "`artifacts:reports:dotenv` of GitLab.")
      .value("FILE")
      .default_in_words("none");
  option("--no-ci-output", o.no_ci_output,
         "Write no step outputs, no summary, no annotations and no dotenv report for the CI system.");
  option("--server", o.server, "").hide();
  option("--token", o.token, "").hide();
}

std::optional<std::string> config_file(const std::vector<std::string>& arguments,
                                       const VariableLookup& variable) {
  auto file = argument_value(arguments, "--config");
  if (!file) file = variable("GIMLET_CONFIG");
  if (!file) return default_config(variable);
  const auto path = with_home(*file, variable);
  return path ? path : file;  // what is wrong with it is said when it is read
}

void apply_config_file(CLI::App& root, const std::string& file) {
  const std::string content = while_doing([] { return std::string("reading the configuration file"); },
                                          [&] { return read_file(file); });
  std::set<std::string> seen;
  toml::ReadOptions options;
  options.source = file;
  options.entry = [&](const std::vector<std::string>& key, const Position& at, const Value& value) {
    const std::string name = join(key, ".");
    if (value.is_map() && is_table(root, name)) return;  // its entries come by themselves
    if (!seen.insert(replace_all(replace_all(name, "_", "-"), ".", "-")).second) {
      throw bad_setting(fmt::format("\"{}\" is set twice", printable_line(name)), at);
    }
    apply_setting(root, name, at, value);
  };
  toml::read(content, options);
}

bool asks_for_json(const std::vector<std::string>& arguments, const VariableLookup& variable) {
  const auto given = [&](const std::string& name) { return argument_value(arguments, name).value_or(""); };
  for (const auto& argument : arguments) {
    if (argument == "-ojson") return true;
  }
  if (given("-o") == "json" || given("--output") == "json") return true;
  return given("-o").empty() && given("--output").empty() && variable("GIMLET_OUTPUT").value_or("") == "json";
}

}  // namespace gimlet::app
