#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/artifact.hpp"
#include "core/util/environment.hpp"

namespace gimlet::app {

// What the CI system that runs us says about the build, from its environment variables.
struct CiBuild {
  std::string system;          // its name, for people; "" where none is recognised
  bool in_unknown_ci = false;  // CI is set, and none is recognised
  // What the system tells; the rest is empty. Of a pull request the sha, branch, message and author are those
  // of its head, and the url is the request's.
  model::Version version;
  bool has_event = false;  // version.event was told
  // Whether the sha is that of a merge commit which is thrown away, so that the head of a pull request is not
  // told. The commit itself may tell it: that of a forge in its message, that of Jenkins by its committer.
  enum class Merge { none, of_forge, of_jenkins, maybe_of_jenkins };
  Merge merge = Merge::none;
  std::string head_problem;  // why the head, and so the sha, is not told
  std::string owner;         // of the repository
  std::string actor;
  std::string job;
  model::Variables context;           // the system's own variables, by a list of names that carry no secret
  std::vector<std::string> warnings;  // what was guessed
};

CiBuild detect_ci(const VariableLookup& variable);

// What a build gives to manifests: REPO OWNER BRANCH TAG SHA of the version, ACTOR EVENT JOB, and the
// system's own variables. Outside of CI that is REPO BRANCH TAG SHA. What is empty is left out.
model::Variables build_variables(const CiBuild& build, const model::Version& version);

// The names of all variables that build_variables can give, whatever the system.
std::vector<std::string> ci_variable_names();

// True if a variable is set, and to no word for "no": CI=false turns off what CI=true turns on.
bool is_turned_on(const VariableLookup& variable, const std::string& name);

// Who the CI system says started the build; nullopt outside of CI.
std::optional<std::string> ci_actor(const VariableLookup& variable);

// The name behind refs/heads/ or refs/tags/; "" for another ref.
std::string branch_of_ref(std::string_view ref);
std::string tag_of_ref(std::string_view ref);

}  // namespace gimlet::app
