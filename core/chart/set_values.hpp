#pragma once

#include <functional>
#include <string>

#include "core/value/value.hpp"

namespace gimlet::chart {

// The language of helm's --set (pkg/strvals): "a.b=1,c[0]=x,d={1,2}", a "\" before what is special. Each puts
// what a text says into a map. Throw bad_input with Helm's words.

void set_values(const std::string& text,
                const Value& into);  // whole numbers, booleans and null have their types
void set_string_values(const std::string& text, const Value& into);  // all are texts
// The values are paths; `read` gives their content.
void set_file_values(const std::string& text, const Value& into,
                     const std::function<std::string(const std::string&)>& read);
// The values are JSON; a text that begins with "{" is a map itself.
void set_json_values(const std::string& text, Value& into);

}  // namespace gimlet::chart
