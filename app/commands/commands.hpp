#pragma once

namespace CLI {
class App;
}

namespace gimlet::app {

class Context;

// Each declares one command below `parent` and what runs when it is asked for; one file per command.
void add_artifact_create(CLI::App& parent, Context& context);
void add_artifact_add(CLI::App& parent, Context& context);
void add_artifact_push(CLI::App& parent, Context& context);
void add_artifact_list(CLI::App& parent, Context& context);
void add_artifact_show(CLI::App& parent, Context& context);
void add_chart(CLI::App& root, Context& context);  // with all of chart's below it
void add_chart_list(CLI::App& parent, Context& context);
void add_chart_prune(CLI::App& parent, Context& context);
void add_chart_pull(CLI::App& parent, Context& context);
void add_chart_template(CLI::App& parent, Context& context);
void add_manifest_functions(CLI::App& parent, Context& context);
void add_manifest_lint(CLI::App& parent, Context& context);
void add_manifest_template(CLI::App& parent, Context& context);
void add_release(CLI::App& root,
                 Context& context);  // with make, list, status, track, delete and rollback below it
void add_release_list(CLI::App& parent, Context& context);
void add_release_status(CLI::App& parent, Context& context);
void add_release_track(CLI::App& parent, Context& context);
void add_release_delete(CLI::App& parent, Context& context);
void add_rollback(CLI::App& parent, Context& context);
void add_store(CLI::App& root, Context& context);
void add_completion(CLI::App& root, Context& context);
void add_complete(CLI::App& root, Context& context);  // hidden: what the completion scripts call
void add_doctor(CLI::App& root, Context& context);

}  // namespace gimlet::app
