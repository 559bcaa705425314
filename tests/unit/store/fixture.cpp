#include "tests/unit/store/fixture.hpp"

#include <algorithm>
#include <stdexcept>

namespace gimlet::test {
namespace {

std::string pick(std::mt19937& random, const std::vector<std::string>& from) {
  return from[random() % from.size()];
}

}  // namespace

store::ArtifactRecord artifact(const std::string& id, std::int64_t created) {
  store::ArtifactRecord record;
  record.id = id;
  record.created = created;
  record.fields.repository = "laszlocph/gimletd";
  record.fields.branch = "main";
  record.fields.event = "push";
  record.fields.sha = "8f2c1d";
  record.fields.targets = {{"staging", "web"}};
  record.body = R"({"id":")" + id + R"("})";
  return record;
}

std::vector<store::ArtifactRecord> random_artifacts(std::mt19937& random, std::size_t count,
                                                    const std::string& prefix) {
  const std::string long_branch = "feature/" + std::string(300, 'x');
  std::vector<store::ArtifactRecord> artifacts;
  for (std::size_t i = 0; i < count; ++i) {
    store::ArtifactRecord record;
    record.id = prefix + std::to_string(i) + (random() % 20 == 0 ? std::string(400, 'i') : "");
    record.created = 1'650'000'000 + static_cast<std::int64_t>(random() % 50);
    auto& fields = record.fields;
    fields.repository = pick(random, {"org/one", "org/two", "org/three", "org/one-more"});
    fields.branch = pick(random, {"main", "develop", "", long_branch + "1", long_branch + "2"});
    fields.source_branch = pick(random, {"", "", "fix/1", "fix/2"});
    fields.event = pick(random, {"push", "push", "tag", "pr"});
    fields.sha = pick(random, {"aa", "ab", "b", "c0ffee"}) + std::to_string(random() % 30);
    fields.tag = pick(random, {"", "", "v1.0.0", "v1.0.1"});
    for (std::size_t n = random() % 4; n > 0; --n) {
      fields.targets.emplace_back(pick(random, {"staging", "production", "preview"}),
                                  pick(random, {"web", "api", "worker"}));
    }
    record.body = R"({"n":)" + std::to_string(i) + R"(,"text":")" + std::string(random() % 5000, 't') + "\"}";
    artifacts.push_back(std::move(record));
  }
  return artifacts;
}

store::EventRecord event(const std::string& type, std::int64_t created) {
  store::EventRecord record;
  record.type = type;
  record.created = created;
  record.request = R"({"env":"staging"})";
  return record;
}

std::function<bool(const std::string&)> same_as(const store::ArtifactRecord& artifact) {
  return [body = artifact.body](const std::string& stored) { return stored == body; };
}

void put(store::Store& store, const store::ArtifactRecord& artifact) {
  if (store.artifacts().put(artifact, same_as(artifact)) != store::PutStatus::stored) {
    throw std::runtime_error("not stored: " + artifact.id);
  }
}

std::vector<std::string> ids(const std::vector<store::ArtifactRecord>& artifacts) {
  std::vector<std::string> result;
  result.reserve(artifacts.size());
  for (const auto& each : artifacts) result.push_back(each.id);
  return result;
}

std::vector<std::string> ids(const std::vector<store::EventRecord>& events) {
  std::vector<std::string> result;
  result.reserve(events.size());
  for (const auto& each : events) result.push_back(each.id);
  return result;
}

}  // namespace gimlet::test
