#include "gitops/local/remote_branch.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "core/util/string.hpp"

namespace gimlet::gitops {
namespace {

constexpr std::string_view heads = "refs/heads/";

Error refusal(const std::string& message, const std::string& hint) {
  return Error(ErrorCode::failed, message).hint(hint);
}

// What the configuration says about one branch.
class Choice {
 public:
  Choice(const git2::Config& config, const std::string& branch)
      : config_(config), branch_(branch), remotes_(config.subsections("remote")) {}

  RemoteBranch choose() {
    result_.ref = std::string(heads) + branch_;
    result_.remote = push_remote();
    if (!result_.remote.empty()) {
      take_urls();
      take_ref();
    }
    result_.tracking_ref = tracking_ref();
    return result_;
  }

 private:
  [[nodiscard]] std::string of_branch(const char* variable) const {
    return config_.text("branch." + branch_ + "." + variable);
  }
  [[nodiscard]] std::string of_remote(const char* variable) const {
    return "remote." + result_.remote + "." + variable;
  }
  [[nodiscard]] bool is_remote(const std::string& name) const {
    return std::ranges::find(remotes_, name) != remotes_.end();
  }

  // The remote that the branch is fetched from; "" if there is none.
  [[nodiscard]] std::string fetch_remote() const {
    if (std::string named = of_branch("remote"); !named.empty()) return named;
    if (remotes_.size() == 1) return remotes_.front();
    return is_remote("origin") ? "origin" : "";
  }

  std::string push_remote() {
    std::string name = of_branch("pushremote");
    if (name.empty()) name = config_.text("remote.pushdefault");
    if (name.empty()) name = fetch_remote();
    if (name.empty()) {
      if (!remotes_.empty()) {
        result_.no_push = refusal(
            fmt::format("none of the remotes {} is chosen for the branch {}", join(remotes_, ", "), branch_),
            fmt::format("git config branch.{}.remote {}", branch_, remotes_.front()));
      }
      return "";
    }
    if (is_remote(name)) return name;
    result_.no_push = refusal(
        name == "." ? fmt::format("the branch {} follows another branch of its own clone", branch_)
                    : fmt::format("the branch {} is to be pushed to {}, which is no remote of the clone",
                                  branch_, printable_line(redact_urls(name))),
        fmt::format("git config branch.{}.pushRemote REMOTE; git remote add makes one", branch_));
    return "";
  }

  void take_urls() {
    const std::vector<std::string> urls = config_.texts(of_remote("url"));
    const std::vector<std::string> push_urls = config_.texts(of_remote("pushurl"));
    if (urls.empty()) {
      result_.no_push = refusal(fmt::format("the remote {} has no URL", result_.remote),
                                fmt::format("git remote set-url {} URL", result_.remote));
      return;
    }
    result_.fetch_url = urls.front();
    const std::vector<std::string>& targets = push_urls.empty() ? urls : push_urls;
    result_.push_url = targets.front();
    if (targets.size() == 1) return;
    result_.no_push =
        refusal(fmt::format("the remote {} has {} URLs to push to, and a release goes to one", result_.remote,
                            targets.size()),
                "let the first of them mirror itself to the others, or push to them from a hook of its own");
  }

  // The branch's name at the remote.
  void take_ref() {
    for (const std::string& refspec : config_.texts(of_remote("push"))) {
      const auto mapped = map_ref(refspec, result_.ref);
      if (!mapped) continue;
      if (mapped->starts_with(heads)) {
        result_.ref = *mapped;
      } else {
        result_.no_push = refusal(fmt::format("remote.{}.push sends the branch {} to {}, which is no branch",
                                              result_.remote, branch_, printable_line(*mapped)),
                                  "give a clone that pushes to branches");
      }
      return;
    }
    take_upstream_name();
  }

  // As push.default says, where the branch follows one of another name at the remote that it is pushed to.
  void take_upstream_name() {
    const std::string merge = of_branch("merge");
    if (merge.empty() || merge == result_.ref || of_branch("remote") != result_.remote) return;
    const std::string rule = config_.text("push.default");
    if (rule == "current") return;
    if (rule == "upstream" || rule == "tracking") {
      result_.ref = merge;
      return;
    }
    result_.no_push =
        refusal(fmt::format("the branch {} follows {} of {}: git would not push it either", branch_,
                            merge.starts_with(heads) ? merge.substr(heads.size()) : merge, result_.remote),
                "git config push.default upstream pushes to the branch that it follows, current to the one "
                "of its own name");
  }

  [[nodiscard]] std::string tracking_ref() const {
    const std::string own_name = result_.ref.substr(heads.size());
    std::string usual =
        fmt::format("refs/remotes/{}/{}", result_.remote.empty() ? "origin" : result_.remote, own_name);
    for (const std::string& refspec : config_.texts(of_remote("fetch"))) {
      const auto mapped = map_ref(refspec, result_.ref);
      if (mapped && !mapped->starts_with(heads) && mapped->starts_with("refs/")) return *mapped;
    }
    return usual;
  }

  const git2::Config& config_;
  const std::string& branch_;
  std::vector<std::string> remotes_;
  RemoteBranch result_;
};

// "refs/heads/main" of "main"; a pattern and a full name stay.
std::string full_name(std::string_view name) {
  return name.starts_with("refs/") ? std::string(name) : std::string(heads) + std::string(name);
}

}  // namespace

std::optional<std::string> map_ref(std::string_view refspec, std::string_view ref) {
  if (refspec.starts_with('^')) return std::nullopt;
  if (refspec.starts_with('+')) refspec.remove_prefix(1);
  if (refspec.empty() || refspec == ":") return std::nullopt;
  const std::size_t colon = refspec.find(':');
  const std::string_view left = refspec.substr(0, colon);
  const std::string from = left == "HEAD" || left == "@" ? std::string(ref) : full_name(left);
  const std::string to =
      colon == std::string_view::npos ? std::string(ref) : full_name(refspec.substr(colon + 1));
  const std::size_t star = from.find('*');
  if (star == std::string::npos) return from == ref ? std::optional(to) : std::nullopt;
  const std::string_view before = std::string_view(from).substr(0, star);
  const std::string_view after = std::string_view(from).substr(star + 1);
  if (ref.size() < before.size() + after.size() || !ref.starts_with(before) || !ref.ends_with(after))
    return std::nullopt;
  const std::string_view middle = ref.substr(before.size(), ref.size() - before.size() - after.size());
  const std::size_t to_star = to.find('*');
  if (to_star == std::string::npos) return to;
  return to.substr(0, to_star) + std::string(middle) + to.substr(to_star + 1);
}

RemoteBranch find_remote_branch(const git2::Config& config, const std::string& branch) {
  return Choice(config, branch).choose();
}

}  // namespace gimlet::gitops
