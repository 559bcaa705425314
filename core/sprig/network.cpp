#include "core/sprig/families.hpp"

namespace gimlet::sprig {

// Whatever a template gets from the machine it runs on would be copied into git (sprig's env leaked the
// secrets of CI runners), and would make rendering depend on where it happens.
void add_network(FunctionTable& table) {
  for (const auto* signature : {"env NAME", "expandenv TEXT", "getHostByName NAME"}) {
    define(table, signature, "Always \"\": templates see nothing of the machine they run on.",
           [](Arguments& a) -> Value {
             tmpl::string_argument(a, 0);
             return "";
           });
  }
}

}  // namespace gimlet::sprig
