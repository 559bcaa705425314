#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>

#include "store/artifacts.hpp"
#include "store/events.hpp"
#include "store/maintenance.hpp"

namespace gimlet::store {

// One file that holds what this machine knows, in parts. Whoever needs one part takes that part. A part is a
// class over the open file and knows no other; a new one is a header, tables (tables/schema.hpp) with the
// step of the schema that makes them, and a member here.
//
// What writes has made its data durable when it returns. Everything throws Error: failed for I/O, bad_input
// for a file that is damaged, and for one that a newer gimlet has brought to a schema this one does not know.
// Within a process, a store is used by one thread at a time.
class Store {
 public:
  explicit Store(const std::shared_ptr<Database>& database)
      : artifacts_(database), events_(database), maintenance_(database) {}

  [[nodiscard]] Artifacts& artifacts() { return artifacts_; }
  [[nodiscard]] Events& events() { return events_; }
  [[nodiscard]] Maintenance& maintenance() { return maintenance_; }

 private:
  Artifacts artifacts_;
  Events events_;
  Maintenance maintenance_;
};

// Address space that is reserved for the file; more is taken when it is needed. Nothing of it is taken on
// disk.
constexpr std::size_t default_map_bytes = std::size_t{1} << 30U;

// Opens the file, creating it (mode 0600) and its folders if need be; it is made whole before it appears
// under its name. A store of an older schema is brought to today's, in one transaction. Within a process
// every opening of a file shares one LMDB environment. Throws bad_input for a file that is no store.
std::unique_ptr<Store> open_store(const std::filesystem::path& path,
                                  std::size_t map_bytes = default_map_bytes);
// The same for commands that only read: nullptr if there is no file yet.
std::unique_ptr<Store> open_store_if_exists(const std::filesystem::path& path,
                                            std::size_t map_bytes = default_map_bytes);

}  // namespace gimlet::store
