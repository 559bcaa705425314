#include "gitops/git2/refs.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/fd.hpp"
#include "core/util/fs.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/error.hpp"
#include "gitops/git2/file_sync.hpp"
#include "gitops/git2/handle.hpp"
#include "gitops/git2/lock.hpp"
#include "gitops/git2/oid.hpp"
#include "gitops/git2/repository.hpp"
#include "gitops/git2/shared_mode.hpp"

namespace gimlet::git2 {
namespace {

namespace fs = std::filesystem;

constexpr mode_t all_may_read_and_write = 0666;  // less the umask, as git does
constexpr std::string_view symbolic = "ref: ";

[[noreturn]] void fail(const std::string& doing, int code) {
  throw Error(ErrorCode::failed, doing + ": " + system_message(code));
}

int open_file(const fs::path& path, int flags) {
  return ::open(path.c_str(), flags | O_CLOEXEC, all_may_read_and_write);
}

// One call, as a line is appended whole or not at all.
void write(const Fd& file, std::string_view text, const std::string& doing) {
  const ssize_t written = ::write(file.get(), text.data(), text.size());
  if (written != static_cast<ssize_t>(text.size())) fail(doing, written < 0 ? errno : ENOSPC);
}

// What a ref's own file holds, without its line end; nullopt if there is none.
std::optional<std::string> loose_value(const fs::path& file) {
  constexpr std::size_t longest = 1024;  // of a symbolic ref
  const Fd opened(open_file(file, O_RDONLY));
  if (!opened.is_open()) return std::nullopt;
  std::string text(longest, '\0');
  const ssize_t size = ::read(opened.get(), text.data(), text.size());
  if (size < 0) return std::nullopt;  // a folder, which was a ref's before
  text.resize(static_cast<std::size_t>(size));
  return std::string(trim(text));
}

// nullptr if there is no such ref.
Reference look_up(git_repository* repository, const std::string& name) {
  Reference reference;
  const int code = git_reference_lookup(out_ptr(reference), repository, name.c_str());
  if (code != GIT_ENOTFOUND) check(code, "cannot read " + name);
  return reference;
}

bool exists(git_repository* repository, const std::string& name) {
  return look_up(repository, name) != nullptr;
}

// Whether the repository itself, as opposed to a linked working tree of it, has none.
bool is_main_bare(git_repository* repository) {
  ConfigHandle config;
  int bare = 0;
  check(git_repository_config(out_ptr(config), repository), "cannot read git's configuration");
  return git_config_get_bool(&bare, config.get(), "core.bare") == 0 && bare != 0;
}

bool is_at(git_repository* repository, const fs::path& file, const std::string& name,
           const std::optional<git_oid>& expected) {
  if (const auto value = loose_value(file)) return expected && *value == to_hex(*expected);
  if (!expected) return !exists(repository, name);
  const auto packed = ref_value(repository, name);
  return packed && same(*packed, *expected);
}

// A packed ref whose name is the beginning of another's is not seen by the file system.
void check_name_is_free(git_repository* repository, const std::string& name, const std::string& doing) {
  const auto taken = [&](std::string_view other) {
    return Error(ErrorCode::failed, fmt::format("{}: there is a ref {}", doing, other));
  };
  for (auto slash = name.rfind('/'); slash != std::string::npos && slash > 0;
       slash = name.rfind('/', slash - 1)) {
    const std::string above = name.substr(0, slash);
    if (above.find('/') != std::string::npos && exists(repository, above)) throw taken(above);
  }
  const auto below = ref_names(repository, name + "/*");
  if (!below.empty()) throw taken(below.front());
}

bool is_packed(const fs::path& common, const std::string& name) {
  const fs::path file = common / "packed-refs";
  std::error_code ignored;
  return fs::exists(file, ignored) && read_file(file).find(' ' + name + '\n') != std::string::npos;
}

// Folders that refs which were deleted have left.
void remove_empty_folders(const fs::path& folder) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.is_directory(ignored)) remove_empty_folders(entry.path());
  }
  ::rmdir(folder.c_str());
}

void rename_over(const fs::path& draft, const fs::path& file, const std::string& doing) {
  if (::rename(draft.c_str(), file.c_str()) == 0) return;
  if (errno != EISDIR && errno != ENOTEMPTY) fail(doing, errno);
  remove_empty_folders(file);
  if (::rename(draft.c_str(), file.c_str()) != 0) fail(doing, errno);
}

