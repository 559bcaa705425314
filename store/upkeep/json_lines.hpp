#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <ostream>
#include <string>

#include "store/artifact_store.hpp"

namespace gimlet::store {

// A store as text, one JSON document on each line, for moving it, reading it with other tools and rebuilding
// it:
//   {"artifact":{"id","created","repository","branch","sourceBranch","event","sha","tag",
//                "targets":[{"env","app"}],"body"}}
//   {"event":{"id","type","created","finished","status","statusDesc","artifactId","request","results"}}
// Artifacts come first, each kind oldest first; empty fields are left out. body, request and results are the
// documents themselves; where writing such a document again would change its text, the text stands in
// bodyText, requestText or resultsText instead.

struct ExportCounts {
  std::uint64_t artifacts = 0;
  std::uint64_t events = 0;
};

// Throws failed if the stream takes no more.
ExportCounts export_json_lines(const ArtifactStore& store, std::ostream& out);

struct ImportCounts {
  std::uint64_t artifacts = 0;  // newly stored
  std::uint64_t events = 0;     // newly stored or brought forward
  std::uint64_t unchanged = 0;  // of both: there already
};

// Imports what export wrote; doing it again changes nothing. At a line that is wrong it stops with bad_input
// that names the line (`source`:line), at an artifact or event that is there with other content with
// conflict; the lines before it are imported by then, no line after it is. `same` says whether two bodies
// mean the same artifact; equal texts are not asked about.
ImportCounts import_json_lines(
    ArtifactStore& store, std::istream& in, const std::string& source,
    const std::function<bool(const std::string& stored_body, const std::string& new_body)>& same);

}  // namespace gimlet::store
