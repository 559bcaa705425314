#pragma once

#include <memory>

#include "core/template/function.hpp"
#include "core/util/time.hpp"

namespace gimlet::sprig {

// Every function templates have beyond text/template's own: sprig's, and Helm's include, tpl, required,
// toYaml, … `clock` is what now and date read, the system's if it is null; it must outlive the table.
// Functions that would copy something of the machine into a text (env, expandenv, getHostByName) give "", and
// the time zone "Local" is UTC, so that the same input renders to the same bytes everywhere.
std::shared_ptr<tmpl::FunctionTable> standard_functions(const Clock* clock = nullptr);

}  // namespace gimlet::sprig
