#pragma once

namespace CLI {
class App;
}

namespace gimlet::app {

class Context;

constexpr const char* version_line = "gimlet " GIMLET_VERSION;

// Every command of the program.
void add_commands(CLI::App& root, Context& context);

}  // namespace gimlet::app
