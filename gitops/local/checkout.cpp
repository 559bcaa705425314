#include "gitops/local/checkout.hpp"

#include <algorithm>

#include "gitops/git2/error.hpp"
#include "gitops/git2/handle.hpp"
#include "gitops/git2/init.hpp"
#include "gitops/transport/remote_url.hpp"

namespace gimlet::gitops {
namespace {

std::string to_hex(const git_oid& id) {
  std::string text(GIT_OID_HEXSZ, '\0');
  git_oid_fmt(text.data(), &id);
  return text;
}

Identity identity_of(const git_signature* signature) {
  return {signature->name, signature->email};
}

CommitInfo commit_info(const git_commit* commit) {
  CommitInfo info;
  info.id = to_hex(*git_commit_id(commit));
  for (unsigned i = 0; i < git_commit_parentcount(commit); ++i) {
    info.parents.push_back(to_hex(*git_commit_parent_id(commit, i)));
  }
  info.author = identity_of(git_commit_author(commit));
  info.committer = identity_of(git_commit_committer(commit));
  info.time = git_commit_time(commit);
  info.message = git_commit_message(commit);
  return info;
}

struct TagSearch {
  git_repository* repository;
  const git_oid* wanted;
  std::string found;
};

// Called by libgit2 for each tag; throws nothing.
int look_at_tag(const char* name, git_oid* id, void* payload) {
  auto& search = *static_cast<TagSearch*>(payload);
  git2::Object object;
  git2::Object commit;
  if (git_object_lookup(out_ptr(object), search.repository, id, GIT_OBJECT_ANY) != 0) return 0;
  if (git_object_peel(out_ptr(commit), object.get(), GIT_OBJECT_COMMIT) != 0) return 0;
  if (git_oid_equal(git_object_id(commit.get()), search.wanted) == 0) return 0;
  const std::string_view ref = name;
  search.found = ref.substr(ref.rfind("refs/tags/", 0) == 0 ? 10 : 0);
  return 1;  // enough
}

std::string origin_url(git_repository* repository) {
  git2::Remote remote;
  if (git_remote_lookup(out_ptr(remote), repository, "origin") != 0) return "";
  const char* url = git_remote_url(remote.get());
  return url == nullptr ? "" : url;
}

}  // namespace

std::optional<Checkout> read_checkout(const std::filesystem::path& folder) {
  git2::initialise();
  git2::Repository repository;
  const int opened = git_repository_open_ext(out_ptr(repository), folder.c_str(), 0, nullptr);
  if (opened == GIT_ENOTFOUND) return std::nullopt;
  git2::check(opened, "cannot open the checkout " + folder.string());
  git2::Reference head;
  const int code = git_repository_head(out_ptr(head), repository.get());
  if (code == GIT_EUNBORNBRANCH || code == GIT_ENOTFOUND) return std::nullopt;
  git2::check(code, "cannot read HEAD of " + folder.string());
  git2::Object object;
  git2::check(git_reference_peel(out_ptr(object), head.get(), GIT_OBJECT_COMMIT),
              "cannot read HEAD's commit");
  git2::Commit commit;
  git2::check(git_commit_lookup(out_ptr(commit), repository.get(), git_object_id(object.get())),
              "cannot read HEAD's commit");
  Checkout checkout;
  checkout.head = commit_info(commit.get());
  if (git_repository_head_detached(repository.get()) == 0)
    checkout.branch = git_reference_shorthand(head.get());
  TagSearch search{repository.get(), git_commit_id(commit.get()), ""};
  git_tag_foreach(repository.get(), look_at_tag, &search);
  checkout.tag = search.found;
  checkout.remote_url = origin_url(repository.get());
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
