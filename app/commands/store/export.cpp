#include <memory>
#include <ostream>
#include <string_view>

#include "app/cli/command_line.hpp"
#include "app/cli/user_file.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "core/util/error.hpp"
#include "core/util/output_file.hpp"

namespace gimlet::app {
namespace {

void print(Context& context, const store::Maintenance& source) {
  std::ostream& out = context.process().out;
  store::export_json_lines(source, [&](std::string_view line) {
    if (!(out << line)) throw Error(ErrorCode::failed, "cannot write to standard output");
  });
}

void write_file(const Context& context, const store::Maintenance& source, const std::string& target) {
  keep_off_the_store(context, target);
  OutputFile file(target, OutputFile::Access::owner_only);
  std::string waiting;  // to be written at once
  const auto write_out = [&] {
    file.write(waiting);
    waiting.clear();
  };
  store::export_json_lines(source, [&](std::string_view line) {
    waiting += line;
    if (waiting.size() >= std::size_t{64} << 10U) write_out();
  });
  write_out();
  file.finish();
}

void run_export(Context& context, const std::string& target) {
  const store::Maintenance& source = context.existing_store();
  if (target == "-") return print(context, source);
  try {
    write_file(context, source, target);
  } catch (Error& error) {
    if (error.code() == ErrorCode::bad_input) {
      error.hint(target + " was not written; `gimlet store export -` prints what can still be read");
    }
    throw;
  }
}

}  // namespace

void add_store_export(const Command& parent, Context& context) {
  auto file = std::make_shared<std::string>("-");
  const Command command = parent.add_subcommand(
      {.name = "export",
       .summary = "Write the whole store as JSON lines",
       .description = "`gimlet store import` reads them. The file can be read by its owner alone, and "
                      "replaces an older one only when it is whole.",
       .examples = {{"gimlet store export store.jsonl", "Writes a file."}}});
  command.add_option("file", *file, "The file to write. `-` is standard output.")
      .value("FILE")
      .default_in_words("`-`");
  command.action([&context, file] { run_export(context, *file); });
}

}  // namespace gimlet::app
