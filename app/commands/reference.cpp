#include <filesystem>
#include <memory>

#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "core/util/fs.hpp"
#include "core/util/output_file.hpp"

namespace gimlet::app {
namespace {

void write_man_pages(const CommandEntry& root, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  root.for_each_shown([&](const CommandEntry& command) {
    write_output_file(folder / (command.path("-") + ".1"), man_page(command));
  });
}

}  // namespace

void add_reference(const Command& root, Context& /*context*/) {
  const Command reference = root.add_subcommand(
      {.name = "__reference",
       .summary = "Write the reference of commands and options",
       .description =
           "The build calls this for the man pages, and `./dev reference` for the tables of README.",
       .examples = {{"gimlet __reference man build/man", "Writes one man page for each command."}}});
  reference.hide();
  reference.require_subcommand();
  const auto path = std::make_shared<std::string>();
  const auto add = [&](CommandText text, const char* value, std::function<void(const CommandEntry&)> run) {
    const Command command = reference.add_subcommand(std::move(text));
    command.add_option("path", *path, "The place to write to.").required().value(value);
    command.action([&root = root.entry(), run = std::move(run)] { run(root); });
  };
  add({.name = "man",
       .summary = "Write one man page for each command",
       .description = "The folder is made where it is missing.",
       .examples = {{"gimlet __reference man build/man", "Writes `build/man/gimlet.1` and others."}}},
      "DIR", [path](const CommandEntry& entry) { write_man_pages(entry, *path); });
  add({.name = "readme",
       .summary = "Rewrite the tables of a README",
       .description =
           "The tables stand between lines `<!-- reference: commands -->` and `<!-- reference: end -->`.",
       .examples = {{"gimlet __reference readme README.md",
                     "Makes the tables anew, and changes nothing else."}}},
      "FILE", [path](const CommandEntry& entry) {
        write_output_file(*path, with_readme_tables(entry, read_file(*path)));
      });
}

}  // namespace gimlet::app
