#pragma once

namespace gimlet::app {

class Command;
class Context;

constexpr const char* version_line = "gimlet " GIMLET_VERSION;

// Every command of the program.
void add_commands(const Command& root, Context& context);

}  // namespace gimlet::app
