#pragma once

namespace gimlet::app {

class Command;
class Context;

// Each declares one command below `parent` and what runs when it is asked for; one file per command.
void add_artifact_create(const Command& parent, Context& context);
void add_artifact_add(const Command& parent, Context& context);
void add_artifact_push(const Command& parent, Context& context);
void add_artifact_list(const Command& parent, Context& context);
void add_artifact_show(const Command& parent, Context& context);
void add_artifact_track(const Command& parent, Context& context);
void add_chart_list(const Command& parent, Context& context);
void add_chart_prune(const Command& parent, Context& context);
void add_chart_pull(const Command& parent, Context& context);
void add_chart_template(const Command& parent, Context& context);
void add_gitops(const Command& root, Context& context);  // hidden: what scripts of the Gimlet CLI write with
void add_manifest_functions(const Command& parent, Context& context);
void add_manifest_lint(const Command& parent, Context& context);
void add_manifest_template(const Command& parent, Context& context);
// With make, list, status, track, delete and rollback below it.
void add_release(const Command& root, Context& context);
void add_release_list(const Command& parent, Context& context);
void add_release_status(const Command& parent, Context& context);
void add_release_track(const Command& parent, Context& context);
void add_release_delete(const Command& parent, Context& context);
Command add_rollback(const Command& parent, Context& context);
void add_store(const Command& root, Context& context);  // with all of store's below it
void add_store_backup(const Command& parent, Context& context);
void add_store_check(const Command& parent, Context& context);
void add_store_export(const Command& parent, Context& context);
void add_store_import(const Command& parent, Context& context);
void add_store_remove(const Command& parent, Context& context);
void add_store_stats(const Command& parent, Context& context);
void add_completion(const Command& root, Context& context);
void add_complete(const Command& root, Context& context);   // hidden: what the completion scripts call
void add_reference(const Command& root, Context& context);  // hidden: writes man pages and README's tables
void add_doctor(const Command& root, Context& context);

}  // namespace gimlet::app
