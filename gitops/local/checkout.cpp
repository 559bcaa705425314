#include "gitops/local/checkout.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/process.hpp"
#include "core/util/string.hpp"
#include "core/util/unicode.hpp"
#include "gitops/git2/config.hpp"
#include "gitops/git2/error.hpp"
#include "gitops/git2/git_program.hpp"
#include "gitops/git2/init.hpp"
#include "gitops/git2/objects.hpp"
#include "gitops/git2/refs.hpp"
#include "gitops/git2/repository.hpp"
#include "gitops/local/walk.hpp"
#include "gitops/transport/remote_url.hpp"

namespace gimlet::gitops {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view heads = "refs/heads/";

// What git says, run where the checkout is; nullopt if there is no git, or it refuses. `why` is then the
// reason.
std::optional<std::string> ask_git(const fs::path& folder, std::vector<std::string> arguments,
                                   std::string& why) {
  if (!find_program("git")) {
    why = "there is no git to ask";
    return std::nullopt;
  }
  ProcessOptions options;
  options.unset_env = git2::repository_variables();
  options.set_env = {{"LC_ALL", "C.UTF-8"}, {"LANGUAGE", "C"}, {"GIT_TERMINAL_PROMPT", "0"}};
  arguments.insert(arguments.begin(), {"git", "-C", folder.string()});
  auto result = run_process(arguments, options);
  if (result.ok()) return std::move(result.output);
  why = printable_line(trim(result.error_output), 300);
  return std::nullopt;
}

// A commit in git's words, which are UTF-8 where its encoding is known.
std::optional<CommitInfo> commit_by_git(const fs::path& folder, const std::string& revision,
                                        std::string& why) {
  constexpr std::size_t fields = 8;
  const auto told = ask_git(folder,
                            {"log", "-1", "--no-show-signature", "--no-color", "--encoding=UTF-8",
                             "--format=%H%x00%P%x00%an%x00%ae%x00%cn%x00%ce%x00%ct%x00%B", revision, "--"},
                            why);
  if (!told) return std::nullopt;
  const auto words = split(*told, '\0');
  if (words.size() < fields) return std::nullopt;
  CommitInfo commit;
  commit.id = words[0];
  for (const auto& parent : split(words[1], ' ')) {
    if (!parent.empty()) commit.parents.push_back(parent);
  }
  commit.author = {words[2], words[3]};
  commit.committer = {words[4], words[5]};
  std::from_chars(words[6].data(), words[6].data() + words[6].size(), commit.time);
  commit.message = words[7];
  return commit;
}

bool is_utf8(const CommitInfo& commit) {
  for (const std::string* text : {&commit.author.name, &commit.author.email, &commit.committer.name,
                                  &commit.committer.email, &commit.message}) {
    if (!is_valid_utf8(*text)) return false;
  }
  return true;
}

void replace_what_is_not_utf8(CommitInfo& commit) {
  for (std::string* text : {&commit.author.name, &commit.author.email, &commit.committer.name,
                            &commit.committer.email, &commit.message}) {
    *text = unicode::to_utf8(unicode::to_runes(*text));
  }
}

// Whatever the commit is written in becomes UTF-8.
void convert(CommitInfo& commit, const std::string& encoding, const fs::path& folder,
             std::vector<std::string>& gaps) {
  if (encoding.empty() && is_utf8(commit)) return;
  std::string why = "git does not convert it";
  if (auto told = commit_by_git(folder, commit.id, why)) commit = std::move(*told);
  if (is_utf8(commit)) return;
  replace_what_is_not_utf8(commit);
  gaps.push_back(fmt::format("the texts of the commit {} are {}, so that characters are replaced",
                             commit.id.substr(0, 10),
                             encoding.empty() ? "no UTF-8, and it names no other encoding"
                                              : "in " + printable_line(encoding) + ", and " + why));
}

std::optional<git_oid> find_id(git2::Objects& objects, const std::string& digits) {
  const bool is_hex = digits.size() >= 4 && digits.size() <= GIT_OID_HEXSZ &&
                      digits.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  return is_hex ? objects.commit_with_prefix(digits).commit : std::nullopt;
}

// As the commit itself names them: those, too, that a shallow clone left out.
std::vector<std::string> parents_in(std::string_view commit) {
  constexpr std::string_view key = "parent ";
  std::vector<std::string> parents;
  for (const std::string& line : split(commit.substr(0, commit.find("\n\n")), '\n')) {
    if (line.starts_with(key)) parents.push_back(line.substr(key.size()));
  }
  return parents;
}

// `own` is what the branch's configuration says.
std::string choose_remote(const std::string& own, const std::vector<std::string>& all) {
  if (!own.empty() && own != ".") return own;
  const bool has_origin = std::find(all.begin(), all.end(), "origin") != all.end();
  return has_origin || all.size() != 1 ? "origin" : all.front();
}

class LibraryReader {
 public:
  LibraryReader(const fs::path& folder, git_repository* repository)
      : folder_(folder), repository_(repository), objects_(repository) {}

