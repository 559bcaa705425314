#include <doctest/doctest.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "gitops/transport/transport.hpp"
#include "tests/unit/gitops/git_fixture.hpp"

using namespace gimlet;
using namespace gimlet::gitops;
using gimlet::gitops::test::git;
using gimlet::gitops::test::RemoteAndClone;

namespace {

constexpr const char* main_ref = "refs/heads/main";
const std::string no_commit(40, '1');

std::unique_ptr<Transport> open(const RemoteAndClone& repos, TransportOptions options = {}) {
  options.kind = TransportKind::git;
  return open_transport(repos.clone, repos.remote.string(), options);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

template <class Fn>
Error error_of(const Fn& fn) {
  try {
    fn();
  } catch (const Error& error) {
    return error;
  }
  return {ErrorCode::failed, "no error was thrown"};
}

}  // namespace

TEST_CASE("transport git: refs are listed, with what HEAD points to") {
  const RemoteAndClone repos;
  git(repos.remote, {"tag", "-a", "-m", "v1", "v1", repos.first});
  const auto refs = open(repos)->list_refs();
  CHECK(refs.at("HEAD") == "ref: refs/heads/main");
  CHECK(refs.at(main_ref) == repos.first);
  CHECK(refs.size() == 3);
  CHECK(open(repos)->name() == "git");
}

TEST_CASE("transport git: fetch brings new commits and nothing else") {
  const RemoteAndClone repos;
  const auto second = RemoteAndClone::commit(repos.remote, repos.first, "two");
  git(repos.remote, {"update-ref", main_ref, second});
  git(repos.remote, {"tag", "v1", second});
  open(repos)->fetch({"+refs/heads/main:refs/remotes/origin/main"});
  CHECK(git(repos.clone, {"rev-parse", "refs/remotes/origin/main"}) == second);
  CHECK(git(repos.clone, {"rev-parse", main_ref}) == repos.first);
  CHECK(git(repos.clone, {"tag"}).empty());
  CHECK_FALSE(std::filesystem::exists(repos.clone / "FETCH_HEAD"));
}

TEST_CASE("transport git: a source ref the remote does not have is no error, and the others arrive") {
  const RemoteAndClone empty(false);
  CHECK_NOTHROW(open(empty)->fetch({"+refs/heads/main:refs/remotes/origin/main"}));
  CHECK(open(empty)->list_refs().count(main_ref) == 0);

  const RemoteAndClone repos;
  open(repos)->fetch(
      {"+refs/heads/nothing:refs/remotes/origin/nothing", "+refs/heads/main:refs/remotes/origin/main"});
  CHECK(git(repos.clone, {"rev-parse", "refs/remotes/origin/main"}) == repos.first);
}

TEST_CASE("transport git: a shallow clone stays shallow") {
  const RemoteAndClone repos;
  const auto second = RemoteAndClone::commit(repos.remote, repos.first, "two");
  git(repos.remote, {"update-ref", main_ref, second});
  const auto shallow = repos.folder.path() / "shallow.git";
  git(repos.folder.path(),
      {"clone", "-q", "--bare", "--depth=1", "file://" + repos.remote.string(), shallow.string()});
  const auto third = RemoteAndClone::commit(repos.remote, second, "three");
  git(repos.remote, {"update-ref", main_ref, third});

  const auto transport = open_transport(shallow, "file://" + repos.remote.string(), {});
  transport->fetch({"+refs/heads/main:refs/heads/main"});
  CHECK(git(shallow, {"rev-list", "--count", "main"}) == "2");
  CHECK(git(shallow, {"rev-parse", "--is-shallow-repository"}) == "true");
  const auto fourth = RemoteAndClone::commit(shallow, third, "four");
  CHECK(transport->push({{main_ref, fourth, third}}).status == PushReply::Status::accepted);
  CHECK(repos.remote_ref(main_ref) == fourth);
}

TEST_CASE("transport git: a partial clone stays partial") {
  const RemoteAndClone repos;
  git(repos.remote, {"config", "uploadpack.allowFilter", "true"});
  const std::string url = "file://" + repos.remote.string();
  const auto partial = repos.folder.path() / "partial.git";
  git(repos.folder.path(), {"clone", "-q", "--bare", "--filter=blob:none", url, partial.string()});
  const auto second = RemoteAndClone::commit(repos.remote, repos.first, "two");
  git(repos.remote, {"update-ref", main_ref, second});

  const auto transport = open_transport(partial, url, {});
  transport->fetch({"+refs/heads/main:refs/heads/main"});
  CHECK(git(partial, {"rev-parse", main_ref}) == second);
  CHECK(contains(git(partial, {"rev-list", "--objects", "--missing=print", "main"}), "?"));
  CHECK_FALSE(contains(git(partial, {"config", "--list"}), "remote." + url));
  const auto third = RemoteAndClone::commit(partial, second, "three");
  CHECK(transport->push({{main_ref, third, second}}).status == PushReply::Status::accepted);
}

TEST_CASE("transport git: a push is accepted, a new ref created, a ref already there is accepted") {
  const RemoteAndClone repos;
  const auto second = RemoteAndClone::commit(repos.clone, repos.first, "two");
  const auto transport = open(repos);
  CHECK(transport->push({{main_ref, second, repos.first}}).status == PushReply::Status::accepted);
  CHECK(repos.remote_ref(main_ref) == second);
  CHECK(transport->push({{"refs/heads/new", second, ""}}).status == PushReply::Status::accepted);
  CHECK(repos.remote_ref("refs/heads/new") == second);
  CHECK(transport->push({{main_ref, second, second}}).status == PushReply::Status::accepted);
}

TEST_CASE("transport git: a push into an empty remote") {
  const RemoteAndClone repos(false);
  const auto root = RemoteAndClone::commit(repos.clone, "", "root");
  CHECK(open(repos)->push({{main_ref, root, ""}}).status == PushReply::Status::accepted);
  CHECK(repos.remote_ref(main_ref) == root);
}

TEST_CASE("transport git: a remote that moved is told from a refusal") {
  const RemoteAndClone repos;
  const auto ours = RemoteAndClone::commit(repos.clone, repos.first, "ours");
  const auto theirs = RemoteAndClone::commit(repos.remote, repos.first, "theirs");
  git(repos.remote, {"update-ref", main_ref, theirs});
  const auto transport = open(repos);
  CHECK(transport->push({{main_ref, ours, repos.first}}).status == PushReply::Status::moved);
  CHECK(transport->push({{main_ref, ours, ""}}).status == PushReply::Status::moved);
  CHECK(transport->push({{"refs/heads/gone", ours, repos.first}}).status == PushReply::Status::moved);
  CHECK(repos.remote_ref(main_ref) == theirs);
}

TEST_CASE("transport git: a race lost on the server, between its advertisement and its update, is moved") {
  const RemoteAndClone repos;
  const auto ours = RemoteAndClone::commit(repos.clone, repos.first, "ours");
  const auto theirs = RemoteAndClone::commit(repos.remote, repos.first, "theirs");
  repos.remote_hook("pre-receive",
                    "unset GIT_QUARANTINE_PATH\ngit update-ref refs/heads/main " + theirs + "\n");
  const auto outcome = open(repos)->push({{main_ref, ours, repos.first}});
  CHECK(outcome.status == PushReply::Status::moved);
  CHECK(repos.remote_ref(main_ref) == theirs);
}

TEST_CASE("transport git: another writer's lock that is released soon is moved, one that stays is refused") {
  const RemoteAndClone repos;
  const auto ours = RemoteAndClone::commit(repos.clone, repos.first, "ours");
  const auto theirs = RemoteAndClone::commit(repos.remote, repos.first, "theirs");
  const auto lock = repos.folder.write("remote.git/refs/heads/main.lock", "");
  CHECK(open(repos)->push({{main_ref, ours, repos.first}}).status == PushReply::Status::refused);
  repos.remote_hook("pre-receive", "(sleep 0.2; echo " + theirs +
                                       " > refs/heads/main.lock; mv refs/heads/main.lock refs/heads/main) "
                                       ">/dev/null 2>&1 </dev/null &\n");
  CHECK(open(repos)->push({{main_ref, ours, repos.first}}).status == PushReply::Status::moved);
}

TEST_CASE("transport git: a pre-receive hook refuses, and its text arrives clean") {
  const RemoteAndClone repos;
  repos.remote_hook(
      "pre-receive",
      "printf 'frozen until \\033[31mMonday\\n' >&2\necho 'see https://u:secret@wiki/x' >&2\nexit 1\n");
  const auto ours = RemoteAndClone::commit(repos.clone, repos.first, "ours");
  const auto outcome = open(repos)->push({{main_ref, ours, repos.first}});
  CHECK(outcome.status == PushReply::Status::refused);
  CHECK(contains(outcome.message, "frozen until"));
  CHECK(contains(outcome.message, "pre-receive hook declined"));
  CHECK_FALSE(contains(outcome.message, "\x1b"));
  CHECK_FALSE(contains(outcome.message, "secret"));
  CHECK(repos.remote_ref(main_ref) == repos.first);
}

TEST_CASE("transport git: an update hook and denyNonFastForwards refuse") {
  const RemoteAndClone repos;
  const auto ours = RemoteAndClone::commit(repos.clone, repos.first, "ours");
  const auto unrelated = RemoteAndClone::commit(repos.clone, "", "unrelated");
  git(repos.remote, {"config", "receive.denyNonFastForwards", "true"});
  const auto transport = open(repos);
  const auto outcome = transport->push({{main_ref, unrelated, repos.first}});
  CHECK(outcome.status == PushReply::Status::refused);
  CHECK(contains(outcome.message, "non-fast-forward"));

  repos.remote_hook("update", "echo \"no $1\" >&2\nexit 1\n");
  const auto refused = transport->push({{main_ref, ours, repos.first}});
  CHECK(refused.status == PushReply::Status::refused);
  CHECK(contains(refused.message, "no refs/heads/main"));
}

TEST_CASE("transport git: of two refs both move or none") {
  const RemoteAndClone repos;
  const auto ours = RemoteAndClone::commit(repos.clone, repos.first, "ours");
  const auto transport = open(repos);
  CHECK(transport->push({{main_ref, ours, no_commit}, {"refs/gimlet/artifacts/x", ours, ""}}).status ==
        PushReply::Status::moved);
  CHECK(repos.remote_ref("refs/gimlet/artifacts/x").empty());

  repos.remote_hook("update", "test \"$1\" != refs/gimlet/artifacts/x\n");
  CHECK(transport->push({{main_ref, ours, repos.first}, {"refs/gimlet/artifacts/x", ours, ""}}).status ==
        PushReply::Status::refused);
  CHECK(repos.remote_ref(main_ref) == repos.first);

  repos.remote_hook("update", "exit 0\n");
  CHECK(transport->push({{main_ref, ours, repos.first}, {"refs/gimlet/artifacts/x", ours, ""}}).status ==
        PushReply::Status::accepted);
  CHECK(repos.remote_ref(main_ref) == ours);
  CHECK(repos.remote_ref("refs/gimlet/artifacts/x") == ours);
}

TEST_CASE("transport git: a remote that is silent is given up, and the message names the limit") {
  const RemoteAndClone repos;
  repos.remote_hook("pre-receive", "sleep 30 >/dev/null 2>&1 </dev/null\n");
  const auto ours = RemoteAndClone::commit(repos.clone, repos.first, "ours");
  TransportOptions options;
  options.timeout_ms = 400;
  const Error error = error_of([&] { open(repos, options)->push({{main_ref, ours, repos.first}}); });
  CHECK(error.code() == ErrorCode::failed);
  CHECK(contains(error.message(), "0.4 s"));
}

TEST_CASE("transport git: no such remote is an error in git's words, with a hint") {
  const RemoteAndClone repos;
  const auto transport = open_transport(repos.clone, "/nowhere/at/all.git", {});
  const Error error = error_of([&] { transport->fetch({"+refs/heads/main:refs/remotes/origin/main"}); });
  CHECK(error.code() == ErrorCode::failed);
  CHECK(contains(error.message(), "does not appear to be a git repository"));
  CHECK_FALSE(error.hint().empty());
  CHECK(contains(error.str(), "fetching from /nowhere/at/all.git"));
}

TEST_CASE("transport git: progress comes in lines") {
  const RemoteAndClone repos;
  std::vector<std::string> lines;
  TransportOptions options;
  options.on_progress = [&](std::string_view line) { lines.emplace_back(line); };
  repos.remote_hook("pre-receive", "echo 'thinking about it' >&2\n");
  const auto ours = RemoteAndClone::commit(repos.clone, repos.first, "ours");
  CHECK(open(repos, options)->push({{main_ref, ours, repos.first}}).status == PushReply::Status::accepted);
  CHECK(contains(join(lines, "|"), "thinking about it"));
}

TEST_CASE("transport git: a pre-push hook of the clone's still runs") {
  const RemoteAndClone repos;
  const auto hook =
      repos.folder.write("clone.git/hooks/pre-push", "#!/bin/sh\necho 'not from here' >&2\nexit 1\n");
  std::filesystem::permissions(hook, std::filesystem::perms::owner_all);
  const auto ours = RemoteAndClone::commit(repos.clone, repos.first, "ours");
  const Error error = error_of([&] { open(repos)->push({{main_ref, ours, repos.first}}); });
  CHECK(contains(error.message(), "not from here"));
  CHECK(repos.remote_ref(main_ref) == repos.first);
}

TEST_CASE("transport: URLs that programs could misread are refused, libgit2 never gets a local one") {
  const RemoteAndClone repos;
  CHECK_THROWS_AS(open_transport(repos.clone, "--upload-pack=touch x", {}), Error);
  CHECK_THROWS_AS(open_transport(repos.clone, "https://host/\nhost=evil", {}), Error);
  CHECK_THROWS_AS(open_transport(repos.clone, "", {}), Error);
  TransportOptions options;
  options.kind = TransportKind::libgit2;
  for (const auto& url : {repos.remote.string(), "file://" + repos.remote.string()}) {
    const Error error = error_of([&] { open_transport(repos.clone, url, options); });
    CHECK(contains(error.message(), "compare-and-swap"));
  }
}
