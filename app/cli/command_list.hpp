#pragma once

#include <memory>

namespace gimlet::app {

class CommandLine;
class Context;

constexpr const char* version_line = "gimlet " GIMLET_VERSION;

// Every command and option of the program. The command line, and what it declares, refers to the context.
std::shared_ptr<CommandLine> declare_all(Context& context);

}  // namespace gimlet::app
