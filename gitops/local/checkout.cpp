#include "gitops/local/checkout.hpp"

#include "gitops/git2/error.hpp"
#include "gitops/git2/init.hpp"
#include "gitops/git2/objects.hpp"
#include "gitops/git2/refs.hpp"
#include "gitops/git2/repository.hpp"
#include "gitops/local/walk.hpp"
#include "gitops/transport/remote_url.hpp"

namespace gimlet::gitops {

namespace {

std::optional<CommitInfo> find_commit(git2::Objects& objects, const std::string& digits) {
  const bool is_hex = digits.size() >= 4 && digits.size() <= 40 &&
                      digits.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  if (!is_hex) return std::nullopt;
  const auto found = objects.commit_with_prefix(digits).commit;
  git2::CommitData data;
  if (!found || !objects.commit(*found, data)) return std::nullopt;
  return commit_info(*found, data);
}

}  // namespace

std::optional<Checkout> read_checkout(const std::filesystem::path& folder, const std::string& commit_id) {
  git2::initialise();
  git2::Repository opened;
  const int code = git2::open(opened, folder, git2::Search::upwards);
  if (code == GIT_ENOTFOUND) return std::nullopt;
  git2::check(code, "cannot open the checkout " + folder.string());
  git_repository* const repository = opened.get();
  const auto head = git2::ref_value(repository, "HEAD");
  if (!head) return std::nullopt;
  git2::CommitData commit;
  git2::Objects objects(repository);
  objects.required_commit(*head, commit);
  constexpr std::string_view heads = "refs/heads/";
  const std::string branch = git2::symbolic_value(repository, "HEAD");
  Checkout checkout;
  checkout.head = commit_info(*head, commit);
  checkout.commit = commit_id.empty() || commit_id == checkout.head.id ? std::optional(checkout.head)
                                                                       : find_commit(objects, commit_id);
  if (branch.starts_with(heads)) checkout.branch = branch.substr(heads.size());
  checkout.tag = git2::tag_of(repository, *head);
  checkout.remote_url = git2::remote_url(repository, "origin");
  return checkout;
}

std::string repository_name_of(const std::string& url) {
  const RemoteUrl parsed = parse_remote_url(url);
  if (parsed.scheme == RemoteUrl::Scheme::local) return "";
  std::string path = parsed.path;
  while (path.starts_with('/')) path.erase(0, 1);
  while (path.ends_with('/')) path.pop_back();
  if (path.ends_with(".git")) path.resize(path.size() - 4);
  return path;
}

}  // namespace gimlet::gitops
