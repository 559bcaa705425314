#include "core/util/version.hpp"

namespace gimlet {

const char* const program_version = GIMLET_VERSION;

}  // namespace gimlet
