#pragma once

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "app/context.hpp"
#include "app/flows/result.hpp"
#include "gitops/records/release.hpp"
#include "gitops/repo.hpp"
#include "store/events.hpp"

namespace gimlet::app {

// Options of every command that writes into the GitOps repository.
struct WriteOptions {
  bool dry_run = false;
  bool diff = false;
  bool no_push = false;
  int deadline = 60;  // seconds to keep trying while the remote moves
};

// One app in one env that a request is about. `plan` gives its change at a tip; an Error it throws fails this
// item and leaves the others alone.
struct WriteItem {
  std::string env;
  std::string app;
  Result::Status success = Result::Status::released;
  std::string rule;
  std::function<gitops::Change(const gitops::Snapshot& tip, const gitops::Layout& layout)> plan;
};

struct WriteOutcome {
  std::vector<Result> results;  // one for each item, in order
  gitops::Published published;
  std::vector<Error> errors;  // of the items that failed
};

// A request's record in the store: opened before anything is written, closed with what came of it. A dry run
// records nothing.
class EventScope {
 public:
  // Opens an event of `type`; `request` is what was asked for.
  EventScope(Context& context, const std::string& type, const Json& request, const std::string& artifact_id,
             bool dry_run);
  // Takes over an event that was opened together with its artifact.
  EventScope(Context& context, store::EventRecord event);
  EventScope(const EventScope&) = delete;
  EventScope& operator=(const EventScope&) = delete;
  // An event that an exception leaves open is closed as failed.
  ~EventScope();

  [[nodiscard]] const std::string& id() const { return event_.id; }
  // Waits until the intent, which is written while the release is built, is on the disk. Throws what went
  // wrong.
  void wait_until_recorded();
  // Records the results: processed, or error if any of them failed.
  void close(const std::vector<Result>& results);
  // Records that the request failed as a whole.
  void fail(const Error& error);

 private:
  void claim();
  void save();

  Context& context_;
  store::EventRecord event_;
  bool recorded_ = true;
  bool closed_ = false;
  std::unique_ptr<store::EventClaim> claim_;
  std::future<void> saving_;
};

// Publishes the items' changes, each a commit of its own, in one push. What publish() throws (remote, lock,
// local changes) fails all items that had a change. Events that other processes left open are settled
// afterwards.
WriteOutcome write_items(Context& context, EventScope& event, const std::vector<WriteItem>& items,
                         const WriteOptions& options);

// Prints a write's results (text, or the JSON contract's object), the diff if asked for, and sets the exit
// code of the first failure. With a single item that failed the error itself is thrown.
void finish_write(Context& context, const EventScope& event, const WriteOutcome& outcome,
                  const WriteOptions& options);

}  // namespace gimlet::app
