#include "gitops/transport/libgit2/libgit2_transport.hpp"

#include <algorithm>
#include <utility>

#include <unistd.h>

#include "core/util/environment.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/connection.hpp"
#include "gitops/git2/init.hpp"
#include "gitops/transport/git_failure.hpp"
#include "gitops/transport/libgit2/known_hosts.hpp"
#include "gitops/transport/libgit2/network_child.hpp"
#include "gitops/transport/libgit2/session.hpp"
#include "gitops/transport/push_report.hpp"
#include "gitops/transport/remote_text.hpp"
#include "gitops/transport/remote_url.hpp"

namespace gimlet::gitops {
namespace {

// "name NUL value"
std::pair<std::string, std::string> two_parts(std::string_view text) {
  const auto end = text.find('\0');
  if (end == std::string_view::npos) return {std::string(text), ""};
  return {std::string(text.substr(0, end)), std::string(text.substr(end + 1))};
}

// A home folder for libssh2, whose known_hosts holds only what it is to learn there: that the host has a key
// of a kind that both it and a current OpenSSH can use. Whether the host's key is trusted is our own check.
class SshHome {
 public:
  explicit SshHome(const std::string& url) {
    const RemoteUrl parsed = parse_remote_url(url);
    if (parsed.scheme != RemoteUrl::Scheme::ssh) return;
    folder_.emplace("gimlet-ssh");
    auto keys = known_keys(read_known_hosts(process_variable), parsed.host, parsed.port);
    std::erase_if(keys, [](const std::string& key) {
      return !key.starts_with("ssh-ed25519 ") && !key.starts_with("ecdsa-sha2-nistp");
    });
    if (keys.empty()) return;
    make_private_folders(folder_->path() / ".ssh");
    write_file_atomically(folder_->path() / ".ssh" / "known_hosts",
                          "[" + parsed.host + "]:" + std::to_string(parsed.port) + " " + keys.front() + "\n");
  }
  [[nodiscard]] std::filesystem::path path() const {
    return folder_ ? folder_->path() : std::filesystem::path();
  }

 private:
  std::optional<TempFolder> folder_;
};

class Libgit2Transport final : public Transport {
 public:
  Libgit2Transport(std::filesystem::path repository, std::string url, TransportOptions options)
      : repository_(std::move(repository)), url_(std::move(url)), options_(std::move(options)) {}

  std::map<std::string, std::string> list_refs() override {
    return while_doing([&] { return "listing the refs of " + redact_urls(url_); },
                       [&] { return list_refs_within(options_.timeout_ms); });
  }

  std::string head_branch() override { return branch_of_head(list_refs()); }

  std::vector<std::string> fetch(const std::vector<std::string>& refspecs) override {
    std::vector<std::string> missing;
    if (refspecs.empty()) return missing;
    while_doing([&] { return "fetching from " + redact_urls(url_); },
                [&] {
                  run(
                      "fetching", git2::Connection::For::fetch, options_.timeout_ms,
                      [&](Libgit2Session& session) { session.fetch(refspecs); },
                      [&](char kind, std::string_view text) {
                        if (kind == kind_missing) missing.emplace_back(text);
                      });
                });
    return missing;
  }

  PushReply push(const std::vector<RefUpdate>& updates) override {
    return while_doing([&] { return "pushing to " + redact_urls(url_); }, [&] { return push_one(updates); });
  }

  [[nodiscard]] std::string name() const override { return "libgit2"; }

 private:
  template <class Work, class OnMessage>
  void run(const char* what, git2::Connection::For direction, int timeout_ms, const Work& work,
           const OnMessage& on_message) {
    git2::initialise();
    const SshHome ssh_home(url_);
    LineSplitter lines([&](std::string_view line) { options_.on_progress(line); });
    run_in_child(
        what, timeout_ms,
        [&](ChildReport& report) {
          try {
            Libgit2Session session(repository_, url_, direction, ssh_home.path(), report);
            work(session);
          } catch (Error& error) {
            if (error.hint().empty()) error.hint(hint_for(error.message()));
            throw;
          }
        },
        [&](char kind, std::string_view text) {
          if (kind == kind_text && options_.on_progress) lines.add(text);
          on_message(kind, text);
        });
    if (options_.on_progress) lines.finish();
  }

  std::map<std::string, std::string> list_refs_within(int timeout_ms) {
    std::map<std::string, std::string> refs;
    run(
        "listing the refs", git2::Connection::For::fetch, timeout_ms,
        [](Libgit2Session& session) { session.list_refs(); },
        [&](char kind, std::string_view text) {
          if (kind == kind_ref) refs.insert(two_parts(text));
        });
    return refs;
  }

  // True if the remote holds the update although the push failed: the connection broke after it was sent.
  bool arrived_all_the_same(const std::vector<RefUpdate>& updates) {
    constexpr int recovery_timeout_ms = 10'000;
    try {
      const int limit =
          options_.timeout_ms > 0 ? std::min(options_.timeout_ms, recovery_timeout_ms) : recovery_timeout_ms;
      return holds_updates(list_refs_within(limit), updates);
    } catch (const Error&) {
      return false;  // the first failure is the one to tell
    }
  }

  PushReply push_one(const std::vector<RefUpdate>& updates) {
    if (updates.empty()) return {};
    check_updates(updates);
    if (updates.size() > 1) {
      throw Error(ErrorCode::failed, "libgit2 cannot push several refs so that all move or none")
          .hint("Use --git-transport git.");
    }
    std::vector<RefReport> reports;
    std::string text;
    bool moved = false;
    bool sent = false;
    const std::string temporary_ref = "refs/gimlet/transport/" + std::to_string(::getpid());
    try {
      run(
          "pushing", git2::Connection::For::push, options_.timeout_ms,
          [&](Libgit2Session& session) { session.push(updates.front(), temporary_ref); },
          [&](char kind, std::string_view message) {
            if (kind == kind_text && text.size() < max_text_bytes) text += message;
            if (kind == kind_moved) moved = true;
            if (kind == kind_upload) sent = true;
            if (kind != kind_status) return;
            const auto [ref, reason] = two_parts(message);
            reports.push_back({ref, reason.empty(), reason});
          });
    } catch (const Error&) {
      git2::drop_ref(repository_, temporary_ref);
      if (sent && arrived_all_the_same(updates)) return {};
      throw;
    }
    if (moved) return {PushReply::Status::moved, updates.front().ref + " is no longer what was expected"};
    return conclude_push(updates, reports, clean_remote_text(text),
                         [&] { return list_refs_within(options_.timeout_ms); });
  }

  static constexpr std::size_t max_text_bytes = std::size_t{64} * 1024;
  std::filesystem::path repository_;
  std::string url_;
  TransportOptions options_;
};

}  // namespace

std::unique_ptr<Transport> open_libgit2_transport(const std::filesystem::path& repository,
                                                  const std::string& url, const TransportOptions& options) {
  return std::make_unique<Libgit2Transport>(repository, url, options);
}

}  // namespace gimlet::gitops
