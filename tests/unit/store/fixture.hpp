#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "store/store.hpp"

namespace gimlet::test {

// An artifact with the fields that most tests need; the body is JSON that holds the id.
store::ArtifactRecord artifact(const std::string& id, std::int64_t created = 1'650'000'000);

// Random artifacts whose fields repeat often, so that every combination of conditions hits some of them. Ids
// are <prefix><number>; the same generator state gives the same artifacts.
std::vector<store::ArtifactRecord> random_artifacts(std::mt19937& random, std::size_t count,
                                                    const std::string& prefix = "a-");

store::EventRecord event(const std::string& type, std::int64_t created = 1'650'000'000);

// `same` for put(): bodies are equal.
std::function<bool(const std::string&)> same_as(const store::ArtifactRecord& artifact);

// put() that has to store.
void put(store::Store& store, const store::ArtifactRecord& artifact);

std::vector<std::string> ids(const std::vector<store::ArtifactRecord>& artifacts);
std::vector<std::string> ids(const std::vector<store::EventRecord>& events);

}  // namespace gimlet::test
