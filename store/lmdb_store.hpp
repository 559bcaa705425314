#pragma once

#include <filesystem>
#include <memory>

#include "store/artifact_store.hpp"
#include "store/tables/collection.hpp"
#include "store/tables/database.hpp"

namespace gimlet::store {

// The store in one LMDB file.
class LmdbStore final : public ArtifactStore {
 public:
  LmdbStore(std::filesystem::path path, std::shared_ptr<Database> database);

  PutStatus put(const ArtifactRecord& artifact, const std::function<bool(const std::string&)>& same) override;
  PutStatus put(const ArtifactRecord& artifact, const std::function<bool(const std::string&)>& same,
                EventRecord& event) override;
  [[nodiscard]] std::optional<ArtifactRecord> get(const std::string& id) const override;
  [[nodiscard]] std::vector<std::string> ids_with_prefix(const std::string& prefix,
                                                         std::size_t limit) const override;
  [[nodiscard]] std::vector<ArtifactRecord> list(const ArtifactQuery& query) const override;
  bool remove(const std::string& id) override;

  void save_event(EventRecord& event) override;
  [[nodiscard]] std::optional<EventRecord> event(const std::string& id) const override;
  [[nodiscard]] std::vector<EventRecord> events(const EventQuery& query) const override;
  [[nodiscard]] std::unique_ptr<EventClaim> claim_event(const std::string& id) override;
  [[nodiscard]] bool is_claimed(const std::string& id) const override;

  [[nodiscard]] std::vector<std::string> distinct(const std::string& field, std::size_t limit) const override;

  [[nodiscard]] StoreStats stats() const override;
  [[nodiscard]] std::vector<std::string> check() const override;
  void backup(const std::filesystem::path& target) const override;
  void for_each_artifact(const std::function<void(const ArtifactRecord&)>& each) const override;
  void for_each_event(const std::function<void(const EventRecord&)>& each) const override;
  std::pair<std::uint64_t, std::uint64_t> import_artifacts(
      const std::function<bool(ArtifactRecord&)>& next,
      const std::function<bool(const std::string&, const std::string&)>& same) override;
  std::pair<std::uint64_t, std::uint64_t> import_events(
      const std::function<bool(EventRecord&)>& next) override;

 private:
  [[nodiscard]] const Tables& tables() const { return database_->tables(); }
  // Runs fn and adds "store PATH" to errors that leave it.
  template <class Fn>
  auto named(Fn&& fn) const {
    return while_doing([this] { return "store " + path_.string(); }, fn);
  }
  template <class Fn>
  auto read(Fn&& fn) const {
    return named([&] { return database_->read(fn); });
  }
  template <class Fn>
  auto write(Fn&& fn) {
    return named([&] { return database_->write(fn); });
  }

  std::filesystem::path path_;
  std::shared_ptr<Database> database_;
};

// Steps of writing that imports share with single writes; all within the caller's transaction.
PutStatus put_artifact(lmdb::Txn& txn, const Collection& into, const ArtifactRecord& artifact,
                       const std::function<bool(const std::string&)>& same);
void put_event(lmdb::Txn& txn, const Collection& into, const EventRecord& event);
std::optional<EventRecord> read_event(const lmdb::Txn& txn, const Collection& in, const std::string& id);

}  // namespace gimlet::store
