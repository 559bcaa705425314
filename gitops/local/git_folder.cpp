#include "gitops/local/git_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/lock.hpp"
#include "gitops/git2/refs.hpp"
#include "gitops/local/fetch_refs.hpp"
#include "gitops/local/git_snapshot.hpp"
#include "gitops/local/mirror.hpp"
#include "gitops/transport/transport.hpp"

namespace gimlet::gitops {
namespace {

using Revision = GitFolderRequest::Revision;

constexpr int lock_timeout_ms = 60'000;
constexpr int max_links = 20;
constexpr int max_depth = 100;

std::string described(const GitFolderRequest& request) {
  std::string url = redact_urls(printable_line(request.url, 500));
  const std::string name = printable_line(request.revision);
  switch (request.kind) {
    case Revision::branch:
      return fmt::format("branch {} of {}", name, url);
    case Revision::tag:
      return fmt::format("tag {} of {}", name, url);
    case Revision::commit:
      return fmt::format("commit {} of {}", name, url);
    case Revision::head:
      break;
  }
  return url;
}

// The revision as git's revision syntax has it.
std::string revision_text(const GitFolderRequest& request, const Clone& clone) {
  switch (request.kind) {
    case Revision::branch:
      return "refs/heads/" + request.revision;
    case Revision::tag:
      return "refs/tags/" + request.revision;
    case Revision::commit:
      return request.revision;
    case Revision::head:
      break;
  }
  return clone.local_ref;
}

std::optional<git_oid> find_commit(const GitFolderRequest& request, const Clone& clone) {
  return git2::find_commit(clone.repository.get(), revision_text(request, clone));
}

std::vector<std::string> refspecs(const GitFolderRequest& request, const Clone& clone) {
  if (request.kind == Revision::commit) return {"+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"};
  const std::string ref = revision_text(request, clone);
  return {"+" + ref + ":" + ref};
}

// A branch or tag that the remote no longer has is forgotten here, too.
void fetch(const GitFolderRequest& request, Clone& clone) {
  const git2::WriterLock lock(clone.common_folder(), lock_timeout_ms);
  const auto source = open_transport(clone.root(), request.url, transport_options(clone.options));
  for (const auto& gone : fetch_refs(clone, *source, refspecs(request, clone)))
    static_cast<void>(git2::remove_ref(clone.repository.get(), gone));
}

void check_revision(const GitFolderRequest& request) {
  if (request.kind == Revision::head) return;
  const bool is_name = !request.revision.empty() && request.revision[0] != '-' &&
                       request.revision.find_first_of(" ~^:?*[\\\n") == std::string::npos &&
                       request.revision.find("..") == std::string::npos &&
                       request.revision.find("@{") == std::string::npos;
  const bool is_hex = request.revision.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  if (is_name && (request.kind != Revision::commit || is_hex)) return;
  throw Error(ErrorCode::bad_input,
              fmt::format("\"{}\" is no {}", printable_line(request.revision),
                          request.kind == Revision::commit ? "commit id" : "branch or tag name"));
}

std::string joined(const std::string& folder, std::string_view name) {
  std::string path = folder;
  if (!path.empty()) path += '/';
  path += name;
  return path;
}

// Collects the files below a folder of a commit's tree.
class Collector {
 public:
  Collector(const Clone& clone, const git_oid& commit, const git_oid& tree, const GitFolderLimits& limits)
      : clone_(clone), root_(tree), snapshot_(clone.objects, commit), limits_(limits) {}

  // False if there is no folder at that path.
  bool collect(const std::string& path) {
    int links = 0;
    const auto found = resolve(path, links);
    if (!found || found->mode != GIT_FILEMODE_TREE) return false;
    const std::string folder = target_;
    add_folder("", folder, 0);
    std::sort(files_.begin(), files_.end());
    return true;
  }

  std::vector<std::pair<std::string, std::string>> take() { return std::move(files_); }

