#pragma once

#include <memory>
#include <string>

namespace gimlet::app {

class CommandLine;
class Context;

// What `--version` prints.
std::string version_line();

// Every command and option of the program. The command line, and what it declares, refers to the context.
std::shared_ptr<CommandLine> declare_all(Context& context);

}  // namespace gimlet::app
