#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/options.hpp"
#include "app/cli/output.hpp"
#include "app/flows/write.hpp"
#include "app/inputs/charts.hpp"
#include "core/render/renderer.hpp"
#include "core/util/environment.hpp"
#include "core/util/time.hpp"
#include "gitops/repo.hpp"
#include "store/store.hpp"

namespace gimlet::app {

// The hidden command that completion scripts call with the words typed so far.
constexpr const char* completion_command = "__complete";

// What the program takes from outside; tests give their own.
struct Process {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  const Clock& clock;
  VariableLookup variable;
};

// One run of the program: its process, the global options, and the store, the GitOps repository and the
// renderer, which are opened when a command first asks for them. Use cases (app/flows) and inputs get from it
// what they use, and never see it.
class Context {
 public:
  explicit Context(Process& process);
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context();

  GlobalOptions options;
  // The command line, without the program's name.
  std::vector<std::string> arguments;
  // The exit code of a run that printed its result and yet did not fully succeed.
  int exit_code = 0;

  [[nodiscard]] Process& process() { return process_; }
  [[nodiscard]] const Clock& clock() const { return process_.clock; }
  [[nodiscard]] const VariableLookup& variable() const { return process_.variable; }
  [[nodiscard]] bool json() const { return options.output == "json"; }
  [[nodiscard]] Output& out();

  // The file of the store: --store, or $XDG_DATA_HOME/gimlet/store.mdb.
  [[nodiscard]] std::string store_path() const;
  store::Store& store();
  // For commands that only read: nullptr if nothing was ever stored.
  store::Store* store_if_exists();
  const store::Artifacts* artifacts_if_exist();
  // The same for commands about the store itself: throws not_found.
  const store::Maintenance& existing_store();

  // $XDG_CACHE_HOME/gimlet, or ~/.cache/gimlet; empty if neither variable is set.
  [[nodiscard]] std::filesystem::path cache_folder() const;
  // How long work shows on a terminal: the progress text that git prints, and bars of downloads; null where
  // it is not wanted.
  [[nodiscard]] std::function<void(std::string_view)> progress_text();

  [[nodiscard]] bool has_repo() const { return !options.gitops_repo.empty(); }
  // Throws usage if no GitOps repository was named.
  gitops::Repo& repo();
  // Who asks, as a commit's author: --as, else the CI system's actor, else the git identity, else the login
  // name.
  gitops::Identity author();

  // What a write into the GitOps repository uses; a dry run notes nothing in the store.
  [[nodiscard]] WriteTools write_tools(bool dry_run);
  // Where charts come from, and what renders manifests, as the global options say.
  [[nodiscard]] ChartSettings chart_settings();
  render::Renderer& renderer();

 private:
  // What --committer says; nobody without it. Throws usage.
  [[nodiscard]] gitops::Identity committer() const;
  // Options of any git repository that is opened here, without a branch.
  [[nodiscard]] gitops::RepoOptions repo_options();

  Process& process_;
  std::unique_ptr<Output> output_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<gitops::Repo> repo_;
  std::unique_ptr<render::Renderer> renderer_;
};

}  // namespace gimlet::app
