#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/lint/problem.hpp"
#include "core/model/artifact.hpp"
#include "core/render/chart_source.hpp"

namespace gimlet::lint {

// What is known of the variables that manifests will have.
struct Known {
  model::Variables variables;   // with their values
  std::set<std::string> names;  // of those whose values are not known, such as CI's
  // Where charts come from; nullptr: those that are folders or archives here are looked at, others are not.
  render::ChartSource* charts = nullptr;
  bool offline = false;  // it has only what was fetched before: another chart may well be there
};

// Everything wrong with the manifests of a `.gimlet/*.yaml` file, in the order of the text. Charts that are
// folders or archives are looked for from the current folder, as a release does.
std::vector<Problem> lint_manifests(std::string_view text, const std::string& source, const Known& known);

// The same for the manifests that a CUE text gives. It is not known where they stand in it: problems have no
// line, and pointers into the list that the user's cue makes of it ("/configs/0/chart"). Throws failed where
// there is no cue.
std::vector<Problem> lint_cue(const std::string& text, const std::string& source, const Known& known);

}  // namespace gimlet::lint
