#include "app/flows/request.hpp"

#include <array>

#include "core/util/json.hpp"

namespace gimlet::app {

std::string to_string(Intent intent) {
  constexpr std::array<const char*, 6> names{"push", "release", "policy", "rollback", "delete", "write"};
  return names.at(static_cast<std::size_t>(intent));
}

Json to_json(const Request& request) {
  Json document{{"type", to_string(request.intent)}};
  if (request.intent != Intent::push) {
    document["env"] = request.env;
    document["app"] = request.app;
  }
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) document[key] = value;
  };
  add("artifactId", request.artifact);
  if (request.intent == Intent::push) document["release"] = !request.stores_only;
  if (request.intent == Intent::rollback)
    document["to"] = request.target.empty() ? "previous" : request.target;
  add("triggeredBy", request.actor);
  add("reason", request.reason);
  add("override", request.override);
  if (request.adopt) document["adopt"] = true;
  return document;
}

}  // namespace gimlet::app
