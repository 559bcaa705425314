#include "core/semver/constraint.hpp"
#include "core/semver/version.hpp"
#include "core/sprig/convert.hpp"
#include "core/sprig/families.hpp"

namespace gimlet::sprig {
namespace {

using tmpl::string_argument;

// Go's *semver.Version, which semver gives, or the semver.Version that IncMajor and its like give.
class VersionObject : public Object {
 public:
  VersionObject(semver::Version version, bool pointer) : version_(std::move(version)), pointer_(pointer) {}

  [[nodiscard]] std::string type_name() const override {
    return pointer_ ? "*semver.Version" : "semver.Version";
  }
  [[nodiscard]] std::string print() const override { return version_.str(); }
  bool member(std::string_view name, const std::vector<Value>& arguments, Value& result) const override;

 private:
  bool part(std::string_view name, Value& result) const;
  bool changed(std::string_view name, const std::vector<Value>& arguments, Value& result) const;
  bool comparison(std::string_view name, const std::vector<Value>& arguments, Value& result) const;
  [[nodiscard]] Value successor(semver::Version next) const;

  semver::Version version_;
  bool pointer_;
};

Value object_of(semver::Version version, bool pointer) {
  return std::shared_ptr<Object>(std::make_shared<VersionObject>(std::move(version), pointer));
}

// A version derived from this one keeps its leading v.
Value VersionObject::successor(semver::Version next) const {
  next.original = (version_.original.starts_with('v') ? "v" : "") + next.str();
  return object_of(std::move(next), false);
}

bool VersionObject::part(std::string_view name, Value& result) const {
  if (name == "Major") {
    result = Integer{static_cast<std::int64_t>(version_.major), IntType::uint64};
  } else if (name == "Minor") {
    result = Integer{static_cast<std::int64_t>(version_.minor), IntType::uint64};
  } else if (name == "Patch") {
    result = Integer{static_cast<std::int64_t>(version_.patch), IntType::uint64};
  } else if (name == "Prerelease") {
    result = version_.prerelease;
  } else if (name == "Metadata") {
    result = version_.metadata;
  } else if (name == "String" || name == "Value") {
    result = version_.str();
  } else if (name == "Original" && pointer_) {
    result = version_.original;
  } else {
    return false;
  }
  return true;
}

bool VersionObject::changed(std::string_view name, const std::vector<Value>& arguments, Value& result) const {
  semver::Version next = version_;
  if (name == "SetPrerelease" || name == "SetMetadata") {
    tmpl::expect_arguments(arguments, 1, name);
    const std::string& text = string_argument(arguments, 0);
    if (name == "SetPrerelease") {
      if (!text.empty()) semver::check_prerelease(text);
      next.prerelease = text;
    } else {
      if (!text.empty()) semver::check_metadata(text);
      next.metadata = text;
    }
    result = successor(std::move(next));
    return true;
  }
  next.prerelease.clear();
  next.metadata.clear();
  if (name == "IncMajor") {
    ++next.major;
    next.minor = next.patch = 0;
  } else if (name == "IncMinor") {
    ++next.minor;
    next.patch = 0;
  } else if (name == "IncPatch") {
    if (version_.prerelease.empty()) ++next.patch;
  } else {
    return false;
  }
  tmpl::expect_arguments(arguments, 0, name);
  result = successor(std::move(next));
  return true;
}

bool VersionObject::comparison(std::string_view name, const std::vector<Value>& arguments,
                               Value& result) const {
  const bool known = name == "Compare" || name == "Equal" || name == "LessThan" || name == "LessThanEqual" ||
                     name == "GreaterThan" || name == "GreaterThanEqual";
  if (!known || !pointer_) return false;
  tmpl::expect_arguments(arguments, 1, name);
  const auto* other =
      arguments[0].is_object() ? dynamic_cast<const VersionObject*>(&arguments[0].as_object()) : nullptr;
  if (other == nullptr || !other->pointer_) throw tmpl::ArgumentError(0, "*semver.Version", arguments[0]);
  const int order = semver::compare(version_, other->version_);
  if (name == "Compare") {
    result = order;
  } else if (name == "Equal") {
    result = order == 0;
  } else if (name.starts_with("LessThan")) {
    result = order < 0 || (order == 0 && name.ends_with("Equal"));
  } else {
    result = order > 0 || (order == 0 && name.ends_with("Equal"));
  }
  return true;
}

bool VersionObject::member(std::string_view name, const std::vector<Value>& arguments, Value& result) const {
  if (part(name, result)) {
    tmpl::expect_arguments(arguments, 0, name);
    return true;
  }
  return changed(name, arguments, result) || comparison(name, arguments, result);
}

}  // namespace

void add_semver(FunctionTable& table) {
  define(table, "semver VERSION",
         "The semantic VERSION, with .Major, .Minor, .Patch, .Prerelease, .Metadata and .Compare.",
         [](Arguments& a) -> Value { return object_of(semver::parse(string_argument(a, 0)), true); });
  define(table, "semverCompare CONSTRAINT VERSION",
         "Whether VERSION satisfies a CONSTRAINT such as \">=1.2, <2 || ^3.1\".", [](Arguments& a) -> Value {
           const auto& text = string_argument(a, 0);
           const auto& version = string_argument(a, 1);
           const semver::Constraint constraint(text);
           return constraint.accepts(semver::parse(version));
         });
}

}  // namespace gimlet::sprig
