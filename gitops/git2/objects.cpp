#include "gitops/git2/objects.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <queue>

#include "core/util/fs.hpp"
#include "core/util/process.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/config.hpp"
#include "gitops/git2/error.hpp"
#include "gitops/git2/git_program.hpp"

namespace gimlet::git2 {
namespace {

constexpr std::size_t kept_trees = 16;

// Takes the next line off `text`.
std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

std::string_view after(std::string_view line, std::string_view key) {
  return line.starts_with(key) ? line.substr(key.size()) : std::string_view();
}

// The header's fields up to the empty line; continued lines (a signature's) begin with a space.
void parse_commit(CommitData& commit) {
  std::string_view rest = commit.bytes;
  commit.parents.clear();
  commit.encoding = {};
  bool has_tree = false;
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    if (line.empty()) break;
    if (const auto tree = after(line, "tree "); is_full_id(tree)) {
      commit.tree = to_oid(tree);
      has_tree = true;
    } else if (const auto parent = after(line, "parent "); is_full_id(parent)) {
      commit.parents.push_back(to_oid(parent));
    } else if (const auto author = after(line, "author "); !author.empty()) {
      commit.author = author;
    } else if (const auto committer = after(line, "committer "); !committer.empty()) {
      commit.committer = committer;
    } else if (const auto encoding = after(line, "encoding "); !encoding.empty()) {
      commit.encoding = encoding;
    }
  }
  commit.message = rest;
  if (!has_tree)
    throw Error(ErrorCode::failed, "a damaged commit in the repository").hint("check it with: git fsck");
}

}  // namespace

Person parse_person(std::string_view line) {
  Person person;
  const auto open = line.find('<');
  const auto close = line.rfind('>');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
    person.name = std::string(trim(line));
    return person;
  }
  person.name = std::string(trim(line.substr(0, open)));
  person.email = std::string(line.substr(open + 1, close - open - 1));
  const std::string_view time = trim(line.substr(close + 1));
  std::from_chars(time.data(), time.data() + time.size(), person.time);
  return person;
}

Objects::Objects(git_repository* repository, Writes writes) : repository_(repository) {
  check(git_repository_odb(out_ptr(odb_), repository), "cannot open the object database");
  if (writes == Writes::to_disk) {
    loose_ = std::make_unique<LooseObjects>(
        std::filesystem::path(git_repository_commondir(repository)) / "objects", SharedMode::of(repository));
  }
  read_edges();
}

void Objects::read_edges() {
  const std::filesystem::path file = std::filesystem::path(git_repository_commondir(repository_)) / "shallow";
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return;
  for (const auto& line : split(read_file(file), '\n')) {
    if (is_full_id(line)) edges_.insert(to_lower(line));
  }
}

bool Objects::is_edge(const git_oid& id) const {
  return !edges_.empty() && edges_.contains(to_hex(id));
}

bool Objects::exists(const git_oid& id) {
  return git_odb_exists(odb_.get(), &id) == 1;
}

bool Objects::is_partial() {
  if (!partial_) {
    const Config config = read_config(repository_);
    partial_ = !config.text("extensions.partialclone").empty() ||
               std::ranges::any_of(config.subsections("remote"), [&](const std::string& remote) {
                 return config.flag("remote." + remote + ".promisor").value_or(false);
               });
  }
  return *partial_;
}

// Looking an object up makes git fetch it from the remote that promised it.
bool Objects::fetch_missing(const git_oid& id) {
  if (!is_partial() || !find_program("git")) return false;
  const auto result = run_git(git_repository_path(repository_), "", {"cat-file", "-e", to_hex(id)});
  if (!result.ok()) return false;
  check(git_odb_refresh(odb_.get()), "cannot refresh the object database");
  return true;
}

std::optional<std::string> Objects::read(const git_oid& id, git_object_t type) {
  OdbObject object;
  int code = git_odb_read(out_ptr(object), odb_.get(), &id);
  if (code == GIT_ENOTFOUND && fetch_missing(id)) code = git_odb_read(out_ptr(object), odb_.get(), &id);
  if (code == GIT_ENOTFOUND) return std::nullopt;
  if (code < 0) throw error(code, "cannot read the object " + to_hex(id));
  if (git_odb_object_type(object.get()) != type) return std::nullopt;
  return std::string(static_cast<const char*>(git_odb_object_data(object.get())),
                     git_odb_object_size(object.get()));
}

void Objects::remember(const git_oid& id, TreeBytes bytes) {
  recent_.emplace_front(id, std::move(bytes));
  if (recent_.size() > kept_trees) recent_.pop_back();
}

TreeBytes Objects::tree(const git_oid& id) {
  for (const auto& [known, bytes] : recent_) {
    if (same(known, id)) return bytes;
  }
  auto content = read(id, GIT_OBJECT_TREE);
  if (!content) throw Error(ErrorCode::failed, "the repository lacks the tree " + to_hex(id));
  auto bytes = std::make_shared<const std::string>(std::move(*content));
  remember(id, bytes);
  return bytes;
}

