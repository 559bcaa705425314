#pragma once

#include <set>
#include <string>

#include "core/lint/report.hpp"
#include "core/util/json_fwd.hpp"

namespace gimlet::lint {

// Goes through the templates of a manifest's document: those that do not parse are errors; variables that are
// not among `known` are warnings, each at its first place, and so are functions that give nothing here. In
// cleanup's app only BRANCH can be used, anything else is an error; `deploy` holds no templates.
void lint_templates(const Json& document, const std::set<std::string>& known, Report& report);

// The variables that the templates of a manifest's document ask for; a template that does not parse asks for
// none.
std::set<std::string> variables_asked_for(const Json& document);

}  // namespace gimlet::lint
