#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/flows/event.hpp"
#include "app/flows/request.hpp"
#include "app/flows/result.hpp"
#include "app/messages.hpp"
#include "gitops/records/layout.hpp"
#include "gitops/repo.hpp"

namespace gimlet::app {

// How a write into the GitOps repository goes on.
struct WriteOptions {
  bool dry_run = false;
  bool diff = false;
  bool no_push = false;
  int deadline = 60;  // seconds to keep trying while the remote moves
};

// Where a write goes, and who its commits are by.
struct Destination {
  gitops::Repo& repo;
  gitops::Identity author;
};

// What a write uses.
struct WriteTools {
  EventLog log;
  std::function<Destination()> destination;  // opens the repository when it is first called; may throw
  Messages& messages;
};

// One attempt to write: the tip that it builds on, and what its commits say.
struct Attempt {
  gitops::Repo& repo;
  const gitops::Snapshot& tip;
  gitops::Layout layout;
  const gitops::Identity& author;
  const std::string& event;  // the event's id
};

// What a request becomes on a tip.
struct Made {
  gitops::Change change;
  std::string reason;  // for the result
};

// The two steps that a write takes at every attempt, on the attempt's tip.
struct WriteSteps {
  // What is asked for there; it may differ from attempt to attempt. Null stands for no tip, where none could
  // be had: what is known without one, for the report.
  std::function<std::vector<Asked>(const Attempt* attempt)> select;
  // The change of one request that has no result yet. An Error it throws fails this request and leaves the
  // others alone.
  std::function<Made(const Request& request, const Attempt& attempt)> change;
};

struct Written {
  std::string event;
  std::vector<Result> results;  // one for each request of the last attempt, in its order
  std::vector<Error> errors;    // of the requests that failed
  std::string diff;
  std::string pushed_to;  // the remote's URL, redacted, and the branch there; "" if nothing was pushed
};

// Publishes the changes, each a commit of its own, in one push. What opening the repository and publish()
// throw (remote, lock, local changes) fails all requests that had a change. Events that other processes left
// open are settled afterwards. The event stays open.
Written write(const WriteTools& tools, const EventScope& event, const WriteSteps& steps,
              const WriteOptions& options);

// The same for a request that is an event of its own, from the intent to the results. Throws, and notes
// nothing, if the repository cannot be opened.
Written write(const WriteTools& tools, const Request& request, const WriteSteps& steps,
              const WriteOptions& options);

// The same for a request that stands for itself: nothing is to be selected.
Written write(const WriteTools& tools, const Request& request,
              const std::function<Made(const Request&, const Attempt&)>& change, const WriteOptions& options);

}  // namespace gimlet::app
