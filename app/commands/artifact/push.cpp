#include "app/flows/push.hpp"

#include <fmt/format.h>

#include "app/cli/ci_report.hpp"
#include "app/cli/common_options.hpp"
#include "app/cli/result_output.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/inputs/files.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

struct Options {
  std::string file;
  PushOptions push;
};

void print_text(Context& context, const PushedArtifact& pushed, const Options& options) {
  const bool dry = options.push.write.dry_run;
  const std::string verb = !pushed.stored ? "was stored before" : dry ? "would be stored" : "stored";
  context.out().line(
      fmt::format("{} {}", context.out().styled(Style::bold, printable_line(pushed.artifact.id, 500)), verb));
  print_results(context.out(), pushed.results, dry);
  if (options.push.write.diff) context.out().diff(pushed.diff);
}

void print_json(Context& context, const PushedArtifact& pushed, const Options& options) {
  Json document{{"id", pushed.artifact.id},
                {"changed", pushed.changed},
                {"artifact", *pushed.artifact.document},
                {"event", pushed.event},
                {"results", to_json(pushed.results)}};
  if (!pushed.pushed_to.empty()) document["pushedTo"] = pushed.pushed_to;
  if (options.push.write.dry_run) document["dryRun"] = true;
  if (options.push.write.diff) document["diff"] = pushed.diff;
  context.out().json(document);
}

PushedArtifact push(Context& context, const Options& options) {
  const std::string source = input_name(options.file);
  const std::string text = read_input(context.process().in, options.file);
  return while_doing([&] { return "pushing " + source; },
                     [&] {
                       ArtifactPush push =
                           read_push(text, source, options.push, context.clock(), context.out());
                       const bool dry = options.push.write.dry_run;
                       store::Store* const store = dry ? context.store_if_exists() : &context.store();
                       return push_artifact(std::move(push), store, context.write_tools(dry),
                                            context.renderer(), options.push);
                     });
}

void run_artifact_push(Context& context, const Options& options) {
  const PushedArtifact pushed = push(context, options);
  report_to_ci(context, {.command = "artifact push",
                         .artifact = pushed.artifact.id,
                         .dry_run = options.push.write.dry_run,
                         .results = pushed.results});
  if (!pushed.errors.empty()) context.exit_code = pushed.errors.front().exit_code();
  if (context.json()) {
    print_json(context, pushed, options);
  } else {
    print_text(context, pushed, options);
  }
  for (const auto& error : pushed.errors) context.out().error(error.str(), error.hint());
}

}  // namespace

void add_artifact_push(const Command& parent, Context& context) {
  auto options = std::make_shared<Options>();
  const Command command = parent.add_subcommand(
      {.name = "push",
       .summary = "Store an artifact, and release it where its deploy policies say so",
       .description = "The same artifact again changes nothing, so a retry is free. It makes up for a "
                      "release that failed.\n\n"
                      "The exit code is 0 when the artifact is stored and each release that a policy "
                      "asked for was made, was there already or was skipped. A release that failed "
                      "gives its own code, and the artifact stays stored.",
       .examples = {
           {"gimlet artifact push -f artifact.json", "Stores it, and releases it."},
           {"gimlet artifact push -f artifact.json --dry-run --diff", "Shows what a push would change."}}});
  command.add_option("-f,--file,file", options->file, "The artifact. `-` is standard input.")
      .required()
      .value("FILE");
  command.add_flag("--no-release", options->push.no_release, "Store it, and release nothing.");
  add_adopt_option(command, options->push.adopt);
  add_write_options(command, options->push.write);
  command.action([&context, options] { run_artifact_push(context, *options); });
}

}  // namespace gimlet::app
