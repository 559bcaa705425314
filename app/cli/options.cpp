#include "app/cli/options.hpp"

#include <cctype>
#include <filesystem>
#include <set>
#include <string_view>
#include <type_traits>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "core/toml/toml.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
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

Error bad_setting(const std::string& message, const Position& at) {
  return Error(ErrorCode::bad_input, message).at(at);
}

// The option that a key of the file sets; "_" in a key is as good as "-".
CLI::Option& option_of(CLI::App& root, const std::string& key, const Position& at) {
  const std::string name = replace_all(key, "_", "-");
  CLI::Option* option = root.get_option_no_throw("--" + name);
  if (option != nullptr && name != "config" && name != "help" && name != "version") return *option;
  Error error = bad_setting(fmt::format("\"{}\" is no setting", printable_line(key)), at);
  if (const std::string near = closest(name, option_names(root)); !near.empty()) {
    error.hint(fmt::format("did you mean \"{}\"?", near));
  }
  throw error;  // NOLINT(misc-throw-by-value-catch-by-reference): a named object thrown by value
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
  try {
    option.default_val(*text);
  } catch (const CLI::Error& error) {
    throw bad_setting(fmt::format("the value of \"{}\" is wrong: {}", printable_line(key), error.what()), at);
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
  const std::string content =
      while_doing([] { return std::string("reading the configuration file"); }, [&] { return read_file(file); });
  std::set<std::string> seen;
  toml::ReadOptions options;
  options.source = file;
  options.entry = [&](const std::vector<std::string>& key, const Position& at, const Value& value) {
    const std::string name = join(key, ".");
    if (!seen.insert(replace_all(name, "_", "-")).second) {
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
