#include "store/tables/migrate.hpp"

#include <fmt/format.h>

#include "store/lmdb/page_check.hpp"
#include "store/tables/schema.hpp"

namespace gimlet::store {

const Steps& schema_steps() {
  static const Steps steps;  // schema 1 is today's
  return steps;
}

int newest_schema(const Steps& steps) {
  return static_cast<int>(steps.size()) + 1;
}

void upgrade(lmdb::Txn& txn, const Steps& steps) {
  const int newest = newest_schema(steps);
  for (int schema = schema_of(txn, newest); schema < newest; ++schema) {
    while_doing([&] { return fmt::format("bringing the store from schema {} to {}", schema, schema + 1); },
                [&] { steps[static_cast<std::size_t>(schema - 1)](txn); });
    set_schema(txn, schema + 1);
  }
}

void migrate(lmdb::Env& env, const Steps& steps) {
  const int newest = newest_schema(steps);
  const int schema = lmdb::read(env, [&](const lmdb::Txn& txn) { return schema_of(txn, newest); });
  if (schema == newest) return;
  lmdb::write(env, [&](lmdb::Txn& txn) {
    lmdb::require_sound_pages(env.file_descriptor(), txn.id() - 1);
    upgrade(txn, steps);
    return true;
  });
}

}  // namespace gimlet::store
