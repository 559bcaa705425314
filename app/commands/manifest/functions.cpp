
#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "core/sprig/registry.hpp"
#include "core/util/json.hpp"

namespace gimlet::app {
namespace {

// A variadic function has no most: null.
Json as_json(const tmpl::Function& function) {
  const bool variadic = function.max_arguments < 0;
  return Json{{"name", function.name},
              {"signature", function.signature},
              {"doc", function.doc},
              {"min", function.min_arguments},
              {"max", variadic ? Json() : Json(function.max_arguments)}};
}

void run_manifest_functions(Context& context) {
  const auto table = sprig::standard_functions(&context.clock());
  if (context.json()) {
    Json list = Json::array();
    for (const auto& [name, function] : table->all()) list.push_back(as_json(*function));
    context.out().json(list);
    return;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, function] : table->all()) rows.push_back({function->signature, function->doc});
  context.out().table({"FUNCTION", "WHAT IT GIVES"}, rows);
}

}  // namespace

void add_manifest_functions(const Command& parent, Context& context) {
  const Command command = parent.add_subcommand(
      {.name = "functions",
       .summary = "List the functions that templates can use",
       .description =
           "Besides those that are listed there are Go's own: and, or, not, eq, ne, lt, le, gt, ge, print, "
           "printf, println, len, index, html, js, urlquery, call.",
       .examples = {{"gimlet manifest functions", "Prints each with its arguments."}}});
  command.action([&context] { run_manifest_functions(context); });
}

}  // namespace gimlet::app
