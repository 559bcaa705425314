#include "gitops/git2/working_tree.hpp"

#include "gitops/git2/error.hpp"

namespace gimlet::git2 {

IndexLines::IndexLines(git_repository* repository) {
  check(git_repository_index(out_ptr(index_), repository), "cannot read the index");
  check(git_index_read(index_.get(), 0), "cannot read the index");
}

std::optional<IndexLine> IndexLines::find(const std::string& path) const {
  const git_index_entry* const entry = git_index_get_bypath(index_.get(), path.c_str(), 0);
  if (entry == nullptr) return std::nullopt;
  return IndexLine{entry->id, static_cast<git_filemode_t>(entry->mode),
                   (entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) != 0};
}

bool IndexLines::has(const std::string& path) const {
  for (int stage = 0; stage <= GIT_INDEX_STAGE_THEIRS; ++stage) {
    if (git_index_get_bypath(index_.get(), path.c_str(), stage) != nullptr) return true;
  }
  return false;
}

bool IndexLines::has_conflicts() const {
  return git_index_has_conflicts(index_.get()) != 0;
}

void IndexLines::put(const std::string& path, const git_oid& id, git_filemode_t mode) {
  git_index_entry line{};
  line.path = path.c_str();
  line.id = id;
  line.mode = mode;
  if (const auto before = find(path); before && before->skips_working_tree)
    line.flags_extended = GIT_INDEX_ENTRY_SKIP_WORKTREE;
  check(git_index_add(index_.get(), &line), "cannot change the index");
}

void IndexLines::remove(const std::string& path) {
  const int code = git_index_remove(index_.get(), path.c_str(), 0);
  if (code != GIT_ENOTFOUND) check(code, "cannot change the index");
}

void IndexLines::write() {
  check(git_index_write(index_.get()), "cannot write the index");
}

bool can_read_index(git_repository* repository) {
  Index index;
  const int code = git_repository_index(out_ptr(index), repository);
  if (code != 0 && last_message().find("extension") != std::string::npos) return false;
  check(code, "cannot read the index");
  return true;
}

void check_out(git_repository* repository, const git_oid& from, const git_oid& to,
               const std::vector<std::string>& paths, bool force) {
  Tree baseline;
  Object target;
  check(git_tree_lookup(out_ptr(baseline), repository, &from), "cannot read a tree");
  check(git_object_lookup(out_ptr(target), repository, &to, GIT_OBJECT_TREE), "cannot read a tree");
  std::vector<std::string> names = paths;
  std::vector<char*> pointers;
  for (auto& name : names) pointers.push_back(name.data());
  git_checkout_options options = GIT_CHECKOUT_OPTIONS_INIT;
  const unsigned strategy = force ? GIT_CHECKOUT_FORCE : GIT_CHECKOUT_SAFE | GIT_CHECKOUT_RECREATE_MISSING;
  options.checkout_strategy = strategy | GIT_CHECKOUT_DISABLE_PATHSPEC_MATCH;
  options.paths = {pointers.data(), pointers.size()};
  options.baseline = baseline.get();
  check(git_checkout_tree(repository, target.get(), &options), "cannot update the working tree");
}

std::optional<git_oid> file_id(git_repository* repository, const std::filesystem::path& file,
                               const std::string& path) {
  git_oid id{};
  if (git_repository_hashfile(&id, repository, file.c_str(), GIT_OBJECT_BLOB, path.c_str()) != 0)
    return std::nullopt;
  return id;
}

std::optional<std::string> checked_out_text(git_repository* repository, const git_oid& blob,
                                            const std::string& path) {
  Blob content;
  if (git_blob_lookup(out_ptr(content), repository, &blob) != 0) return std::nullopt;
  Buffer text;
  git_blob_filter_options options = GIT_BLOB_FILTER_OPTIONS_INIT;
  options.flags = 0;  // or a binary one would come out empty
  if (git_blob_filter(text.get(), content.get(), path.c_str(), &options) != 0) return std::nullopt;
  return std::string(text.data(), text.size());
}

}  // namespace gimlet::git2
