// The store as text: see maintenance.hpp.
#include <functional>
#include <istream>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"
#include "store/maintenance.hpp"
#include "store/tables/records.hpp"

namespace gimlet::store {
namespace {

constexpr JsonLimits line_limits{max_record_bytes + std::size_t{64} * 1024 * 1024, 300};

constexpr std::pair<const char*, std::string ArtifactFields::*> field_keys[] = {
    {"repository", &ArtifactFields::repository},
    {"branch", &ArtifactFields::branch},
    {"sourceBranch", &ArtifactFields::source_branch},
    {"event", &ArtifactFields::event},
    {"sha", &ArtifactFields::sha},
    {"tag", &ArtifactFields::tag}};

void set_text(Json& object, const char* key, const std::string& value) {
  if (!value.empty()) object[key] = value;
}

// The document itself if its text would come out the same again, else the text under <key>Text.
void set_document(Json& object, const std::string& key, const std::string& text) {
  if (text.empty()) return;
  try {
    Json document = parse_json(text, key, line_limits);
    if (dump_json(document) == text) {
      object[key] = std::move(document);
      return;
    }
  } catch (const Error&) {  // NOLINT(bugprone-empty-catch): it is kept as text then
  }
  object[key + "Text"] = text;
}

Json to_json(const ArtifactRecord& artifact) {
  const ArtifactFields& fields = artifact.fields;
  Json object = {{"id", artifact.id}, {"created", artifact.created}};
  for (const auto& [key, field] : field_keys) set_text(object, key, fields.*field);
  Json targets = Json::array();
  for (const auto& [env, app] : fields.targets) targets.push_back({{"env", env}, {"app", app}});
  if (!targets.empty()) object["targets"] = std::move(targets);
  set_document(object, "body", artifact.body);
  return {{"artifact", std::move(object)}};
}

Json to_json(const EventRecord& event) {
  Json object = {{"id", event.id}, {"type", event.type}, {"created", event.created}};
  if (event.finished != 0) object["finished"] = event.finished;
  object["status"] = std::string(to_string(event.status));
  set_text(object, "statusDesc", event.status_description);
  set_text(object, "artifactId", event.artifact_id);
  set_document(object, "request", event.request);
  set_document(object, "results", event.results);
  return {{"event", std::move(object)}};
}

// Reads the fields of one record; every complaint names the field.
class Fields {
 public:
  Fields(const Json& object, std::string pointer) : object_(object), pointer_(std::move(pointer)) {
    if (!object.is_object()) throw Error(ErrorCode::bad_input, "an object was expected").pointer(pointer_);
  }

  [[nodiscard]] std::string text(const std::string& key) const {
    const Json* value = find(key);
    if (value == nullptr) return "";
    if (!value->is_string()) throw wrong(key, "a string was expected");
    return value->get<std::string>();
  }

  [[nodiscard]] std::string required_text(const std::string& key) const {
    std::string value = text(key);
    if (value.empty()) throw wrong(key, "it is missing or empty");
    return value;
  }

  [[nodiscard]] std::int64_t number(const std::string& key) const {
    const Json* value = find(key);
    if (value == nullptr) return 0;
    if (!value->is_number_integer()) throw wrong(key, "an integer was expected");
    return value->get<std::int64_t>();
  }

  [[nodiscard]] std::string document(const std::string& key) const {
    const Json* value = find(key);
    return value == nullptr ? text(key + "Text") : dump_json(*value);
  }

  [[nodiscard]] const Json* find(const std::string& key) const {
    const auto member = object_.find(key);
    return member == object_.end() ? nullptr : &*member;
  }

  [[nodiscard]] Error wrong(const std::string& key, const std::string& message) const {
    return std::move(Error(ErrorCode::bad_input, message).pointer(pointer_ + "/" + key));
  }

 private:
  const Json& object_;
  std::string pointer_;
};

ArtifactRecord artifact_from(const Json& json) {
  const Fields in(json, "/artifact");
  ArtifactRecord artifact;
  artifact.id = in.required_text("id");
  artifact.created = in.number("created");
  for (const auto& [key, field] : field_keys) artifact.fields.*field = in.text(key);
  artifact.body = in.document("body");
  const Json* targets = in.find("targets");
  if (targets == nullptr) return artifact;
  if (!targets->is_array()) throw in.wrong("targets", "an array was expected");
  for (std::size_t i = 0; i < targets->size(); ++i) {
    const Fields target((*targets)[i], fmt::format("/artifact/targets/{}", i));
    artifact.fields.targets.emplace_back(target.text("env"), target.text("app"));
  }
  return artifact;
}

EventStatus status_from(const Fields& in) {
  const std::string status = in.required_text("status");
  for (const EventStatus each : {EventStatus::open, EventStatus::processed, EventStatus::error}) {
    if (status == to_string(each)) return each;
  }
  throw in.wrong("status", "it is none of open, processed, error");
}

EventRecord event_from(const Json& json) {
  const Fields in(json, "/event");
  EventRecord event;
  event.id = in.required_text("id");
  event.type = in.text("type");
  event.created = in.number("created");
  event.finished = in.number("finished");
  event.status = status_from(in);
  event.status_description = in.text("statusDesc");
  event.artifact_id = in.text("artifactId");
  event.request = in.document("request");
  event.results = in.document("results");
  return event;
}

// A line of an export as it is, and the record of an artifact that comes as its document.
Json record_of(Json json) {
  const bool is_record =
      json.is_object() && json.size() == 1 && (json.contains("artifact") || json.contains("event"));
  if (is_record) return json;
  if (!json.is_object() || find_member(json, "version") == nullptr) {
    throw Error(ErrorCode::bad_input, R"(it is neither {"artifact": …} nor {"event": …} nor an artifact)");
  }
  Json record = Json::object();
  for (const char* key : {"id", "created"}) {
    if (const Json* const value = find_member(json, key)) record[key] = *value;
  }
  record["body"] = std::move(json);
  return {{"artifact", std::move(record)}};
}

// The records of a text, one ahead.
class LineReader {
 public:
  LineReader(std::istream& in, std::string source) : in_(in), source_(std::move(source)) {}

