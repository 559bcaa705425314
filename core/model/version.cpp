#include <array>
#include <utility>

#include "core/model/artifact.hpp"
#include "core/model/event.hpp"
#include "core/model/json_fields.hpp"
#include "core/util/json.hpp"

namespace gimlet::model {
namespace {

using TextField = std::pair<const char*, std::string Version::*>;

// In wire order; created stands after sha, event after branch.
constexpr std::array<TextField, 12> text_fields{{
    {"repositoryName", &Version::repository_name},
    {"sha", &Version::sha},
    {"branch", &Version::branch},
    {"sourceBranch", &Version::source_branch},
    {"targetBranch", &Version::target_branch},
    {"tag", &Version::tag},
    {"authorName", &Version::author_name},
    {"authorEmail", &Version::author_email},
    {"committerName", &Version::committer_name},
    {"committerEmail", &Version::committer_email},
    {"message", &Version::message},
    {"url", &Version::url},
}};

}  // namespace

Json to_json(const Version& version) {
  Json document = Json::object();
  for (const auto& [name, member] : text_fields) {
    const std::string& value = version.*member;
    if (!value.empty()) document[name] = value;
    if (member == &Version::sha && version.created != 0) document["created"] = version.created;
    if (member == &Version::branch) document["event"] = to_string(version.event);
  }
  return document;
}

Version version_from_json(const Json& document, const std::string& pointer, const std::string& source) {
  const Fields fields(document, pointer, source, "the version");
  Version version;
  for (const auto& [name, member] : text_fields) version.*member = fields.text(name);
  version.repository_name = fields.required_text("repositoryName");
  version.sha = fields.required_text("sha");
  version.created = fields.integer("created");
  version.event = event_field(fields).value_or(Event::push);
  return version;
}

}  // namespace gimlet::model
