#include <fstream>
#include <memory>

#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "core/util/error.hpp"

namespace gimlet::app {
namespace {

void run_export(Context& context, const std::string& target) {
  const store::Maintenance& source = context.existing_store();
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
  auto file = std::make_shared<std::string>("-");
  const Command command =
      parent.add_subcommand({.name = "export",
                             .summary = "Write the whole store as JSON lines",
                             .description = "`gimlet store import` reads them.",
                             .examples = {{"gimlet store export store.jsonl", "Writes a file."}}});
  command.add_option("file", *file, "The file to write. `-` is standard output.")
      .value("FILE")
      .default_in_words("`-`");
  command.action([&context, file] { run_export(context, *file); });
}

}  // namespace gimlet::app
