#include "store/upkeep/valid.hpp"

#include <string>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "store/tables/keys.hpp"

namespace gimlet::store {
namespace {

void require_id(const std::string& kind, const std::string& id) {
  if (id.empty()) throw Error(ErrorCode::bad_input, kind + " without an id cannot be stored");
  if (id.size() > max_id_bytes) {
    throw Error(ErrorCode::bad_input, fmt::format("the id of {} has {} bytes, more than the limit of {}",
                                                  kind, id.size(), max_id_bytes));
  }
}

void require_time(const std::string& what, std::int64_t created) {
  if (created >= 0 && created <= max_time) return;
  throw Error(ErrorCode::bad_input, fmt::format("{}: the time {} is out of range", what, created));
}

}  // namespace

void require_valid(const ArtifactRecord& artifact) {
  require_id("an artifact", artifact.id);
  require_time("artifact " + artifact.id, artifact.created);
  if (artifact.body.size() > max_record_bytes) {
    throw Error(ErrorCode::bad_input, fmt::format("artifact {} has {} bytes, more than the limit of {}",
                                                  artifact.id, artifact.body.size(), max_record_bytes));
  }
}

void require_valid(const EventRecord& event) {
  require_id("an event", event.id);
  require_time("event " + event.id, event.created);
  if (event.request.size() + event.results.size() > max_record_bytes) {
    throw Error(ErrorCode::bad_input,
                fmt::format("event {} is larger than {} bytes", event.id, max_record_bytes));
  }
}

}  // namespace gimlet::store
