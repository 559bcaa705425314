#include "gitops/local/fetch_refs.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/refs.hpp"

namespace gimlet::gitops {
namespace {

using Names = std::set<std::string>;

// Whether a fetch failed as a ref could not be written, in the words of git or libgit2.
bool speaks_of_local_refs(const Error& error) {
  static constexpr std::array<std::string_view, 4> words = {"some local refs could not be updated",
                                                            "cannot lock ref", "refname conflict",
                                                            "collides with existing"};
  const std::string text = error.str();
  return std::ranges::any_of(words,
                             [&](std::string_view part) { return text.find(part) != std::string::npos; });
}

// Of some refs those that cannot be beside this one: it would be a folder of theirs, or they of its.
Names in_the_way_of(const std::string& ref, const Names& refs) {
  Names found;
  for (auto slash = ref.rfind('/'); slash != std::string::npos && slash > 0;
       slash = ref.rfind('/', slash - 1)) {
    if (const auto above = refs.find(ref.substr(0, slash)); above != refs.end()) found.insert(*above);
  }
  const std::string folder = ref + "/";
  for (auto below = refs.lower_bound(folder); below != refs.end() && below->starts_with(folder); ++below)
    found.insert(*below);
  return found;
}

// The copies that the refspecs make here of what the remote has.
Names copies_of(const std::map<std::string, std::string>& remote_refs,
                const std::vector<std::string>& refspecs) {
  Names copies;
  for (const auto& [name, id] : remote_refs) {
    if (auto copy = map_ref(refspecs, name)) copies.insert(std::move(*copy));
  }
  return copies;
}

// How the clone copies the remote's refs.
std::vector<std::string> usual_refspecs(const Clone& clone) {
  if (clone.mirror) return {"+refs/*:refs/*"};
  const std::string& remote = clone.remote.remote;
  std::vector<std::string> refspecs = clone.config.texts("remote." + remote + ".fetch");
  if (refspecs.empty()) refspecs.push_back(fmt::format("+refs/heads/*:refs/remotes/{}/*", remote));
  return refspecs;
}

bool may_remove(const Clone& clone) {
  if (clone.mirror) return true;
  const auto own = clone.config.flag("remote." + clone.remote.remote + ".prune");
  return own ? *own : clone.config.flag("fetch.prune").value_or(false);
}

void remove(const Clone& clone, const std::string& stale, const std::string& wanted) {
  if (!may_remove(clone)) {
    throw Error(
        ErrorCode::failed,
        fmt::format("{} is in the way of {}, and the remote has no such branch any more", stale, wanted))
        .hint("git remote prune " + clone.remote.remote);
  }
  if (!git2::remove_ref(clone.repository.get(), stale))
    throw Error(ErrorCode::conflict, "cannot remove " + stale + ": it is locked");
}

// Removes the copies of what the remote no longer has, where they are in the way of others. False if there
// was none.
bool make_way(const Clone& clone, Transport& transport, const std::vector<std::string>& refspecs) {
  const auto names = git2::ref_names(clone.repository.get(), "refs/*");
  Names refs(names.begin(), names.end());
  const auto remote_refs = transport.list_refs();
  const Names alive = copies_of(remote_refs, usual_refspecs(clone));
  Names wanted = copies_of(remote_refs, refspecs);
  for (const auto& refspec : refspecs) {  // also of a branch that is yet to be made
    if (refspec.find('*') == std::string::npos) wanted.insert(refspec.substr(refspec.find(':') + 1));
  }
  bool removed = false;
  for (const auto& ref : wanted) {
    for (const auto& stale : in_the_way_of(ref, refs)) {
      if (alive.contains(stale)) continue;
      remove(clone, stale, ref);
      refs.erase(stale);
      removed = true;
    }
  }
  return removed;
}

bool has_something_in_the_way(const Clone& clone, const std::vector<std::string>& refspecs) {
  const auto names = git2::ref_names(clone.repository.get(), "refs/*");
  const Names refs(names.begin(), names.end());
  return std::ranges::any_of(refspecs, [&](const std::string& refspec) {
    return !in_the_way_of(refspec.substr(refspec.find(':') + 1), refs).empty();
  });
}

}  // namespace

std::vector<std::string> fetch_refs(const Clone& clone, Transport& transport,
                                    const std::vector<std::string>& refspecs) {
  std::vector<std::string> gone;
  try {
    gone = transport.fetch(refspecs);
  } catch (const Error& error) {
    if (!speaks_of_local_refs(error) || !make_way(clone, transport, refspecs)) throw;
    return transport.fetch(refspecs);
  }
  if (!gone.empty() && may_remove(clone) && has_something_in_the_way(clone, refspecs))
    make_way(clone, transport, refspecs);
  return gone;
}

}  // namespace gimlet::gitops
