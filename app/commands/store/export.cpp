#include <fstream>
#include <memory>

#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "core/util/error.hpp"
#include "store/upkeep/json_lines.hpp"

namespace gimlet::app {
namespace {

void run_export(Context& context, const std::string& target) {
  const store::ArtifactStore& source = context.existing_store();
  if (target == "-") {
    store::export_json_lines(source, context.process().out);
    return;
  }
  std::ofstream file(target, std::ios::binary | std::ios::trunc);
  if (!file) throw Error(ErrorCode::failed, "cannot write " + target);
  store::export_json_lines(source, file);
  file.close();
  if (!file) throw Error(ErrorCode::failed, "cannot write " + target);
}

}  // namespace

void add_store_export(const Command& parent, Context& context) {
  auto file = std::make_shared<std::string>();
  const Command command = parent.add_subcommand("export", "Write everything as JSON lines");
  if (!context.may_run("export")) return;
  command.add_option("file", *file, "Where to (default: standard output)").default_value("-");
  command.callback([&context, file] { context.action = [&context, file] { run_export(context, *file); }; });
}

}  // namespace gimlet::app
