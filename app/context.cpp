#include "app/context.hpp"

#include <array>
#include <filesystem>

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

bool wants_color(const std::string& option, bool is_terminal, bool no_color) {
  if (option == "always") return true;
  return option == "auto" && is_terminal && !no_color;
}

gitops::TransportKind transport_kind(const std::string& name) {
  if (name == "git") return gitops::TransportKind::git;
  return name == "libgit2" ? gitops::TransportKind::libgit2 : gitops::TransportKind::automatic;
}

}  // namespace

Context::Context(Environment& environment) : environment_(environment) {}
Context::~Context() = default;

void Context::keep_until_end(std::shared_ptr<const void> object) {
  static auto* const kept = new std::vector<std::shared_ptr<const void>>;
  kept->push_back(std::move(object));
}

std::optional<std::string> Context::variable(const std::string& name) const {
  auto value = environment_.variable(name);
  if (value && value->empty()) return std::nullopt;
  return value;
}

Output& Context::out() {
  if (!output_) {
    const bool no_color = variable("NO_COLOR").has_value() || variable("TERM").value_or("") == "dumb";
    output_ = std::make_unique<Output>(
        environment_.out, environment_.err,
        Output::Settings{wants_color(options.color, environment_.out_is_terminal, no_color) && !json(),
                         wants_color(options.color, environment_.err_is_terminal, no_color), options.quiet,
                         options.verbose});
  }
  return *output_;
}

std::string Context::store_path() const {
  if (!options.store.empty()) return options.store;
  if (const auto data = variable("XDG_DATA_HOME")) return *data + "/gimlet/store.mdb";
  if (const auto home = variable("HOME")) return *home + "/.local/share/gimlet/store.mdb";
  throw Error(ErrorCode::usage, "no place for the store: HOME is not set").hint("name it with --store PATH");
}

store::Store& Context::store() {
  if (!store_) store_ = store::open_store(store_path());
  return *store_;
}

store::Store* Context::store_if_exists() {
  if (!store_) store_ = store::open_store_if_exists(store_path());
  return store_.get();
}

std::filesystem::path Context::cache_folder() const {
  if (const auto cache = variable("XDG_CACHE_HOME")) return std::filesystem::path(*cache) / "gimlet";
  if (const auto home = variable("HOME")) return std::filesystem::path(*home) / ".cache" / "gimlet";
  return {};
}

std::function<void(std::string_view)> Context::progress_text() {
  if (!environment_.err_is_terminal || options.no_progress || options.quiet) return nullptr;
  return [this](std::string_view text) { environment_.err << text << std::flush; };
}

gitops::RepoOptions Context::branch_options() {
  gitops::RepoOptions opening = repo_options();
  opening.branch = options.gitops_branch;
  return opening;
}

gitops::RepoOptions Context::repo_options() {
  gitops::RepoOptions repo_options;
  repo_options.transport = transport_kind(options.git_transport);
  repo_options.timeout_ms = options.git_timeout * 1000;
  repo_options.clock = &environment_.clock;
  repo_options.cache_folder = cache_folder();
  repo_options.on_progress = progress_text();
  repo_options.on_warning = [this](std::string_view text) { out().warning(text); };
  return repo_options;
}

void Context::open_repo_ahead() {
  if (repo_ || repo_ahead_.valid() || !has_repo() || gitops::is_url(options.gitops_repo)) return;
  // Named, so that it is copied: libstdc++ takes a temporary's captures away before it finds that the system
  // has no other thread to give, and defers what is left.
  const auto open = [location = options.gitops_repo, opening = branch_options()] {
    return gitops::open_repo(location, opening);
  };
  repo_ahead_ = std::async(std::launch::async | std::launch::deferred, open);
}

void Context::wait_for_threads() const {
  if (repo_ahead_.valid()) repo_ahead_.wait();
}

gitops::Repo& Context::repo() {
  if (repo_) return *repo_;
  if (!has_repo()) {
    throw Error(ErrorCode::usage, "no GitOps repository was named")
        .hint(
            "give --gitops-repo PATH or URL, or set GIMLET_GITOPS_REPO, or gitops-repo in the configuration "
            "file");
  }
  repo_ = repo_ahead_.valid() ? repo_ahead_.get() : gitops::open_repo(options.gitops_repo, branch_options());
  return *repo_;
}

std::optional<std::string> Context::ci_actor() const {
  constexpr std::array<const char*, 7> names{"GITHUB_ACTOR",        "GITLAB_USER_LOGIN",
                                             "CIRCLE_USERNAME",     "BUILDKITE_BUILD_AUTHOR",
                                             "DRONE_COMMIT_AUTHOR", "BITBUCKET_STEP_TRIGGERER_UUID",
                                             "CHANGE_AUTHOR"};
  for (const char* name : names) {
    if (auto actor = variable(name)) return actor;
  }
  return std::nullopt;
}

std::string Context::login() const {
  if (const passwd* entry = ::getpwuid(::geteuid()); entry != nullptr && entry->pw_name != nullptr) {
    return entry->pw_name;
  }
  return variable("USER").value_or("unknown");
}

std::string Context::actor() {
  return author().name;
}

gitops::Identity Context::author() {
  const std::optional<gitops::Identity> configured = has_repo() ? repo().identity() : std::nullopt;
  gitops::Identity author;
  if (!options.as.empty()) {
    author.name = options.as;
  } else if (const auto actor = ci_actor()) {
    author.name = *actor;
  } else if (configured && !configured->name.empty()) {
    author = *configured;
  } else {
    author.name = login();
  }
  author.name = printable_line(author.name, 100);
  if (author.email.empty() && configured && configured->name == author.name) author.email = configured->email;
  if (author.email.empty()) author.email = variable("GIT_AUTHOR_EMAIL").value_or("");
  if (author.email.empty())
    author.email = fmt::format("{}@gimlet.invalid", replace_all(author.name, " ", "."));
  return author;
}

}  // namespace gimlet::app
