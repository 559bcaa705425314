#include "core/model/preview.hpp"

#include <string>
#include <string_view>

#include "core/util/json.hpp"
#include "core/util/string.hpp"

namespace gimlet::model {
namespace {

constexpr std::string_view branch = "{{ .BRANCH }}";
constexpr std::string_view branch_as_name = "{{ .BRANCH | sanitizeDNSName }}";

// A member of an object in whatever spelling its key has, the last one where there are several; nullptr if
// there is none.
Json* member(Json& object, std::string_view key) {
  return const_cast<Json*>(find_member(object, key));  // NOLINT(*-const-cast): of an object that is not const
}

void set(Json& object, const std::string& key, Json value) {
  Json* const there = member(object, key);
  (there != nullptr ? *there : object[key]) = std::move(value);
}

std::string preview_app(std::string app) {
  constexpr std::string_view ending = "-preview";
  if (app.ends_with(ending)) app.resize(app.size() - ending.size());
  return app.append("-").append(branch_as_name);
}

void set_host(Json& values, const std::string& app) {
  const auto ingress = values.find("ingress");  // the keys of values are told apart by case
  if (ingress == values.end() || !ingress->is_object()) return;
  const auto host = ingress->find("host");
  if (host == ingress->end() || !host->is_string()) return;
  const std::string text = host->get<std::string>();
  if (const std::size_t dot = text.find('.'); dot != std::string::npos) *host = app + text.substr(dot);
}

}  // namespace

Json expand_preview(const Json& document) {
  Json result = document;
  for (auto at = result.begin(); at != result.end();) {
    at = equals_ignoring_case(at.key(), "preview") ? result.erase(at) : std::next(at);
  }
  const Json* const named = find_member(result, "app");
  if (named == nullptr || !named->is_string() || named->get_ref<const std::string&>().empty()) return result;
  const std::string app = preview_app(named->get<std::string>());
  set(result, "app", app);
  Json* values = member(result, "values");
  if (values == nullptr || values->is_null()) {
    set(result, "values", Json::object());
    values = member(result, "values");
  }
  if (values->is_object()) {
    (*values)["gitBranch"] = branch;
    set_host(*values, app);
  }
  set(result, "deploy", Json{{"event", "push"}, {"branch", "!{main,master}"}});
  set(result, "cleanup", Json{{"app", app}, {"event", "branchDeleted"}, {"branch", "*"}});
  return result;
}

}  // namespace gimlet::model
