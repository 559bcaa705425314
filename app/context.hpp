#pragma once

#include <filesystem>
#include <functional>
#include <future>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/options.hpp"
#include "app/cli/output.hpp"
#include "core/util/time.hpp"
#include "gitops/repo.hpp"
#include "store/store.hpp"

namespace gimlet::app {

// The hidden command that completion scripts call with the words typed so far.
constexpr const char* completion_command = "__complete";

// What the program takes from outside; tests give their own.
struct Environment {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  const Clock& clock;
  std::function<std::optional<std::string>(const std::string& name)> variable;
};

// One run of the program: its environment, the global options, and the store and the GitOps repository, which
// are opened when a command first asks for them.
class Context {
 public:
  explicit Context(Environment& environment);
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context();

  GlobalOptions options;
  // The command line, without the program's name.
  std::vector<std::string> arguments;
  // The exit code of a run that printed its result and yet did not fully succeed.
  int exit_code = 0;

  [[nodiscard]] Environment& env() { return environment_; }
  [[nodiscard]] const Clock& clock() const { return environment_.clock; }
  // An environment variable that is set and not empty.
  [[nodiscard]] std::optional<std::string> variable(const std::string& name) const;
  [[nodiscard]] bool json() const { return options.output == "json"; }
  [[nodiscard]] Output& out();

  // The file of the store: --store, or $XDG_DATA_HOME/gimlet/store.mdb.
  [[nodiscard]] std::string store_path() const;
  store::Store& store();
  // For commands that only read: nullptr if nothing was ever stored.
  store::Store* store_if_exists();

  // $XDG_CACHE_HOME/gimlet, or ~/.cache/gimlet; empty if neither variable is set.
  [[nodiscard]] std::filesystem::path cache_folder() const;
  // How long work shows on a terminal: the progress text that git prints, and bars of downloads; null where
  // it is not wanted.
  [[nodiscard]] std::function<void(std::string_view)> progress_text();

  // Keeps what is nothing but memory as long as the process lives, which ends with its one run: freeing it
  // piece by piece takes longer than most commands.
  template <class T>
  static std::shared_ptr<T> keep(std::shared_ptr<T> object) {
    keep_until_end(object);
    return object;
  }

  [[nodiscard]] bool has_repo() const { return !options.gitops_repo.empty(); }
  // Options of any git repository that is opened here, without a branch.
  [[nodiscard]] gitops::RepoOptions repo_options();
  // Throws usage if no GitOps repository was named.
  gitops::Repo& repo();
  // For a command that is sure to ask for the repository, unless it fails before: opens it meanwhile, in a
  // thread, where that does not take the network. What goes wrong is said when it is asked for.
  void open_repo_ahead();
  // Until nothing is being opened any more.
  void wait_for_threads() const;

  // Who asks: --as, else the CI system's actor, else the git identity, else the login name.
  std::string actor();
  // The same as a commit's author.
  gitops::Identity author();

 private:
  static void keep_until_end(std::shared_ptr<const void> object);
  // Options of the GitOps repository.
  [[nodiscard]] gitops::RepoOptions branch_options();
  [[nodiscard]] std::optional<std::string> ci_actor() const;
  [[nodiscard]] std::string login() const;

  Environment& environment_;
  std::unique_ptr<Output> output_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<gitops::Repo> repo_;
  std::future<std::unique_ptr<gitops::Repo>> repo_ahead_;
};

}  // namespace gimlet::app
