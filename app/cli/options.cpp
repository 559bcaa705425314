#include "app/cli/options.hpp"

#include <cctype>
#include <filesystem>
#include <fstream>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "core/util/error.hpp"
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

void apply_item(CLI::App& root, const CLI::ConfigItem& item, const std::string& file) {
  const std::string key = replace_all(item.name, "_", "-");
  CLI::Option* option = item.parents.empty() ? root.get_option_no_throw("--" + key) : nullptr;
  if (option == nullptr || key == "config" || key == "help" || key == "version") {
    Error error(ErrorCode::bad_input, fmt::format("\"{}\" is no setting", item.fullname()));
    error.at({file});
    if (const std::string near = closest(key, option_names(root)); !near.empty()) {
      error.hint(fmt::format("did you mean \"{}\"?", near));
    }
    throw error;  // NOLINT(misc-throw-by-value-catch-by-reference): a named object thrown by value
  }
  try {
    option->default_val(item.inputs.empty() ? std::string() : item.inputs.front());
  } catch (const CLI::Error& error) {
    throw Error(ErrorCode::bad_input, fmt::format("the value of \"{}\" is wrong: {}", key, error.what()))
        .at({file});
  }
}

}  // namespace

void add_global_options(const Command& root, GlobalOptions& o) {
  const auto option = [&](const char* names, auto& value, const char* description) {
    return root.add_option(names, value, description, variable_of(names));
  };
  option("--store", o.store, "The file of the store.")
      .value("PATH")
      .default_in_words("`$XDG_DATA_HOME/gimlet/store.mdb`");
  option("--gitops-repo", o.gitops_repo,
         "The GitOps repository: a clone, bare or with a working tree, or a URL. A URL is kept as a mirror "
         "in the "
         "cache folder.")
      .value("PATH|URL")
      .default_in_words("none");
  option("--gitops-branch", o.gitops_branch, "The branch of the GitOps repository.")
      .value("NAME")
      .default_in_words("the one that HEAD names");
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
         "Multiply the bounds that end a chart's endless template, up to 16 times. They are 1000 templates "
         "that call "
         "one another, 100 million steps, 256 MiB of text and 4 MiB of stack.")
      .within(1, max_render_limits)
      .value("FACTOR");
  option("--include-crds", o.include_crds,
         "Release the CRDs of a chart as well. Without it they are left out.");
  option("--include-hooks", o.include_hooks,
         "Release the hooks of a chart as well. Without it they are left out.");
  option("--offline", o.offline, "Take charts of repositories, registries and git from the cache alone.");
  option("--config", o.config, "The configuration file, in TOML.")
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
  option("--server", o.server, "").hide();
  option("--token", o.token, "").hide();
}

std::optional<std::string> config_file(const std::vector<std::string>& arguments,
                                       const VariableLookup& variable) {
  if (auto file = argument_value(arguments, "--config")) return file;
  if (auto file = variable("GIMLET_CONFIG")) return file;
  return default_config(variable);
}

void apply_config_file(CLI::App& root, const std::string& file) {
  std::ifstream stream(file);
  if (!stream) throw Error(ErrorCode::not_found, fmt::format("cannot read the configuration file {}", file));
  std::vector<CLI::ConfigItem> items;
  try {
    items = CLI::ConfigTOML().from_config(stream);
  } catch (const CLI::Error& error) {
    throw Error(ErrorCode::bad_input, fmt::format("not valid TOML: {}", error.what())).at({file});
  }
  for (const auto& item : items) {
    if (item.name != "++" && item.name != "--") apply_item(root, item, file);
  }
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
