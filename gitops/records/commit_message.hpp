#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gitops/records/target.hpp"

// The messages of the commits that gimlet makes, written and read. Gimlet's own tools read them as well: they
// know a release by "[Gimlet] <env>/<app> automated deploy" and a rollback by "This reverts commit". A
// message about one app is
//
//   [Gimlet] production/web rolled back to 1a2b3c4
//
//   This reverts commit <40 hex digits>.
//
//   Gimlet-Event: …
//   Gimlet-Intent: rollback
//
// and one about several says how many in its subject, and names each in its body:
//
//   [Gimlet] production: 2 apps rolled back
//
//   Gimlet-Target: production/web <40 hex digits: the release that is live again>
//   This reverts commit <40 hex digits>.
//   Gimlet-Target: production/api <40 hex digits>
//
//   Gimlet-Event: …
namespace gimlet::gitops {

enum class ReleaseKind { release, rollback, removal, manual };
// "release", "rollback", "delete", "manual": the kind's name in JSON.
std::string to_string(ReleaseKind kind);

// The commit's trailers (git-interpret-trailers(1)); empty ones are left out.
struct Trailers {
  std::string event;         // Gimlet-Event
  std::string artifact;      // Gimlet-Artifact
  std::string triggered_by;  // Gimlet-Triggered-By
  std::string intent;        // Gimlet-Intent: release, policy, rollback, promote, delete, write
  bool operator==(const Trailers&) const = default;
};

// What a commit did to one app.
struct AppCommit {
  Target target;
  std::string artifact;  // of a release among several; of a single one it is the trailer
  std::string restored;  // of a rollback: the commit, or its beginning, of the release that is live again
  std::vector<std::string>
      reverted;  // of a rollback: the commits of the releases that it undid, newest first
  bool operator==(const AppCommit&) const = default;
};

struct CommitMessage {
  ReleaseKind kind = ReleaseKind::manual;
  // None for a commit of a person's, which `manual` is, but for what `gimlet gitops write` made. A commit of
  // `git revert`, which is how GimletD rolled back, has one without a target: it is about whatever app it
  // changed.
  std::vector<AppCommit> apps;
  Trailers trailers;
  std::string
      text{};  // of a `manual` one about one app, which `gimlet gitops write` makes: its author's words

  // What the commit says of an app; nullptr if it says nothing of it.
  [[nodiscard]] const AppCommit* about(const Target& target) const;
};

// The text of a message of a release, rollback or removal of one app or more. A rollback's ids are full ones.
// Control characters in names are replaced.
std::string write_message(const CommitMessage& message);

// Reads what write_message wrote, what GimletD wrote and what `git revert` writes. Anything else is `manual`.
CommitMessage read_message(std::string_view text);

// The value of a trailer in the message's last paragraph.
std::optional<std::string> trailer(std::string_view message, std::string_view name);

}  // namespace gimlet::gitops
