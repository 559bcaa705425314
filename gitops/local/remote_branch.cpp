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

// A remote is one that has a URL somewhere: settings for all that are called so make none (git-remote(1)).
std::vector<std::string> remotes_of(const git2::Config& config) {
  std::vector<std::string> remotes = config.subsections("remote");
  std::erase_if(remotes, [&](const std::string& name) {
    return config.texts("remote." + name + ".url").empty() &&
           config.texts("remote." + name + ".pushurl").empty();
  });
  return remotes;
}

// The URL with its longest beginning replaced that a url.<base>.<variable> has; nullopt if none has one.
std::optional<std::string> replaced_beginning(const git2::Config& config, const std::string& url,
                                              const char* variable) {
  std::optional<std::string> result;
  std::size_t longest = 0;
  for (const auto& base : config.subsections("url")) {
    for (const auto& beginning : config.texts(fmt::format("url.{}.{}", base, variable))) {
      if (!url.starts_with(beginning) || (result && beginning.size() <= longest)) continue;
      longest = beginning.size();
      result = base + url.substr(longest);
    }
  }
  return result;
}

// What the configuration says about one branch.
class Choice {
 public:
  Choice(const git2::Config& config, const std::string& branch)
      : config_(config),
        branch_(branch),
        own_ref_(std::string(heads) + branch),
        remotes_(remotes_of(config)) {}

  RemoteBranch choose() {
    result_.ref = own_ref_;
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
    result_.fetch_target = rewritten_url(config_, result_.fetch_url);
    result_.push_url = push_urls.empty() ? rewritten_push_url(config_, targets.front())
                                         : rewritten_url(config_, targets.front());
    if (targets.size() == 1) return;
    result_.no_push =
        refusal(fmt::format("the remote {} has {} URLs to push to, and a release goes to one", result_.remote,
                            targets.size()),
                "let the first of them mirror itself to the others, or push to them from a hook of its own");
  }

  // Whether `git push` makes all refs of the remote those of the clone.
  [[nodiscard]] bool is_mirror() const { return config_.flag(of_remote("mirror")).value_or(false); }

  // The branch's name at the remote.
  void take_ref() {
    const std::vector<std::string> refspecs = config_.texts(of_remote("push"));
    if (refspecs.empty()) {
      if (!is_mirror()) take_default_name();
      return;
    }
    const auto mapped = map_ref(refspecs, own_ref_);
    if (mapped && mapped->starts_with(heads)) {
      result_.ref = *mapped;
    } else if (mapped) {
      refuse(fmt::format("remote.{}.push sends the branch {} to {}, which is no branch", result_.remote,
                         branch_, printable_line(*mapped)),
             "give a clone that pushes to branches");
    } else {
      refuse(fmt::format("remote.{}.push does not send the branch {} anywhere", result_.remote, branch_),
             fmt::format("git config --add remote.{}.push {}", result_.remote, own_ref_));
    }
  }

  // As push.default says.
  void take_default_name() {
    const std::string rule = config_.text("push.default");
    if (rule == "current" || rule == "matching") return;
    if (rule == "nothing") {
      return refuse(fmt::format("push.default is nothing: git would not push the branch {} either", branch_),
                    fmt::format("git config remote.{}.push {}", result_.remote, own_ref_));
    }
    if (rule == "upstream" || rule == "tracking") return take_upstream_name();
    const std::string merge = of_branch("merge");
    if (merge.empty() || merge == own_ref_ || of_branch("remote") != result_.remote) return;
    refuse(fmt::format("the branch {} follows {} of {}: git would not push it either", branch_,
                       merge.starts_with(heads) ? merge.substr(heads.size()) : merge, result_.remote),
           "git config push.default upstream pushes to the branch that it follows, current to the one "
           "of its own name");
  }

  // The branch goes to the one that it follows, which is at the remote that it is pushed to.
  void take_upstream_name() {
    const std::vector<std::string> merges = config_.texts("branch." + branch_ + ".merge");
    const std::string current = "git config push.default current pushes to the branch of its own name";
    if (result_.remote != fetch_remote()) {
      return refuse(fmt::format("push.default is upstream, and the branch {} is pushed to {}, which it does "
                                "not follow: git would not push it either",
                                branch_, result_.remote),
                    current);
    }
    if (merges.empty() && config_.flag("push.autosetupremote").value_or(false)) return;
    if (merges.size() != 1 || of_branch("remote").empty()) {
      return refuse(
          fmt::format("push.default is upstream, and the branch {} follows {}: git would not push "
                      "it either",
                      branch_, merges.size() > 1 ? "several" : "none"),
          fmt::format("git branch --set-upstream-to {0}/{1} {1}; {2}", result_.remote, branch_, current));
    }
    result_.ref = merges.front();
  }

