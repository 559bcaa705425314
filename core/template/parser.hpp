#pragma once

#include <memory>
#include <string>

#include "core/template/ast.hpp"
#include "core/template/template.hpp"

namespace gimlet::tmpl {

// Parses text as template `name`. Throws Error (bad_input) with Go's message "template: name:line: message"
// and the position.
std::unique_ptr<ParsedFile> parse_file(const std::string& name, std::shared_ptr<const std::string> text,
                                       const FunctionTable& functions, const Limits& limits);

}  // namespace gimlet::tmpl