// nullopt: it need not survive a crash.
void write_over(const fs::path& draft, const fs::path& file, const git_oid& to,
                std::optional<Durability> durability, const SharedMode& mode, const std::string& doing) {
  ::unlink(draft.c_str());  // one that died may have left it, of another user even
  const Fd written(open_file(draft, O_WRONLY | O_CREAT | O_EXCL));
  if (!written.is_open()) fail(doing, errno);
  mode.adjust(written.get());
  write(written, to_hex(to) + '\n', doing);
  if (!durability) return rename_over(draft, file, doing);
  const auto sync = [&] {
    if (::fsync(written.get()) != 0) fail(doing, errno);
  };
  std::error_code ignored;
  const bool keeps_order = disk_order(written.get()).replaces_whole;
  if (!keeps_order || !fs::is_regular_file(file, ignored)) sync();
  rename_over(draft, file, doing);
  if (!keeps_order) {
    sync_path(file.parent_path());
  } else if (*durability == Durability::now) {
    sync();
  }
}

// Puts a file in place of the ref's.
void replace(git_repository* repository, const fs::path& file, const git_oid& to,
             std::optional<Durability> durability, const std::string& doing) {
  const fs::path draft = common_folder(repository) / "gimlet-ref";
  try {
    write_over(draft, file, to, durability, SharedMode::of(repository), doing);
  } catch (const Error&) {
    ::unlink(draft.c_str());
    throw;
  }
}

// Whether another ref's file lies where a folder of this one's would have to be.
bool is_below_a_file(const fs::path& file) {
  struct stat info {};
  return ::lstat(file.c_str(), &info) != 0 && errno == ENOTDIR;
}

// git holds a ref's lock for a moment only; as git does for packed-refs, it is waited for. nullopt also where
// there can be no such ref.
std::optional<LockFile> lock_soon(const fs::path& file, const fs::path& common, const SharedMode& mode) {
  constexpr int tries = 50;
  constexpr std::chrono::milliseconds pause(20);
  if (is_below_a_file(file)) return std::nullopt;
  for (int i = 1; i < tries; ++i) {
    if (auto lock = LockFile::take(file, common, mode)) return lock;
    std::this_thread::sleep_for(pause);
  }
  return LockFile::take(file, common, mode);
}

bool starts_log(git_repository* repository, const std::string& name, const LogLine& log) {
  const LogsFor usual = git_repository_is_bare(repository) == 0 ? LogsFor::branches : LogsFor::none;
  const LogsFor wanted = log.logs_for.value_or(usual);
  const bool is_branch =
      name == "HEAD" || name.starts_with("refs/heads/") || name.starts_with("refs/remotes/");
  return wanted == LogsFor::all || (wanted == LogsFor::branches && is_branch);
}

void append(const fs::path& file, const std::string& line, bool may_start, const SharedMode& mode) {
  constexpr int flags = O_WRONLY | O_APPEND;
  const std::string doing = "cannot write the log " + file.string();
  const Fd there(open_file(file, flags));
  if (there.is_open()) return write(there, line, doing);
  if (errno != ENOENT && errno != EISDIR) fail(doing, errno);
  if (!may_start) return;
  if (errno == EISDIR) remove_empty_folders(file);
  if (const auto code = mode.make_folders_for(file)) fail(doing, code.value());
  const Fd started(open_file(file, flags | O_CREAT));
  if (!started.is_open()) fail(doing, errno);
  mode.adjust(started.get());
  write(started, line, doing);
}

void write_log(git_repository* repository, const std::string& name, const std::optional<git_oid>& from,
               const git_oid& to, const LogLine& log) {
  Signature who;
  if (git_signature_new(out_ptr(who), log.name.c_str(), log.email.c_str(), log.time, 0) < 0) {
    check(git_signature_new(out_ptr(who), "gimlet", "gimlet@localhost", log.time, 0),
          "cannot write the log of " + name);  // it was blank
  }
  const std::string line = fmt::format("{} {} {} <{}> {} +0000\t{}\n", to_hex(from.value_or(git_oid{})),
                                       to_hex(to), who->name, who->email, log.time, log.message);
  const SharedMode mode = SharedMode::of(repository);
  append(common_folder(repository) / "logs" / name, line, starts_log(repository, name, log), mode);
  const fs::path own = git_repository_path(repository);  // HEAD is each working tree's own
  if (loose_value(own / "HEAD") == std::string(symbolic) + name)
    append(own / "logs/HEAD", line, starts_log(repository, "HEAD", log), mode);
}

}  // namespace

bool is_ref_name(const std::string& name) {
  int valid = 0;
  return git_reference_name_is_valid(&valid, name.c_str()) == 0 && valid != 0;
}

std::optional<git_oid> ref_value(git_repository* repository, const std::string& name) {
  git_oid id{};
  const int code = git_reference_name_to_id(&id, repository, name.c_str());
  if (code == GIT_ENOTFOUND) return std::nullopt;
  check(code, "cannot read " + name);
  return id;
}

std::string symbolic_value(git_repository* repository, const std::string& name) {
  Reference reference;
  check(git_reference_lookup(out_ptr(reference), repository, name.c_str()), "cannot read " + name);
  const char* const target = git_reference_symbolic_target(reference.get());
  return target == nullptr ? "" : target;
}