  // nullopt: HEAD has no commit. Throws what libgit2 cannot read.
  std::optional<Checkout> read(const std::string& commit_id) {
    const auto head = git2::ref_value(repository_, "HEAD");
    if (!head) return std::nullopt;
    Checkout checkout;
    checkout.head = *commit(*head, checkout.gaps);
    if (commit_id.empty() || commit_id == checkout.head.id) {
      checkout.commit = checkout.head;
    } else if (const auto id = find_id(objects_, commit_id)) {
      checkout.commit = commit(*id, checkout.gaps);
    }
    const std::string branch = git2::symbolic_value(repository_, "HEAD");
    if (branch.starts_with(heads)) checkout.branch = branch.substr(heads.size());
    checkout.tag = git2::tag_of(repository_, *head);
    checkout.remote_url = git2::remote_url(repository_, remote_of(checkout.branch).c_str());
    return checkout;
  }

 private:
  std::optional<CommitInfo> commit(const git_oid& id, std::vector<std::string>& gaps) {
    git2::CommitData data;
    objects_.required_commit(id, data);
    CommitInfo info = commit_info(id, data);
    convert(info, std::string(data.encoding), folder_, gaps);
    info.parents = parents_in(data.bytes);
    return info;
  }

  std::string remote_of(const std::string& branch) {
    const git2::Config config = git2::read_config(repository_);
    return choose_remote(config.text("branch." + branch + ".remote"), config.subsections("remote"));
  }

  fs::path folder_;
  git_repository* repository_;
  git2::Objects objects_;
};

// What libgit2 cannot read is asked of git.
Checkout read_by_git(const fs::path& folder, const std::string& commit_id, const std::string& reason) {
  Checkout checkout;
  std::string why;
  auto head = commit_by_git(folder, "HEAD", why);
  if (!head) {
    checkout.gaps.push_back(
        fmt::format("the checkout {} cannot be read, so what it would say is left out: {}; {}",
                    folder.string(), reason, why));
    return checkout;
  }
  const auto line_of = [&](const std::vector<std::string>& arguments) {
    const std::string told = ask_git(folder, arguments, why).value_or("");
    return std::string(trim(told.substr(0, told.find('\n'))));
  };
  convert(*head, "", folder, checkout.gaps);
  checkout.head = *head;
  checkout.commit = checkout.head;
  if (!commit_id.empty() && commit_id != head->id) {
    checkout.commit = commit_by_git(folder, commit_id, why);
    if (checkout.commit) convert(*checkout.commit, "", folder, checkout.gaps);
  }
  checkout.branch = line_of({"symbolic-ref", "-q", "--short", "HEAD"});
  checkout.tag = line_of({"for-each-ref", "--points-at=HEAD", "--format=%(refname:lstrip=2)", "refs/tags"});
  const std::string own =
      checkout.branch.empty() ? "" : line_of({"config", "--get", "branch." + checkout.branch + ".remote"});
  const std::string names = ask_git(folder, {"remote"}, why).value_or("");
  const std::string remote = choose_remote(own, split(std::string(trim(names)), '\n'));
  checkout.remote_url = line_of({"remote", "get-url", remote});
  return checkout;
}

}  // namespace

std::optional<Checkout> read_checkout(const fs::path& folder, const std::string& commit_id) {
  git2::initialise();
  git2::Repository repository;
  const int code = git2::open_for_reading(repository, folder, git2::Search::upwards);
  if (code == GIT_ENOTFOUND) return std::nullopt;
  std::string reason = git2::last_message();
  if (code >= 0) {
    try {
      return LibraryReader(folder, repository.get()).read(commit_id);
    } catch (const Error& error) {
      reason = error.str();
    }
  }
  return read_by_git(folder, commit_id, reason);
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
