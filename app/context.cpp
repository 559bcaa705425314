#include "app/context.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include "app/cli/progress.hpp"
#include "app/inputs/ci.hpp"
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

std::string login(const VariableLookup& variable) {
  if (const passwd* entry = ::getpwuid(::geteuid()); entry != nullptr && entry->pw_name != nullptr) {
    return entry->pw_name;
  }
  return variable("USER").value_or("unknown");
}

}  // namespace

Context::Context(Process& process) : process_(process) {}
Context::~Context() = default;

Output& Context::out() {
  if (!output_) {
    const bool no_color =
        process_.variable("NO_COLOR").has_value() || process_.variable("TERM").value_or("") == "dumb";
    // Also where the command line did not parse.
    const bool no_ci_output = options.no_ci_output || std::find(arguments.begin(), arguments.end(),
                                                                "--no-ci-output") != arguments.end();
    const bool annotate = is_turned_on(process_.variable, "GITHUB_ACTIONS") && !no_ci_output;
    output_ = std::make_unique<Output>(
        process_.out, process_.err,
        Output::Settings{wants_color(options.color, process_.out_is_terminal, no_color) && !json(),
                         wants_color(options.color, process_.err_is_terminal, no_color), options.quiet,
                         options.verbose, annotate});
  }
  return *output_;
}

std::string Context::store_path() const {
  if (!options.store.empty()) return options.store;
  if (const auto data = process_.variable("XDG_DATA_HOME")) return *data + "/gimlet/store.mdb";
  if (const auto home = process_.variable("HOME")) return *home + "/.local/share/gimlet/store.mdb";
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

const store::Artifacts* Context::artifacts_if_exist() {
  store::Store* store = store_if_exists();
  return store == nullptr ? nullptr : &store->artifacts();
}

const store::Maintenance& Context::existing_store() {
  store::Store* store = store_if_exists();
  if (store == nullptr) {
    throw Error(ErrorCode::not_found, fmt::format("there is no store at {}", store_path()))
        .hint("the first `gimlet artifact push` makes it");
  }
  return store->maintenance();
}

std::filesystem::path Context::cache_folder() const {
  if (const auto cache = process_.variable("XDG_CACHE_HOME")) return std::filesystem::path(*cache) / "gimlet";
  if (const auto home = process_.variable("HOME")) return std::filesystem::path(*home) / ".cache" / "gimlet";
  return {};
}

std::function<void(std::string_view)> Context::progress_text() {
  if (!process_.err_is_terminal || options.no_progress || options.quiet) return nullptr;
  return [this](std::string_view text) { process_.err << text << std::flush; };
}

gitops::Identity Context::committer() const {
  const std::string& text = options.committer;
  if (text.empty()) return {};
  const std::size_t open = text.find('<');
  const std::size_t close = text.find('>', std::min(open, text.size()));
  const std::string name(trim(text.substr(0, open)));
  if (open == std::string::npos || close != text.size() - 1 || close == open + 1 || name.empty()) {
    throw Error(ErrorCode::usage,
                fmt::format("--committer \"{}\" is no name with an address", printable_line(text)))
        .hint("write it as git does: --committer \"Release Bot <bot@example.com>\"");
  }
  return {name, text.substr(open + 1, close - open - 1)};
}

gitops::RepoOptions Context::repo_options() {
  gitops::RepoOptions repo_options;
  repo_options.transport = transport_kind(options.git_transport);
  repo_options.timeout_ms = options.git_timeout * 1000;
  repo_options.clock = &process_.clock;
  repo_options.committer = committer();
  repo_options.subject_prefix = printable_line(options.subject_prefix, 200);
  repo_options.signoff = options.signoff;
  repo_options.cache_folder = cache_folder();
  repo_options.on_progress = progress_text();
  repo_options.on_warning = [this](std::string_view text) { out().warning(text); };
  return repo_options;
}

gitops::Repo& Context::repo() {
  if (repo_) return *repo_;
  if (!has_repo()) {
    throw Error(ErrorCode::usage, "no GitOps repository was named")
        .hint(
            "give --gitops-repo PATH or URL, or set GIMLET_GITOPS_REPO, or gitops-repo in the configuration "
            "file");
  }
  gitops::RepoOptions opening = repo_options();
  opening.branch = options.gitops_branch;
  opening.create_branch = options.create_branch;
  repo_ = gitops::open_repo(options.gitops_repo, opening);
  return *repo_;
}

gitops::Identity Context::author() {
  const std::optional<gitops::Identity> configured = has_repo() ? repo().identity() : std::nullopt;
  gitops::Identity author;
  if (!options.as.empty()) {
    author.name = options.as;
  } else if (const auto actor = ci_actor(process_.variable)) {
    author.name = *actor;
  } else if (configured && !configured->name.empty()) {
    author = *configured;
  } else {
    author.name = login(process_.variable);
  }
  author.name = printable_line(author.name, 100);
  if (author.email.empty() && configured && configured->name == author.name) author.email = configured->email;
  if (author.email.empty()) author.email = process_.variable("GIT_AUTHOR_EMAIL").value_or("");
  if (author.email.empty())
    author.email = fmt::format("{}@gimlet.invalid", replace_all(author.name, " ", "."));
  return author;
}

WriteTools Context::write_tools(bool dry_run) {
  return {{dry_run ? nullptr : &store().events(), repository_name(options.gitops_repo), clock()},
          [this] {
            return Destination{repo(), author()};
          },
          out()};
}

ChartSettings Context::chart_settings() {
  ChartSettings settings;
  settings.git = repo_options();
  settings.offline = options.offline;
  settings.variable = variable();
  if (settings.git.on_progress) settings.progress = DownloadBar(settings.git.on_progress);
  return settings;
}

render::Renderer& Context::renderer() {
  if (renderer_) return *renderer_;
  render::RendererOptions rendering;
  rendering.charts = options.renderer == "helm" ? render::ChartRenderer::helm : render::ChartRenderer::native;
  rendering.clock = &clock();
  rendering.limits = render_limits(options.render_limits);
  rendering.include_crds = options.include_crds;
  rendering.include_hooks = options.include_hooks;
  rendering.source = std::make_shared<Charts>(chart_settings());
  renderer_ = render::make_renderer(std::move(rendering));
  return *renderer_;
}

}  // namespace gimlet::app
