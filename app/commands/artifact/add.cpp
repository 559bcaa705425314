#include <memory>

#include "app/cli/common_options.hpp"
#include "app/cli/user_file.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/inputs/artifact_additions.hpp"
#include "core/model/artifact.hpp"
#include "core/model/content_id.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/json.hpp"

namespace gimlet::app {
namespace {

struct Options {
  std::string file;
  ArtifactAdditions additions;
};

void run_artifact_add(Context& context, const Options& options) {
  if (options.file == "-") {
    throw Error(ErrorCode::usage, "adding to standard input: it cannot be written back")
        .hint("write the artifact to a file first, and name it: gimlet artifact add -f artifact.json");
  }
  while_doing([&] { return "adding to " + options.file; },
              [&] {
                Json document = parse_json(read_file(options.file, JsonLimits{}.max_bytes), options.file);
                const bool own_id =
                    model::is_content_id(model::artifact_from_json(document, options.file).id);
                apply_additions(document, options.additions, context.variable(), context.out());
                model::artifact_from_json(document, options.file);
                if (own_id) document["id"] = model::content_id(document);
                write_user_file(context, options.file, dump_json_pretty(document) + "\n");
                if (context.json()) context.out().json(document);
              });
}

}  // namespace

void add_artifact_add(const Command& parent, Context& context) {
  auto options = std::make_shared<Options>();
  const Command command = parent.add_subcommand(
      {.name = "add",
       .summary = "Add items, variables and manifests to an artifact file",
       .description = "The file is changed in place. An id that followed from the content follows it again. "
                      "A variable whose name looks like a secret's is refused where its "
                      "value would come from the environment, and left out where `K=V` gives the value "
                      "that the environment has.",
       .examples = {
           {"gimlet artifact add -f artifact.json --env-file .gimlet/staging.yaml", "Adds a manifest."},
           {"gimlet artifact add -f artifact.json --field name=image --field url=ghcr.io/me/web:1",
            "Adds an item with two fields."}}});
  command.add_option("-f,--file", options->file, "The artifact file.").required().value("FILE");
  add_addition_options(command, options->additions);
  command.action([&context, options] { run_artifact_add(context, *options); });
}

}  // namespace gimlet::app
