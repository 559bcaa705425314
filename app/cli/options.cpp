#include "app/cli/options.hpp"

#include <cctype>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <type_traits>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

constexpr const char* group = "Global options";

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
  const auto option = [&](const char* names, auto& value, const char* description) -> Option {
    if constexpr (std::is_same_v<decltype(value), bool&>) {
      return root.add_flag(names, value, description, variable_of(names));
    } else {
      return root.add_option(names, value, description, variable_of(names));
    }
  };
  option("--store", o.store, "The store's file (default: $XDG_DATA_HOME/gimlet/store.mdb)").type_name("PATH");
  option("--gitops-repo", o.gitops_repo, "The GitOps repository: a clone, or a URL kept as a mirror")
      .type_name("PATH|URL");
  option("--gitops-branch", o.gitops_branch, "Its branch (default: the one HEAD names)").type_name("NAME");
  option("--git-transport", o.git_transport, "Who fetches and pushes").one_of({"auto", "git", "libgit2"});
  option("--git-timeout", o.git_timeout, "Seconds of silence after which a fetch or push is given up")
      .within(1, 86400)
      .type_name("SECONDS");
  option("--renderer", o.renderer, "Who renders charts: gimlet itself (native, and auto), or the user's helm")
      .one_of({"auto", "native", "helm"});
  option("--render-limits", o.render_limits,
         "Multiply the bounds that end a chart's template which has no end")
      .within(1U, max_render_limits)
      .type_name("FACTOR");
  option("--include-crds", o.include_crds, "Release a chart's CRDs as well");
  option("--include-hooks", o.include_hooks, "Release a chart's hooks as well");
  option("--offline", o.offline, "Take charts of repositories from the cache alone");
  option("--config", o.config, "Configuration file (default: $XDG_CONFIG_HOME/gimlet/config.toml)")
      .type_name("FILE");
  option("-o,--output", o.output, "Output format").one_of({"text", "json"});
  option("--color", o.color, "Colours").one_of({"auto", "always", "never"});
  option("-q,--quiet", o.quiet, "No messages but errors");
  option("-v,--verbose", o.verbose, "Say more about what is being done");
  option("--no-progress", o.no_progress, "No progress bars");
  option("--as", o.as, "Who asks (default: the CI actor, the git identity, the login)").type_name("USER");
  for (CLI::Option* each : root.app().get_options()) {
    if (each->get_name() != "--help") each->group(group);
  }
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
