#pragma once

#include <string>
#include <vector>

#include "app/context.hpp"

namespace gimlet::app {

// The whole program with the process's own streams, clock and environment; returns the exit code.
int run_main(int argc, char** argv);

// The same for tests: `arguments` without the program's name. The only place that catches everything.
int run(const std::vector<std::string>& arguments, Process& process);

}  // namespace gimlet::app
