#pragma once

namespace CLI {
class App;
}

namespace gimlet::app {

class Context;

// Every command of the program.
void add_commands(CLI::App& root, Context& context);

}  // namespace gimlet::app
