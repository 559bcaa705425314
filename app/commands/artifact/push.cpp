#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/flows/artifacts.hpp"
#include "app/flows/push.hpp"

namespace gimlet::app {
namespace {

struct Options {
  std::string file;
  PushOptions push;
};

void print_text(Context& context, const PushOutcome& outcome, const Options& options) {
  const bool dry = options.push.write.dry_run;
  const std::string verb = !outcome.stored ? "was stored before" : dry ? "would be stored" : "stored";
  context.out().line(fmt::format("{} {}", context.out().styled(Style::bold, outcome.artifact.id), verb));
  print_results(context, outcome.results, dry);
  if (options.push.write.diff) context.out().diff(outcome.diff);
}

void print_json(Context& context, const PushOutcome& outcome, const Options& options) {
  Json document{{"changed", outcome.changed},
                {"artifact", outcome.artifact.document},
                {"event", outcome.event},
                {"results", to_json(outcome.results)}};
  if (options.push.write.dry_run) document["dryRun"] = true;
  if (options.push.write.diff) document["diff"] = outcome.diff;
  context.out().json(document);
}

void run_artifact_push(Context& context, const Options& options) {
  const std::string source = options.file == "-" ? "standard input" : options.file;
  const std::string text = read_input(context, options.file);
  const PushOutcome outcome = while_doing([&] { return "pushing " + source; },
                                          [&] { return push_artifact(context, text, source, options.push); });
  if (!outcome.errors.empty()) context.exit_code = outcome.errors.front().exit_code();
  if (context.json()) {
    print_json(context, outcome, options);
  } else {
    print_text(context, outcome, options);
  }
  for (const auto& error : outcome.errors) context.out().error(error.str(), error.hint());
}

}  // namespace

void add_artifact_push(const Command& parent, Context& context) {
  auto options = std::make_shared<Options>();
  const Command command =
      parent.add_subcommand("push", "Store an artifact and release what its deploy policies ask for");
  if (!context.may_run("push")) return;
  command.add_option("-f,--file,file", options->file, "The artifact (- for standard input)")
      .required()
      .type_name("FILE");
  command.add_flag("--no-release", options->push.no_release, "Only store it");
  add_write_options(command, options->push.write);
  command.callback([&context, options] {
    context.action = [&context, options] { run_artifact_push(context, *options); };
  });
}

}  // namespace gimlet::app