std::string Objects::blob(const git_oid& id) {
  auto content = read(id, GIT_OBJECT_BLOB);
  if (!content) throw Error(ErrorCode::failed, "the repository lacks the file content " + to_hex(id));
  return std::move(*content);
}

bool Objects::commit(const git_oid& id, CommitData& commit) {
  auto content = read(id, GIT_OBJECT_COMMIT);
  if (!content) return false;
  commit.bytes = std::move(*content);
  parse_commit(commit);
  if (is_edge(id)) commit.parents.clear();
  return true;
}

void Objects::required_commit(const git_oid& id, CommitData& result) {
  if (!commit(id, result)) throw Error(ErrorCode::failed, "the repository lacks the commit " + to_hex(id));
}

Objects::PrefixMatch Objects::commit_with_prefix(std::string_view digits) {
  git_oid prefix{};
  OdbObject object;
  check(git_oid_fromstrn(&prefix, digits.data(), digits.size()), "cannot read a commit id");
  const int code = git_odb_read_prefix(out_ptr(object), odb_.get(), &prefix, digits.size());
  if (code == GIT_EAMBIGUOUS) return {true, std::nullopt};
  if (code == GIT_ENOTFOUND) return {};
  check(code, "cannot look up " + std::string(digits));
  if (git_odb_object_type(object.get()) != GIT_OBJECT_COMMIT) return {};
  return {false, *git_odb_object_id(object.get())};
}

git_oid Objects::write(std::string_view content, git_object_t type) {
  git_oid id{};
  if (!loose_) {
    check(git_odb_write(&id, odb_.get(), content.data(), content.size(), type), "cannot write an object");
    return id;
  }
  check(git_odb_hash(&id, content.data(), content.size(), type), "cannot hash an object");
  // An object of that name is written again rather than looked for: nearly always there is none, and one that
  // no ref holds may be gone before its commit is a branch's.
  loose_->write(id, content, type);
  unheld_.push_back(id);
  return id;
}

bool Objects::are_unheld_there() {
  return std::ranges::all_of(unheld_, [&](const git_oid& id) { return exists(id); });
}

git_oid Objects::copy(Objects& from, const git_oid& id) {
  OdbObject object;
  check(git_odb_read(out_ptr(object), from.odb_.get(), &id), "cannot read the object " + to_hex(id));
  const std::string_view content(static_cast<const char*>(git_odb_object_data(object.get())),
                                 git_odb_object_size(object.get()));
  const git_oid written = write(content, git_odb_object_type(object.get()));
  if (!same(written, id)) throw Error(ErrorCode::failed, "the object " + to_hex(id) + " is damaged");
  return written;
}

void Objects::make_durable() {
  if (loose_) loose_->make_durable();
}

git_oid Objects::write_blob(std::string_view content) {
  return write(content, GIT_OBJECT_BLOB);
}

git_oid Objects::write_tree(std::string bytes) {
  const git_oid id = write(bytes, GIT_OBJECT_TREE);
  remember(id, std::make_shared<const std::string>(std::move(bytes)));
  return id;
}

git_oid Objects::write_commit(std::string_view bytes) {
  return write(bytes, GIT_OBJECT_COMMIT);
}

// Paints the ancestors of each side, newest first by commit time, until every commit still to be looked at is
// an ancestor of both: a few steps where the two are near each other, whatever lies below.
Objects::Relation Objects::relation(const git_oid& a, const git_oid& b) {
  if (same(a, b)) return Relation::same;
  constexpr unsigned from_a = 1;
  constexpr unsigned from_b = 2;
  constexpr unsigned both = from_a | from_b;
  std::priority_queue<std::pair<std::int64_t, std::string>> queue;
  std::map<std::string, unsigned> painted;
  std::set<std::string> one_sided;  // those in the queue that only one side has reached
  CommitData data;
  const auto paint = [&](const git_oid& id, unsigned colour) {
    const std::string hex = to_hex(id);
    unsigned& has = painted[hex];
    if ((has | colour) == has || !commit(id, data)) return;
    has |= colour;
    queue.emplace(parse_person(data.committer).time, hex);
    if (has == both) {
      one_sided.erase(hex);
    } else {
      one_sided.insert(hex);
    }
  };
  paint(a, from_a);
  paint(b, from_b);
  const std::string a_hex = to_hex(a);
  const std::string b_hex = to_hex(b);
  while (!one_sided.empty()) {
    const std::string id = queue.top().second;
    queue.pop();
    const unsigned colour = painted[id];
    one_sided.erase(id);
    CommitData current;
    if (!commit(to_oid(id), current)) continue;
    for (const auto& parent : current.parents) paint(parent, colour);
  }
  if ((painted[b_hex] & from_a) != 0) return Relation::ahead;
  return (painted[a_hex] & from_b) != 0 ? Relation::behind : Relation::diverged;
}

}  // namespace gimlet::git2
