#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/artifacts.hpp"
#include "store/events.hpp"

namespace gimlet::store {

struct StoreStats {
  std::string path;
  int schema_version = 0;
  std::uint64_t artifacts = 0;
  std::uint64_t events = 0;
  std::uint64_t file_bytes = 0;
  std::uint64_t used_bytes = 0;  // of the file's
  std::uint64_t map_bytes = 0;   // address space reserved for the file
  std::uint64_t readers = 0;     // that are reading at the moment
  std::int64_t oldest = 0;       // unix seconds of the oldest artifact; 0 if there is none
  std::int64_t newest = 0;
};

// What records must be, besides what the store itself asks of them: it knows no artifacts, whoever fills it
// does.
struct RecordRules {
  // Whether two bodies mean the same artifact; equal texts are not asked about.
  std::function<bool(const std::string& stored_body, const std::string& new_body)> same;
  // Throw bad_input for a record that is no artifact, or no event; fill in what it may lack. Null: all do.
  std::function<void(ArtifactRecord&)> artifact;
  std::function<void(EventRecord&)> event;
};

// What a removal takes out, or would.
struct Removal {
  bool artifact = false;            // the artifact of the id
  std::vector<std::string> events;  // the event of the id, or those of the artifact
};

// What an import did.
struct Imported {
  std::uint64_t stored = 0;     // new, or an event that was brought forward
  std::uint64_t unchanged = 0;  // there already
};

// A store as a whole (store.hpp says how one is opened, and how its parts fail).
class Maintenance {
 public:
  using SameBodies = decltype(RecordRules::same);

  explicit Maintenance(std::shared_ptr<Database> database) : database_(std::move(database)) {}

  [[nodiscard]] StoreStats stats() const;
  // Every problem found, a line each, at most a hundred: damaged pages, records that do not decode or do not
  // keep the rules, index entries without a record, records missing from an index.
  [[nodiscard]] std::vector<std::string> check(const RecordRules& rules = {}) const;
  // Writes a consistent, compacted copy of mode 0600. Throws conflict if the target exists, bad_input for a
  // store with damaged pages.
  void backup(const std::filesystem::path& target) const;
  // Whether a path leads to a file of the store: itself, its lock or its claims, through whatever links.
  [[nodiscard]] bool owns(const std::filesystem::path& file) const;

  // What remove() would take out.
  [[nodiscard]] Removal find_removal(const std::string& id) const;
  // Takes out the artifact or the event with this id, and whatever points to it: index entries, and an
  // artifact's events. It need not decode. Throws bad_input for a store with damaged pages.
  Removal remove(const std::string& id);

  // Calls `each` for every record, oldest first. No transaction is open meanwhile, so `each` may take its
  // time, and may write; whether it then meets what it wrote is not said. Throws bad_input at the end if
  // records could not be read or reached; it comes to an end in any store, however damaged.
  void for_each_artifact(const std::function<void(const ArtifactRecord&)>& each) const;
  void for_each_event(const std::function<void(const EventRecord&)>& each) const;

  // Stores what `next` gives, until it returns false, in few transactions. Throws conflict that names the id
  // at an artifact that is there with another content; what came before it is stored by then.
  Imported import_artifacts(const std::function<bool(ArtifactRecord&)>& next, const SameBodies& same);
  // The same for events. A known event is brought forward from open to closed, never back; two closed ones
  // that differ are a conflict.
  Imported import_events(const std::function<bool(EventRecord&)>& next);

 private:
  std::shared_ptr<Database> database_;
};

// A store as text, one JSON document on each line, for moving it, reading it with other tools and rebuilding
// it:
//   {"artifact":{"id","created","repository","branch","sourceBranch","event","sha","tag",
//                "targets":[{"env","app"}],"body"}}
//   {"event":{"id","type","created","finished","status","statusDesc","artifactId","request","results"}}
// Artifacts come first, each kind oldest first; empty fields are left out. body, request and results are the
// documents themselves; where writing such a document again would change its text, the text stands in
// bodyText, requestText or resultsText instead.

// Gives each line to `write`, with its line break. Throws what `write` throws, and bad_input at the end if
// something could not be read.
void export_json_lines(const Maintenance& store, const std::function<void(std::string_view line)>& write);

struct ImportCounts {
  std::uint64_t artifacts = 0;  // newly stored
  std::uint64_t events = 0;     // newly stored or brought forward
  std::uint64_t unchanged = 0;  // of both: there already
};

// Imports what export_json_lines() wrote; doing it again changes nothing. An artifact may also come as its
// document, one a line, or the whole text is one document or a list of them, the newest first; what they are
// found by is for the rules to fill in then. It stops with bad_input at a line
// that is wrong or does not keep the rules, named as `source`:line, and with conflict at an artifact or event
// that is there with another content. The lines before it are imported by then, no line after it is.
ImportCounts import_json_lines(Maintenance& store, std::istream& in, const std::string& source,
                               const RecordRules& rules);

}  // namespace gimlet::store
