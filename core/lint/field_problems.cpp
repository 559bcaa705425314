#include "core/lint/field_problems.hpp"

#include <algorithm>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include "core/model/json_fields.hpp"
#include "core/util/json.hpp"
#include "core/util/json_pointer.hpp"
#include "core/util/string.hpp"

namespace gimlet::lint {
namespace {

// A field that a manifest may have; `members` are those of the object, or of the list's objects, that it
// holds. Without members anything may be in it.
struct Field {
  std::string_view name;
  std::span<const Field> members;
};

constexpr Field chart_fields[] = {{"repository", {}}, {"name", {}}, {"version", {}}};
constexpr Field deploy_fields[] = {
    {"branch", {}}, {"event", {}}, {"tag", {}}, {"commitMessagePatterns", {}}, {"order", {}}};
constexpr Field cleanup_fields[] = {{"app", {}}, {"event", {}}, {"branch", {}}};
constexpr Field target_fields[] = {
    {"group", {}}, {"version", {}}, {"kind", {}}, {"name", {}}, {"namespace", {}}};
constexpr Field patch_fields[] = {{"patch", {}}, {"target", target_fields}};
constexpr Field module_fields[] = {{"url", {}}, {"secret", {}}};
constexpr Field spec_fields[] = {{"module", module_fields}, {"values", {}}, {"secret", {}}};
constexpr Field dependency_fields[] = {{"name", {}}, {"kind", {}}, {"spec", spec_fields}};
constexpr Field manifest_fields[] = {{"app", {}},
                                     {"env", {}},
                                     {"namespace", {}},
                                     {"preview", {}},
                                     {"deploy", deploy_fields},
                                     {"cleanup", cleanup_fields},
                                     {"chart", chart_fields},
                                     {"values", {}},
                                     {"strategicMergePatches", {}},
                                     {"json6902Patches", patch_fields},
                                     {"manifests", {}},
                                     {"dependencies", dependency_fields}};

const Field* find(std::span<const Field> fields, const std::string& key) {
  const auto found =
      std::ranges::find_if(fields, [&](const Field& field) { return equals_ignoring_case(field.name, key); });
  return found == fields.end() ? nullptr : &*found;
}

void note_unknown(const Json& value, std::span<const Field> fields, const std::string& pointer,
                  Report& report) {
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      note_unknown(value[i], fields, pointer_to(pointer, i), report);
    }
    return;
  }
  if (!value.is_object()) return;
  std::vector<std::string> names;
  for (const Field& field : fields) names.emplace_back(field.name);
  for (const auto& [key, member] : value.items()) {
    const std::string at = pointer_to(pointer, key);
    if (const Field* field = find(fields, key); field == nullptr) {
      const std::string near = closest(key, names);
      report.warning_at_key(
          at, fmt::format("unknown field \"{}\"", printable_line(key)),
          near.empty() ? "it has: " + join(names, ", ") : fmt::format("did you mean \"{}\"?", near));
    } else if (!field->members.empty()) {
      note_unknown(member, field->members, at, report);
    }
  }
}

// Takes away what stands at a pointer, or the nearest object above it that is there; false at the root.
bool take_away(Json& document, std::string pointer) {
  for (; !pointer.empty(); pointer.erase(pointer.rfind('/'))) {
    const Json::json_pointer at(pointer);
    if (!document.contains(at)) continue;
    Json& parent = document.at(at.parent_pointer());
    if (parent.is_object()) {
      parent.erase(at.back());
      return true;
    }
    if (parent.is_array()) {
      parent.erase(std::stoul(at.back()));
      return true;
    }
  }
  return false;
}

// Leaves a manifest that reads without the error.
bool mend(Json& document, const std::string& pointer) {
  for (const char* name : {"app", "env"}) {
    if (!equals_ignoring_case(pointer, std::string("/") + name)) continue;
    take_away(document, pointer);
    document[name] = "unknown";
    return true;
  }
  return take_away(document, pointer);
}

}  // namespace

std::optional<model::Manifest> lint_fields(const Json& document, Report& report) {
  note_unknown(document, manifest_fields, "", report);
  Json mended = document;
  constexpr int most = 100;
  for (int i = 0; i < most; ++i) {
    try {
      return model::manifest_from_json(mended, "", report.places().source());
    } catch (const Error& error) {
      report.error_of(error);
      if (!document.is_object() || !mend(mended, error.json_pointer())) return std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace gimlet::lint
