#include "gitops/transport/git/git_transport.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "core/util/environment.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/process.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/git_program.hpp"
#include "gitops/transport/credentials.hpp"
#include "gitops/transport/git/stand_in.hpp"
#include "gitops/transport/git_failure.hpp"
#include "gitops/transport/push_report.hpp"
#include "gitops/transport/remote_text.hpp"
#include "gitops/transport/remote_url.hpp"

namespace gimlet::gitops {
namespace {

constexpr int recovery_timeout_ms = 10'000;

bool on_terminal() {
  return ::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0;
}

std::string source_of(std::string_view refspec) {
  if (refspec.starts_with('+')) refspec.remove_prefix(1);
  return std::string(refspec.substr(0, refspec.find(':')));
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

class GitTransport final : public Transport {
 public:
  GitTransport(std::filesystem::path program, std::filesystem::path repository, std::string url,
               TransportOptions options)
      : program_(std::move(program)),
        repository_(std::move(repository)),
        url_(std::move(url)),
        options_(std::move(options)) {}

  std::map<std::string, std::string> list_refs() override {
    return while_doing([&] { return "listing the refs of " + shown_url(); },
                       [&] { return list_refs_within(options_.timeout_ms); });
  }

  std::string head_branch() override {
    return while_doing([&] { return "listing the refs of " + shown_url(); },
                       [&] {
                         const std::string branch =
                             branch_of_head(list_refs_within(options_.timeout_ms, {"HEAD"}));
                         return branch.empty() ? branch_to_be() : branch;
                       });
  }

  std::vector<std::string> fetch(const std::vector<std::string>& refspecs) override {
    return while_doing([&] { return "fetching from " + shown_url(); },
                       [&] { return fetch_existing(refspecs); });
  }

  PushReply push(const std::vector<RefUpdate>& updates) override {
    return while_doing([&] { return "pushing to " + shown_url(); }, [&] { return push_once(updates); });
  }

  [[nodiscard]] std::string name() const override { return "git"; }

 private:
  [[nodiscard]] std::string shown_url() const { return redact_urls(url_); }
  [[nodiscard]] const std::string& address() const { return options_.name.empty() ? url_ : options_.name; }

  ProcessResult run(const std::vector<std::string>& arguments, int timeout_ms);
  enum class Where { in_repository, outside };
  ProcessResult run_once(const std::vector<std::string>& arguments, int timeout_ms,
                         Where where = Where::in_repository);
  [[nodiscard]] std::vector<std::string> repository_arguments() const;
  std::map<std::string, std::string> list_refs_within(int timeout_ms,
                                                      const std::vector<std::string>& patterns = {});
  std::string branch_to_be();
  ProcessResult run_fetch(const std::vector<std::string>& refspecs);
  std::vector<std::string> fetch_existing(const std::vector<std::string>& refspecs);
  PushReply push_once(const std::vector<RefUpdate>& updates);
  [[nodiscard]] bool arrived_all_the_same(const ProcessResult& result, const std::vector<RefUpdate>& updates);
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> environment();
  [[nodiscard]] bool has_own_ssh_command();
  [[nodiscard]] std::string fetch_source();
  [[nodiscard]] bool may_be_partial() const;

  std::filesystem::path program_;
  std::filesystem::path repository_;
  std::string url_;
  TransportOptions options_;
  std::optional<StandIn> stand_in_;
  std::optional<bool> own_ssh_command_;
  std::optional<std::string> fetch_source_;
};

// ssh must not wait for an answer nobody can give, nor outlive a git that was stopped for silence.
std::string batch_ssh_command(int timeout_ms) {
  constexpr int ms_per_second = 1000;
  std::string command = "ssh -o BatchMode=yes";
  if (timeout_ms > 0) {
    const int seconds = std::max(1, timeout_ms / ms_per_second);
    command += fmt::format(" -o ConnectTimeout={} -o ServerAliveInterval={} -o ServerAliveCountMax=1",
                           seconds, seconds);
  }
  return command;
}

// How to name the repository to git: a bare one directly, for `safe.bareRepository` may forbid to discover
// it. Either way a relative URL is relative to the repository.
std::vector<std::string> GitTransport::repository_arguments() const {
  if (stand_in_) return {"-C", repository_.string(), "--git-dir=" + stand_in_->folder().string()};
  std::error_code ignored;
  if (std::filesystem::exists(repository_ / ".git", ignored)) return {"-C", repository_.string()};
  return {"-C", repository_.string(), "--git-dir=."};
}

std::vector<std::pair<std::string, std::string>> GitTransport::environment() {
  std::vector<std::pair<std::string, std::string>> result = {{"LC_ALL", "C"}};
  if (on_terminal()) return result;
  result.emplace_back("GIT_TERMINAL_PROMPT", "0");
  if (parse_remote_url(url_).scheme != RemoteUrl::Scheme::local && !has_own_ssh_command()) {
    result.emplace_back("GIT_SSH_COMMAND", batch_ssh_command(options_.timeout_ms));
  }
  return result;
}

bool GitTransport::has_own_ssh_command() {
  if (process_variable("GIT_SSH_COMMAND") || process_variable("GIT_SSH")) return true;
  if (!own_ssh_command_) {
    std::vector<std::string> argv = {program_.string()};
    for (auto& argument : repository_arguments()) argv.push_back(std::move(argument));
    argv.insert(argv.end(), {"config", "--get", "core.sshCommand"});
    ProcessOptions process;
    process.unset_env = git2::repository_variables();
    own_ssh_command_ = run_process(argv, process).ok();
  }
  return *own_ssh_command_;
}

// A token of the environment reaches git through a credential helper for its own host, after the user's
// helpers; the secret travels in git's environment, never on its command line.
void offer_token(const std::string& url, std::vector<std::string>& argv, ProcessOptions& process) {
  const RemoteUrl remote = parse_remote_url(url);
  const auto tokens = environment_tokens(remote, process_variable);
  if (tokens.empty()) return;
  const char* const scheme = remote.scheme == RemoteUrl::Scheme::https ? "https" : "http";
  const std::string host = contains(remote.host, ":") ? "[" + remote.host + "]" : remote.host;
  argv.emplace_back("-c");
  argv.push_back(
      fmt::format("credential.{}://{}:{}.helper=!f() {{ test \"$1\" = get || exit 0; "
                  "printf 'username=%s\\npassword=%s\\n' \"$GIMLET_TOKEN_USER\" "
                  "\"$GIMLET_TOKEN_PASSWORD\"; }}; f",
                  scheme, host, remote.port));
  process.set_env.emplace_back("GIMLET_TOKEN_USER", tokens.front().user);
  process.set_env.emplace_back("GIMLET_TOKEN_PASSWORD", tokens.front().password);
}

// In the environment, which nobody else reads: a proxy's URL may hold a password.
void add_settings(const std::vector<std::pair<std::string, std::string>>& settings, ProcessOptions& process) {
  if (settings.empty()) return;
  std::size_t count = 0;
  if (const auto given = process_variable("GIT_CONFIG_COUNT"))
    std::from_chars(given->data(), given->data() + given->size(), count);
  for (const auto& [name, value] : settings) {
    process.set_env.emplace_back(fmt::format("GIT_CONFIG_KEY_{}", count), name);
    process.set_env.emplace_back(fmt::format("GIT_CONFIG_VALUE_{}", count), value);
    ++count;
  }
  process.set_env.emplace_back("GIT_CONFIG_COUNT", std::to_string(count));
}

ProcessResult GitTransport::run(const std::vector<std::string>& arguments, int timeout_ms) {
  ProcessResult result = run_once(arguments, timeout_ms);
  if (stand_in_ || !contains(result.error_output, "unknown repository extension")) return result;
  const std::filesystem::path dot_git = repository_ / ".git";
  std::error_code ignored;
  stand_in_.emplace(std::filesystem::is_directory(dot_git, ignored) ? dot_git : repository_);
  own_ssh_command_.reset();
  return run_once(arguments, timeout_ms);
}

ProcessResult GitTransport::run_once(const std::vector<std::string>& arguments, int timeout_ms, Where where) {
  std::vector<std::string> argv = {program_.string()};
  ProcessOptions process;
  process.set_env = environment();
  add_settings(options_.settings, process);
  offer_token(url_, argv, process);
  if (where == Where::in_repository) {
    for (auto& argument : repository_arguments()) argv.push_back(std::move(argument));
  }
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  process.unset_env = git2::repository_variables();
  process.idle_timeout_ms = timeout_ms;
  LineSplitter lines([&](std::string_view line) { options_.on_progress(line); });
  if (options_.on_progress) process.on_stderr = [&](std::string_view piece) { lines.add(piece); };
  ProcessResult result = run_process(argv, process);
  if (options_.on_progress) lines.finish();
  return result;
}

std::map<std::string, std::string> GitTransport::list_refs_within(int timeout_ms,
                                                                  const std::vector<std::string>& patterns) {
  std::vector<std::string> arguments = {"ls-remote", "--symref"};
  if (!options_.upload_pack.empty()) arguments.push_back("--upload-pack=" + options_.upload_pack);
  arguments.insert(arguments.end(), {"--", address()});
  arguments.insert(arguments.end(), patterns.begin(), patterns.end());
  const ProcessResult result = run(arguments, timeout_ms);
  if (result.timed_out) throw silence("git ls-remote", timeout_ms);
  if (!result.ok()) throw failure_of_git(result.exit_code, result.error_output);
  std::map<std::string, std::string> refs;
  for (const auto& line : split(result.output, '\n')) {
    const auto tab = line.find('\t');
    if (tab == std::string::npos || line.ends_with("^{}")) continue;
    // HEAD has two lines: what it points to comes first, and stays.
    refs.try_emplace(line.substr(tab + 1), line.substr(0, tab));
  }
  return refs;
}

// ls-remote does not say it: only a clone of what has no branch is told where its HEAD is.
std::string GitTransport::branch_to_be() {
  const auto refs = list_refs_within(options_.timeout_ms);
  const auto is_branch = [](const auto& ref) { return ref.first.starts_with("refs/heads/"); };
  if (std::any_of(refs.begin(), refs.end(), is_branch)) return "";
  const TempFolder folder("gimlet-clone");
  const auto clone = std::filesystem::absolute(folder.path() / "clone.git");
  std::vector<std::string> arguments = {
      "-c", "init.defaultBranch=main", "clone", "--bare", "--no-tags", "--template=", "--quiet"};
  if (!options_.upload_pack.empty()) arguments.push_back("--upload-pack=" + options_.upload_pack);
  arguments.insert(arguments.end(), {"--", address(), clone.string()});
  const ProcessResult result = run_once(arguments, options_.timeout_ms, Where::outside);
  if (result.timed_out) throw silence("git clone", options_.timeout_ms);
  if (!result.ok()) throw failure_of_git(result.exit_code, result.error_output);
  constexpr std::string_view symbolic = "ref: ";
  const std::string head(trim(read_file(clone / "HEAD")));
  return head.starts_with(symbolic) ? head.substr(symbolic.size()) : "";
}

// A partial clone is known by its configuration, which names the remote that promised the missing objects.
bool GitTransport::may_be_partial() const {
  const std::filesystem::path dot_git = repository_ / ".git";
  std::error_code ignored;
  if (std::filesystem::is_regular_file(dot_git, ignored)) return true;  // elsewhere: let git look
  const auto config = (std::filesystem::is_directory(dot_git, ignored) ? dot_git : repository_) / "config";
  if (!std::filesystem::is_regular_file(config, ignored)) return false;
  const std::string text = to_lower(read_file(config));
  return contains(text, "promisor") || contains(text, "partialclone");
}

// git applies a partial clone's filter only to a remote it knows by name; everything else goes by URL, so
// that no configuration of the remote's adds to what is fetched.
std::string GitTransport::fetch_source() {
  if (fetch_source_) return *fetch_source_;
  fetch_source_ = address();
  if (!may_be_partial()) return *fetch_source_;
  const auto result = run({"config", "--null", "--get-regexp", "^remote\\..*\\.(url|promisor)$"}, 0);
  std::map<std::string, std::string> urls;
  std::vector<std::string> promisors;
  for (const auto& entry : split(result.output, '\0')) {
    const auto end = entry.find('\n');
    const std::string key = entry.substr(0, end);
    const auto dot = key.rfind('.');
    constexpr std::size_t prefix = std::string_view("remote.").size();
    if (end == std::string::npos || dot == std::string::npos || dot <= prefix) continue;
    const std::string remote = key.substr(prefix, dot - prefix);
    if (key.substr(dot) == ".url") urls.try_emplace(remote, entry.substr(end + 1));
    if (key.substr(dot) == ".promisor" && entry.substr(end + 1) == "true") promisors.push_back(remote);
  }
  for (const auto& remote : promisors) {
    if (const auto found = urls.find(remote); found != urls.end() && found->second == url_)
      fetch_source_ = remote;
  }
  return *fetch_source_;
}

// --progress also where nobody watches: the meters are how a slow transfer is told from a silent remote.
ProcessResult GitTransport::run_fetch(const std::vector<std::string>& refspecs) {
  std::vector<std::string> arguments = {"-c",
                                        "fetch.writeCommitGraph=false",
                                        "fetch",
                                        "--progress",
                                        "--no-tags",
                                        "--no-prune",
                                        "--no-write-fetch-head",
                                        "--no-auto-maintenance",
                                        "--no-recurse-submodules",
                                        "--no-show-forced-updates",
                                        "--refmap="};
  if (!options_.upload_pack.empty()) arguments.push_back("--upload-pack=" + options_.upload_pack);
  arguments.insert(arguments.end(), {"--", fetch_source()});
  arguments.insert(arguments.end(), refspecs.begin(), refspecs.end());
  ProcessResult result = run(arguments, options_.timeout_ms);
  if (result.timed_out) throw silence("git fetch", options_.timeout_ms);
  return result;
}

std::vector<std::string> GitTransport::fetch_existing(const std::vector<std::string>& refspecs) {
  ProcessResult result = run_fetch(refspecs);
  std::vector<std::string> missing;
  if (result.ok()) return missing;
  std::vector<std::string> present;
  if (contains(result.error_output, "find remote ref")) {
    const auto refs = list_refs_within(options_.timeout_ms);
    for (const auto& refspec : refspecs) {
      const std::string source = source_of(refspec);
      const bool is_there = contains(source, "*") || refs.contains(source);
      (is_there ? present : missing).push_back(is_there ? refspec : source);
    }
    if (present.empty()) return missing;
    if (present.size() < refspecs.size()) result = run_fetch(present);
  }
  if (!result.ok()) throw failure_of_git(result.exit_code, result.error_output);
  return missing;
}

// The connection broke after the push was sent: only the remote's refs know what became of it.
bool GitTransport::arrived_all_the_same(const ProcessResult& result, const std::vector<RefUpdate>& updates) {
  const std::string& text = result.error_output;
  if (!result.timed_out && !contains(text, "hung up") && !contains(text, "isconnect") &&
      !contains(text, "early EOF") && !contains(text, "RPC failed") && !contains(text, "Broken pipe")) {
    return false;
  }
  try {
    const int limit =
        options_.timeout_ms > 0 ? std::min(options_.timeout_ms, recovery_timeout_ms) : recovery_timeout_ms;
    return holds_updates(list_refs_within(limit), updates);
  } catch (const Error&) {
    return false;  // the first failure is the one to tell
  }
}

PushReply GitTransport::push_once(const std::vector<RefUpdate>& updates) {
  if (updates.empty()) return {};
  check_updates(updates);
  std::vector<std::string> arguments = {"push", "--porcelain", "--progress", "--no-follow-tags",
                                        "--recurse-submodules=no"};
  if (updates.size() > 1) arguments.emplace_back("--atomic");
  if (!options_.receive_pack.empty()) arguments.push_back("--receive-pack=" + options_.receive_pack);
  for (const auto& update : updates) {
    arguments.push_back(fmt::format("--force-with-lease={}:{}", update.ref, update.expected));
  }
  arguments.insert(arguments.end(), {"--", address()});
  for (const auto& update : updates) arguments.push_back(update.new_id + ":" + update.ref);

  const ProcessResult result = run(arguments, options_.timeout_ms);
  const auto reports = parse_push_porcelain(result.output);
  const bool reported = !result.timed_out && !reports.empty();
  if (reported) {
    return conclude_push(updates, reports, remote_lines(result.error_output),
                         [&] { return list_refs_within(options_.timeout_ms); });
  }
  if (arrived_all_the_same(result, updates)) return {};
  if (result.timed_out) throw silence("git push", options_.timeout_ms);
  throw failure_of_git(result.exit_code, result.error_output);
}

}  // namespace

std::unique_ptr<Transport> open_git_transport(const std::filesystem::path& program,
                                              const std::filesystem::path& repository, const std::string& url,
                                              const TransportOptions& options) {
  return std::make_unique<GitTransport>(program, repository, url, options);
}

}  // namespace gimlet::gitops
