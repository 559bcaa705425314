#include <fstream>
#include <memory>

#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "app/cli/listing.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/flows/artifacts.hpp"
#include "core/util/error.hpp"

namespace gimlet::app {
namespace {

const store::Maintenance& existing_store(Context& context) {
  store::Store* store = context.store_if_exists();
  if (store == nullptr) {
    throw Error(ErrorCode::not_found, fmt::format("there is no store at {}", context.store_path()))
        .hint("the first `gimlet artifact push` makes it");
  }
  return store->maintenance();
}

std::string megabytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

void run_stats(Context& context) {
  const store::StoreStats stats = existing_store(context).stats();
  if (context.json()) {
    context.out().json(Json{{"path", stats.path},
                            {"schemaVersion", stats.schema_version},
                            {"artifacts", stats.artifacts},
                            {"events", stats.events},
                            {"fileBytes", stats.file_bytes},
                            {"usedBytes", stats.used_bytes},
                            {"mapBytes", stats.map_bytes},
                            {"readers", stats.readers},
                            {"oldest", stats.oldest},
                            {"newest", stats.newest}});
    return;
  }
  context.out().line(fmt::format("path       {}", stats.path));
  context.out().line(fmt::format("schema     {}", stats.schema_version));
  context.out().line(fmt::format("artifacts  {}", stats.artifacts));
  context.out().line(fmt::format("events     {}", stats.events));
  context.out().line(fmt::format("size       {} used of {} on disk (map {})", megabytes(stats.used_bytes),
                                 megabytes(stats.file_bytes), megabytes(stats.map_bytes)));
  context.out().line(fmt::format("readers    {}", stats.readers));
  if (stats.newest != 0) {
    context.out().line(fmt::format("oldest     {}", show_time(context, stats.oldest)));
    context.out().line(fmt::format("newest     {}", show_time(context, stats.newest)));
  }
}

void run_check(Context& context) {
  const std::vector<std::string> problems = existing_store(context).check();
  if (!problems.empty()) context.exit_code = static_cast<int>(ErrorCode::bad_input);
  if (context.json()) {
    context.out().json(Json{{"ok", problems.empty()}, {"problems", problems}});
    return;
  }
  for (const auto& problem : problems) context.out().line(problem);
  if (problems.empty()) context.out().line("the store is sound");
  if (!problems.empty())
    context.out().error("the store has problems", "export it and import it into a new file");
}

void run_backup(Context& context, const std::string& target) {
  existing_store(context).backup(target);
  if (context.json()) {
    context.out().json(Json{{"changed", true}, {"path", target}});
  } else {
    context.out().note("wrote " + target);
  }
}

void run_export(Context& context, const std::string& target) {
  const store::Maintenance& source = existing_store(context);
  if (target == "-") {
    store::export_json_lines(source, context.env().out);
    return;
  }
  std::ofstream file(target, std::ios::binary | std::ios::trunc);
  if (!file) throw Error(ErrorCode::failed, "cannot write " + target);
  store::export_json_lines(source, file);
  file.close();
  if (!file) throw Error(ErrorCode::failed, "cannot write " + target);
}

void run_import(Context& context, const std::string& source) {
  store::ImportCounts counts;
  if (source == "-") {
    counts = store::import_json_lines(context.store().maintenance(), context.env().in, "standard input", same_body);
  } else {
    std::ifstream file(source, std::ios::binary);
    if (!file) throw Error(ErrorCode::not_found, "cannot read " + source);
    counts = store::import_json_lines(context.store().maintenance(), file, source, same_body);
  }
  if (context.json()) {
    context.out().json(Json{{"changed", counts.artifacts + counts.events > 0},
                            {"artifacts", counts.artifacts},
                            {"events", counts.events},
                            {"unchanged", counts.unchanged}});
    return;
  }
  context.out().line(fmt::format("{} artifacts and {} events imported, {} were there already",
                                 counts.artifacts, counts.events, counts.unchanged));
}

}  // namespace

void add_store(const Command& root, Context& context) {
  const Command store = root.add_subcommand(
      {.name = "store",
       .summary = "Look after the local store",
       .description =
           "The store is one file. It holds artifacts, and an event for each request. `--store` names it.",
       .examples = {{"gimlet store stats", "Prints sizes and counts."}}});
  store.require_subcommand();
  const auto file = std::make_shared<std::string>();
  const auto add = [&](CommandText text, std::function<void()> run) {
    const Command command = store.add_subcommand(std::move(text));
    command.action(std::move(run));
    return command;
  };
  add({.name = "stats",
       .summary = "Print sizes and counts of the store",
       .description = "It says how many artifacts and events there are, and how old they are.",
       .examples = {{"gimlet store stats -o json", "Prints them as JSON."}}},
      [&context] { run_stats(context); });
  add({.name = "check",
       .summary = "Look for damage in the store",
       .description = "Every index entry and every document is read. It exits 4 if there is damage.",
       .examples = {{"gimlet store check", "Says that the store is sound, or what is wrong with it."}}},
      [&context] { run_check(context); });
  add({.name = "backup",
       .summary = "Copy the store while others use it",
       .description = "The copy is compact.",
       .examples = {{"gimlet store backup /backup/store.mdb", "Writes a copy."}}},
      [&context, file] { run_backup(context, *file); })
      .add_option("file", *file, "The copy. The file must not exist.")
      .required()
      .value("FILE");
  add({.name = "export",
       .summary = "Write the whole store as JSON lines",
       .description = "`gimlet store import` reads them.",
       .examples = {{"gimlet store export store.jsonl", "Writes a file."}}},
      [&context, file] { run_export(context, file->empty() ? "-" : *file); })
      .add_option("file", *file, "The file to write. `-` is standard output.")
      .value("FILE")
      .default_in_words("`-`");
  add({.name = "import",
       .summary = "Read JSON lines that an export wrote",
       .description = "What is stored already stays as it is.",
       .examples = {{"gimlet store import store.jsonl", "Reads a file."}}},
      [&context, file] { run_import(context, *file); })
      .add_option("file", *file, "The file to read. `-` is standard input.")
      .required()
      .value("FILE");
}

}  // namespace gimlet::app
