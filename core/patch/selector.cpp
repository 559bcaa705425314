#include "core/patch/selector.hpp"

#include "core/util/error.hpp"

namespace gimlet::patch {
namespace {

go::Regexp whole(const std::string& pattern) {
  return go::Regexp(pattern.empty() ? pattern : "^(?:" + pattern + ")$");
}

const std::string& named(const Target& target) {
  if (!target.name.empty()) return target.name;
  throw Error(ErrorCode::bad_input, "must specify the target name")
      .hint("give the patch's target a \"name\": a regular expression, \".*\" for any");
}

}  // namespace

Selector::Selector(const Target& target)
    : group_(whole(target.group)),
      version_(whole(target.version)),
      kind_(whole(target.kind)),
      name_(whole(named(target))),
      ns_(whole(target.ns)) {}

bool Selector::matches(const ResourceId& id) const {
  return group_.matches(id.group) && version_.matches(id.version) && kind_.matches(id.kind) &&
         name_.matches(id.name) && ns_.matches(id.effective_namespace());
}

}  // namespace gimlet::patch
