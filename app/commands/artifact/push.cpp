#include "app/flows/push.hpp"

#include <fmt/format.h>

#include "app/cli/common_options.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/flows/artifacts.hpp"

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
  const Command command = parent.add_subcommand(
      {.name = "push",
       .summary = "Store an artifact, and release it where its deploy policies say so",
       .description = "The same artifact again changes nothing, so a retry is free. It makes up for a "
                      "release that failed.\n\n"
                      "The exit code is 0 when the artifact is stored and each release that a policy asked "
                      "for was made, was "
                      "there already or was skipped. A release that failed gives its own code, and the "
                      "artifact stays stored.",
       .examples = {
           {"gimlet artifact push -f artifact.json", "Stores it, and releases it."},
           {"gimlet artifact push -f artifact.json --dry-run --diff", "Shows what a push would change."}}});
  command.add_option("-f,--file,file", options->file, "The artifact. `-` is standard input.")
      .required()
      .value("FILE");
  command.add_flag("--no-release", options->push.no_release, "Store it, and release nothing.");
  add_write_options(command, options->push.write);
  command.action([&context, options] { run_artifact_push(context, *options); });
}

}  // namespace gimlet::app