  bool more() {
    std::string text;
    while (!line_ && listed_.empty() && std::getline(in_, text)) {
      ++number_;
      const std::string_view content = trim(text);
      if (content.empty()) continue;
      if (!seen_ && (content.starts_with('[') || content == "{")) {
        read_document(text);
      } else {
        here([&] { line_ = record_of(parse_json(text, source_, line_limits)); });
      }
      seen_ = true;
    }
    if (in_.bad()) throw Error(ErrorCode::failed, "cannot read " + source_);
    if (!line_ && !listed_.empty()) {
      Json next = std::move(listed_.back());
      listed_.pop_back();
      here([&] { line_ = record_of(std::move(next)); });
    }
    return line_.has_value();
  }

  // Takes the next record if it is of this kind, and keeps the rule.
  template <class Record>
  bool take(const char* kind, Record (*parse)(const Json&), const std::function<void(Record&)>& rule,
            Record& record) {
    if (!more() || !next_is(kind)) return false;
    here([&] {
      record = parse(line_->at(kind));
      require_valid(record);
      if (rule) rule(record);
    });
    line_.reset();
    return true;
  }

 private:
  [[nodiscard]] bool next_is(const char* kind) const { return line_->contains(kind); }

  // The rest of the text is one document that begins with this line: a list, the newest first, or an
  // artifact.
  void read_document(const std::string& first_line) {
    std::string text(static_cast<std::size_t>(number_ - 1), '\n');
    text += first_line;
    text.append("\n").append(std::istreambuf_iterator<char>(in_), {});
    Json document = parse_json(text, source_, line_limits);
    is_list_ = document.is_array();
    if (is_list_) {
      listed_ = std::move(document.get_ref<Json::array_t&>());
    } else {
      listed_.push_back(std::move(document));
    }
  }

  // Runs fn and makes errors name this line, or this element of the list.
  template <class Fn>
  void here(const Fn& fn) const {
    try {
      fn();
    } catch (Error& error) {
      if (is_list_) error.during(fmt::format("importing artifact {} of the list", listed_.size() + 1));
      error.at({source_, is_list_ ? 0 : number_, is_list_ ? 0 : error.position().column});
      error.hint(is_list_ ? "those behind it in the list are imported; mend it and import all again"
                          : "the lines before it are imported; mend it and import all again");
      throw;
    }
  }

  std::istream& in_;
  std::string source_;
  int number_ = 0;
  bool seen_ = false;  // anything but empty lines
  bool is_list_ = false;
  std::vector<Json> listed_;  // of a text that is one document: what is still to come, the last one first
  std::optional<Json> line_;
};

}  // namespace

void export_json_lines(const Maintenance& store, const std::function<void(std::string_view)>& write) {
  std::optional<Error> damage;  // the first; what is not damaged comes out nevertheless
  const auto note_damage = [&](const auto& walk) {
    try {
      walk();
    } catch (const Error& error) {
      if (error.code() != ErrorCode::bad_input) throw;
      if (!damage) damage = error;
    }
  };
  const auto write_line = [&](const auto& record) { write(dump_json(to_json(record)) + "\n"); };
  note_damage([&] { store.for_each_artifact(write_line); });
  note_damage([&] { store.for_each_event(write_line); });
  if (damage) throw Error(*damage);
}

ImportCounts import_json_lines(Maintenance& store, std::istream& in, const std::string& source,
                               const RecordRules& rules) {
  LineReader lines(in, source);
  ImportCounts counts;
  const auto next_artifact = [&](ArtifactRecord& artifact) {
    return lines.take("artifact", artifact_from, rules.artifact, artifact);
  };
  const auto next_event = [&](EventRecord& event) {
    return lines.take("event", event_from, rules.event, event);
  };
  while (lines.more()) {
    const Imported artifacts = store.import_artifacts(next_artifact, rules.same);
    const Imported events = store.import_events(next_event);
    counts.artifacts += artifacts.stored;
    counts.events += events.stored;
    counts.unchanged += artifacts.unchanged + events.unchanged;
  }
  return counts;
}

}  // namespace gimlet::store