 private:
  // What stands at a path, links followed; target_ is where.
  std::optional<Found> resolve(std::string path, int& links) {
    std::string done;
    std::optional<Found> found = find_path(*clone_.objects, root_, "");
    while (!path.empty()) {
      const auto slash = path.find('/');
      const std::string name = path.substr(0, slash);
      path = slash == std::string::npos ? "" : path.substr(slash + 1);
      const std::string here = joined(done, name);
      found = find_path(*clone_.objects, root_, here);
      if (!found) return std::nullopt;
      if (found->mode != GIT_FILEMODE_LINK) {
        done = here;
        continue;
      }
      if (++links > max_links)
        throw Error(ErrorCode::bad_input, fmt::format("the symbolic link {} leads in a circle", here));
      const std::string target = join_link(done, clone_.objects->blob(found->id), here);
      path = path.empty() ? target : joined(target, path);
      done.clear();
      found = find_path(*clone_.objects, root_, "");
    }
    target_ = done;
    return found;
  }

  static std::string join_link(const std::string& folder, const std::string& link, const std::string& name) {
    const auto path = (std::filesystem::path(folder) / link).lexically_normal().generic_string();
    if (link.starts_with('/') || path == ".." || path.starts_with("../")) {
      throw Error(ErrorCode::bad_input,
                  fmt::format("the symbolic link {} leads out of the repository", printable_line(name)));
    }
    return path == "." ? "" : path;
  }

  void add_folder(const std::string& name, const std::string& path, int depth) {
    if (depth > max_depth)
      throw Error(ErrorCode::bad_input, fmt::format("the folders nest deeper than {}", max_depth));
    for (const auto& entry : snapshot_.list(path)) {
      const std::string below = joined(name, entry.name);
      const std::string at = joined(path, entry.name);
      int links = 0;
      const auto found = resolve(at, links);
      if (!found) {
        throw Error(ErrorCode::bad_input,
                    fmt::format("the symbolic link {} leads to nothing", printable_line(at)));
      }
      if (found->mode == GIT_FILEMODE_TREE) {
        const std::string folder = target_;
        add_folder(below, folder, depth + 1);
      } else if (found->mode != GIT_FILEMODE_COMMIT) {
        add_file(below, found->id);
      }
    }
  }

  void add_file(const std::string& name, const git_oid& id) {
    std::string content = clone_.objects->blob(id);
    total_ += content.size();
    if (content.size() > limits_.max_file_bytes || total_ > limits_.max_total_bytes ||
        files_.size() >= limits_.max_files) {
      throw Error(ErrorCode::bad_input,
                  fmt::format("{} is too much: a file may have {} bytes, all of them {} and there may be {}",
                              printable_line(name), limits_.max_file_bytes, limits_.max_total_bytes,
                              limits_.max_files));
    }
    files_.emplace_back(name, std::move(content));
  }

  const Clone& clone_;
  git_oid root_;
  GitSnapshot snapshot_;
  GitFolderLimits limits_;
  std::string target_;
  std::vector<std::pair<std::string, std::string>> files_;
  std::size_t total_ = 0;
};

}  // namespace

GitFolder read_git_folder(const GitFolderRequest& request, const RepoOptions& options, bool offline,
                          const GitFolderLimits& limits) {
  check_revision(request);
  RepoOptions mirror_options = options;
  // Only HEAD's own branch has to be asked for at the remote.
  mirror_options.branch = request.kind == Revision::branch ? request.revision
                          : request.kind == Revision::head ? ""
                                                           : "main";
  const auto not_cached = [&] {
    return Error(
        ErrorCode::not_found,
        fmt::format("the {} is not in the cache, and --offline forbids to fetch it", described(request)));
  };
  if (offline && !has_mirror(request.url, mirror_options)) throw not_cached();
  Clone clone = open_mirror(request.url, mirror_options, offline ? MirrorHead::as_known : MirrorHead::ask);
  GitFolder folder;
  std::optional<git_oid> commit;
  if (offline || request.kind == Revision::commit) commit = find_commit(request, clone);
  if (!commit && offline) throw not_cached();
  if (!commit) {
    while_doing([&] { return "fetching the " + described(request); }, [&] { fetch(request, clone); });
    folder.fetched = true;
    commit = find_commit(request, clone);
  }
  if (!commit) throw Error(ErrorCode::not_found, fmt::format("there is no {}", described(request)));
  git2::CommitData data;
  clone.objects->required_commit(*commit, data);
  folder.commit = git2::to_hex(*commit);
  Collector collector(clone, *commit, data.tree, limits);
  if (!collector.collect(request.path)) {
    throw Error(ErrorCode::not_found, fmt::format("there is no folder {} in the {}",
                                                  printable_line(request.path), described(request)));
  }
  folder.files = collector.take();
  return folder;
}

}  // namespace gimlet::gitops