std::vector<std::string> ref_names(git_repository* repository, const std::string& pattern) {
  ReferenceIterator iterator;
  check(git_reference_iterator_glob_new(out_ptr(iterator), repository, pattern.c_str()), "cannot list refs");
  std::vector<std::string> names;
  const char* name = nullptr;
  while (git_reference_next_name(&name, iterator.get()) == 0) names.emplace_back(name);
  return names;
}

bool is_checked_out_anywhere(git_repository* repository, const std::string& branch) {
  const std::string on_branch = std::string(symbolic) + branch;
  const fs::path common = common_folder(repository);
  if (!is_main_bare(repository) && loose_value(common / "HEAD") == on_branch) return true;
  std::error_code ignored;
  const fs::directory_iterator linked(common / "worktrees", ignored);
  return std::any_of(begin(linked), end(linked), [&](const fs::directory_entry& folder) {
    return loose_value(folder.path() / "HEAD") == on_branch;
  });
}

std::string tag_of(git_repository* repository, const git_oid& commit) {
  constexpr std::string_view tags = "refs/tags/";
  for (const auto& name : ref_names(repository, std::string(tags) + "*")) {
    const Reference reference = look_up(repository, name);
    Object object;  // a tag of something else than a commit has none
    if (git_reference_peel(out_ptr(object), reference.get(), GIT_OBJECT_COMMIT) != 0) continue;
    if (same(*git_object_id(object.get()), commit)) return name.substr(tags.size());
  }
  return "";
}

std::optional<git_oid> find_commit(git_repository* repository, const std::string& revision) {
  Object object;
  const int code = git_revparse_single(out_ptr(object), repository, (revision + "^{commit}").c_str());
  if (code == GIT_ENOTFOUND || code == GIT_EAMBIGUOUS || code == GIT_EINVALIDSPEC || code == GIT_EPEEL)
    return std::nullopt;
  check(code, "cannot look up " + revision);
  return *git_object_id(object.get());
}

void set_head(git_repository* repository, const std::string& branch) {
  check(git_repository_set_head(repository, branch.c_str()), "cannot set HEAD to " + branch);
}

LogLine log_line(const Config& config, git_time_t time, std::string message) {
  constexpr const char* setting = "core.logallrefupdates";
  LogLine line{config.text("user.name"), config.text("user.email"), time, std::move(message), {}};
  if (to_lower(config.text(setting)) == "always") {
    line.logs_for = LogsFor::all;
  } else if (const auto flag = config.flag(setting)) {
    line.logs_for = *flag ? LogsFor::branches : LogsFor::none;
  }
  return line;
}

bool move_ref(git_repository* repository, const std::string& name, const std::optional<git_oid>& from,
              const git_oid& to, const LogLine& log, Durability durability) {
  const std::string doing = (from ? "cannot move " : "cannot create ") + name;
  const fs::path common = common_folder(repository);
  const fs::path file = common / name;
  if (!from) check_name_is_free(repository, name, doing);
  const auto lock = lock_soon(file, common, SharedMode::of(repository));
  if (!lock) return false;
  if (!is_at(repository, file, name, from)) return false;
  write_log(repository, name, from, to, log);
  replace(repository, file, to, durability, doing);
  return true;
}

bool put_ref(git_repository* repository, const std::string& name, const git_oid& to) {
  const fs::path common = common_folder(repository);
  const auto lock = LockFile::take(common / name, common, SharedMode::of(repository));
  if (lock) replace(repository, common / name, to, std::nullopt, "cannot move " + name);
  return lock.has_value();
}

bool remove_ref(git_repository* repository, const std::string& name) {
  const fs::path common = common_folder(repository);
  const std::string doing = "cannot remove " + name;
  if (is_packed(common, name)) {
    // libgit2 makes folders and a new packed-refs, and knows of no sharing.
    const SharedMode mode = SharedMode::of(repository);
    if (const auto cannot = mode.make_folders_for(common / name)) fail(doing, cannot.value());
    const int code = git_reference_remove(repository, name.c_str());
    if (code == GIT_ELOCKED) return false;
    check(code, doing);
    mode.adjust(common / "packed-refs");
    return true;
  }
  std::error_code ignored;  // a folder is no ref, nor is what would lie below one
  const auto kind = fs::symlink_status(common / name, ignored).type();
  if (kind == fs::file_type::directory || kind == fs::file_type::not_found) return true;
  const auto lock = LockFile::take(common / name, common);
  if (!lock) return false;
  if (::unlink((common / name).c_str()) != 0 && errno != ENOENT) fail(doing, errno);
  ::unlink((common / "logs" / name).c_str());  // most have none
  return true;
}

}  // namespace gimlet::git2
