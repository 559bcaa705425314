#pragma once

#include <span>
#include <string_view>

#include "app/inputs/ci.hpp"

namespace gimlet::app {

// A word with which a CI system names what started a build, and the event that it is.
struct CiEventName {
  std::string_view word;
  model::Event event;
};

// How one CI system says what it builds: a row of the table in ci_systems.cpp.
//
// Most columns are texts in which {NAME} stands for the value of an environment variable; {sha} stands for
// the commit, {page} for the page that shows it, as `repository_url` tells it. A column may hold several
// texts, separated by blanks: the first one counts whose variables are all set. An empty column says nothing.
struct CiSystem {
  std::string_view name;   // for people
  std::string_view marks;  // variables, or NAME=VALUE; in a build of this system at least one of them is so

  std::string_view repository = "";  // "owner/name"
  std::string_view repository_url =
      "";                       // as git clones it; gives the repository where the column above does not
  std::string_view owner = "";  // where it is not what stands in front of the repository's last "/"

  std::string_view sha = "";
  std::string_view ref = "";  // "refs/heads/x" or "refs/tags/x"; gives branch or tag where these do not
  std::string_view branch = "";
  std::string_view tag = "";
  std::string_view url = "{page}";
  // Of the commit; used where the checkout does not have it.
  std::string_view message = "";
  std::string_view author_name = "";  // may also be "NAME <EMAIL>"
  std::string_view author_email = "";
  std::string_view created = "";  // a time

  // What started the build. Words that are not listed are Event::other. A push, and what there is no word
  // for, is of the tag, of the pull request or of the branch that is named.
  std::string_view event = "";
  std::span<const CiEventName> events = {};
  bool always_says_event = true;  // where it does not, although it should, the guess is a warning

  // Builds of a pull request.
  std::string_view request = "";  // its number; "false" is none
  std::string_view source_branch = "";
  std::string_view target_branch = "";
  std::string_view head_sha = "";  // the branch's own commit, where `sha` may be a merge that is thrown away
  std::string_view request_url = "";

  std::string_view actor = "";
  std::string_view job = "";

  // The names of the variables that go into an artifact's context. Only of such that hold no secret, on any
  // machine. Those that differ between two runs for one commit belong into core/model/run_variables.cpp, too.
  std::string_view variables = "";

  // What the columns cannot say; called last.
  void (*complete)(const VariableLookup& variable, CiBuild& build) = nullptr;
};

// All of them, in the order in which they are tried.
std::span<const CiSystem> ci_systems();

// For the table: what the columns cannot say of some systems (ci_complete.cpp).
void complete_github(const VariableLookup& variable, CiBuild& build);
void complete_gitlab(const VariableLookup& variable, CiBuild& build);
void complete_azure(const VariableLookup& variable, CiBuild& build);
void complete_woodpecker(const VariableLookup& variable, CiBuild& build);
void complete_buildkite(const VariableLookup& variable, CiBuild& build);
void complete_jenkins(const VariableLookup& variable, CiBuild& build);

}  // namespace gimlet::app
