#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/util/environment.hpp"

namespace CLI {
class App;
}

namespace gimlet::app {

class Command;

// The largest factor --render-limits takes.
inline constexpr unsigned max_render_limits = 16;

// Options every command takes. Precedence: flag, then GIMLET_* variable, then the configuration file, then
// the default.
struct GlobalOptions {
  std::string store;          // path of the store's file; "" : the default place
  std::string gitops_repo;    // path or URL
  std::string gitops_branch;  // "" : HEAD's
  bool create_branch = false;
  std::string git_transport = "auto";
  int git_timeout = 60;  // seconds of silence
  std::string renderer = "auto";
  unsigned render_limits = 1;  // times the bounds of core/template/template.hpp
  bool include_crds = false;
  bool include_hooks = false;
  bool offline = false;
  std::string config;
  std::string output = "text";
  std::string color = "auto";
  bool quiet = false;
  bool verbose = false;
  bool no_progress = false;
  std::string as;
  std::string committer;       // "NAME <EMAIL>"; "" : as git says
  std::string subject_prefix;  // of commits
  bool signoff = false;
  std::string dotenv_report;  // a file; "" : none
  bool no_ci_output = false;
  std::string server;  // of GimletD: accepted and ignored
  std::string token;   // likewise
};

// Declares the global options on the root command; each is also a variable, GIMLET_<NAME>.
void add_global_options(const Command& root, GlobalOptions& options);

// The configuration file: --config, else $GIMLET_CONFIG, else $XDG_CONFIG_HOME/gimlet/config.toml if it
// exists.
std::optional<std::string> config_file(const std::vector<std::string>& arguments,
                                       const VariableLookup& variable);

// Reads a configuration file (TOML: `gitops-repo = "…"`) into the options' defaults, before the command line
// is parsed. All options must be declared. Throws bad_input with file:line:column for a file that does not
// parse, a key that is no option or is there twice, and a value of the wrong type; not_found if the file is
// missing.
void apply_config_file(CLI::App& root, const std::string& file);

// True if the arguments or the environment ask for JSON, found without a full parse: for errors of the parse
// itself.
bool asks_for_json(const std::vector<std::string>& arguments, const VariableLookup& variable);

}  // namespace gimlet::app