  void refuse(const std::string& message, const std::string& hint) {
    if (!result_.no_push) result_.no_push = refusal(message, hint);
  }

  // A ref of another name in a mirror would be pushed with all others.
  [[nodiscard]] std::string tracking_ref() const {
    const std::string own_name = result_.ref.substr(heads.size());
    std::string usual =
        fmt::format("refs/remotes/{}/{}", result_.remote.empty() ? "origin" : result_.remote, own_name);
    if (result_.remote.empty()) return usual;
    const auto mapped = map_ref(config_.texts(of_remote("fetch")), result_.ref);
    if (result_.ref == own_ref_ && (mapped == own_ref_ || is_mirror())) return own_ref_;
    return mapped && !mapped->starts_with(heads) && mapped->starts_with("refs/") ? *mapped : usual;
  }

  const git2::Config& config_;
  const std::string& branch_;
  const std::string own_ref_;
  std::vector<std::string> remotes_;
  RemoteBranch result_;
};

// "refs/heads/main" of "main"; a pattern and a full name stay.
std::string full_name(std::string_view name) {
  return name.starts_with("refs/") ? std::string(name) : std::string(heads) + std::string(name);
}

// What stands for the star of a pattern, "" for a name without one; nullopt if it does not match.
std::optional<std::string_view> matched_part(std::string_view pattern, std::string_view ref) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos)
    return pattern == ref ? std::optional(std::string_view()) : std::nullopt;
  const std::string_view before = pattern.substr(0, star);
  const std::string_view after = pattern.substr(star + 1);
  if (ref.size() < before.size() + after.size() || !ref.starts_with(before) || !ref.ends_with(after))
    return std::nullopt;
  return ref.substr(before.size(), ref.size() - before.size() - after.size());
}

// ":" stands for all branches that both sides have.
bool is_matching(std::string_view refspec) {
  return refspec == ":" || refspec == "+:";
}

}  // namespace

std::string rewritten_url(const git2::Config& config, const std::string& url) {
  return replaced_beginning(config, url, "insteadof").value_or(url);
}

std::string rewritten_push_url(const git2::Config& config, const std::string& url) {
  const auto result = replaced_beginning(config, url, "pushinsteadof");
  return result ? *result : rewritten_url(config, url);
}

std::optional<std::string> map_ref(std::string_view refspec, std::string_view ref) {
  if (refspec.starts_with('^')) return std::nullopt;
  if (refspec.starts_with('+')) refspec.remove_prefix(1);
  if (refspec.empty() || refspec == ":") return std::nullopt;
  const std::size_t colon = refspec.find(':');
  const std::string_view left = refspec.substr(0, colon);
  std::string from = left == "HEAD" || left == "@" ? std::string(ref) : full_name(left);
  if (left.starts_with("heads/") && ref == "refs/" + std::string(left)) from = ref;
  const std::string to =
      colon == std::string_view::npos ? std::string(ref) : full_name(refspec.substr(colon + 1));
  const auto middle = matched_part(from, ref);
  if (!middle) return std::nullopt;
  const std::size_t to_star = to.find('*');
  if (to_star == std::string::npos || from.find('*') == std::string::npos) return to;
  return to.substr(0, to_star) + std::string(*middle) + to.substr(to_star + 1);
}

std::optional<std::string> map_ref(const std::vector<std::string>& refspecs, std::string_view ref) {
  const bool is_left_out = std::ranges::any_of(refspecs, [&](std::string_view refspec) {
    return refspec.starts_with('^') && matched_part(refspec.substr(1), ref);
  });
  for (const std::string& refspec : refspecs) {
    const bool is_pattern = is_matching(refspec) || refspec.find('*') != std::string::npos;
    if (is_pattern && is_left_out) continue;
    if (is_matching(refspec)) return std::string(ref);
    if (auto mapped = map_ref(refspec, ref)) return mapped;
  }
  return std::nullopt;
}

RemoteBranch find_remote_branch(const git2::Config& config, const std::string& branch) {
  return Choice(config, branch).choose();
}

}  // namespace gimlet::gitops
