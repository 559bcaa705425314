#pragma once

#include <string>
#include <vector>

#include "app/context.hpp"
#include "app/flows/result.hpp"
#include "app/flows/write.hpp"
#include "core/util/json_fwd.hpp"
#include "gitops/records/history.hpp"

// How results of writes, and releases, are printed.
namespace gimlet::app {

// One line each, for people: "staging/frontend  released  1a2b3c4". `dry_run` says what would happen.
void print_results(Output& out, const std::vector<Result>& results, bool dry_run);

// A write's results (text, or the JSON contract's object) and the diff if asked for; sets the exit code of
// the first failure. The error of a single request that failed is thrown.
void print_written(Context& context, const Written& written, const WriteOptions& options);

// A RELEASE of the JSON contract: release.json's fields with gitopsRef, gitopsRepo, created, rolledBack and
// kind filled.
Json to_json(const gitops::ReleaseRecord& record, gitops::Repo& repo);

// The same as a row of a table: time, target, kind, commit, artifact, who, message.
std::vector<std::string> release_row(Context& context, const gitops::ReleaseRecord& record);
std::vector<std::string> release_header();

}  // namespace gimlet::app
