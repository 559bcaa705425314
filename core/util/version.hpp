#pragma once

namespace gimlet {

// This program's version, as `0.1.0`. It is not a macro of the command line, so that a new version compiles
// one file.
extern const char* const program_version;

}  // namespace gimlet
