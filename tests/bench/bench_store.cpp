// The store alone, in one process, and the maker of large stores for benchmarks of whole processes.
//   bench_store fill PATH N     adds N artifacts of about 2 KB (200 repositories, 50 branches, 5 envs)
//   bench_store push PATH       one durable insert
//   bench_store list PATH       the 20 newest of one repository and branch
//   bench_store measure PATH    times of single inserts and of listings, in process
#include <charconv>
#include <chrono>
#include <cstdio>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/uuid.hpp"
#include "store/store.hpp"

namespace {

using namespace gimlet;
using namespace gimlet::store;

constexpr std::int64_t first_time = 1'600'000'000;
constexpr unsigned repositories = 200;
constexpr unsigned branches = 50;
constexpr std::size_t body_bytes = 2000;

std::string repository(unsigned number) {
  return fmt::format("organisation/application-{}", number);
}

// Half of all artifacts are of main, as in life.
std::string branch(unsigned number) {
  return number % 2 == 0 ? "main" : fmt::format("feature/branch-{}", number % branches);
}

ArtifactRecord make_artifact(std::mt19937_64& random, std::int64_t created) {
  ArtifactRecord artifact;
  const auto number = static_cast<unsigned>(random() % repositories);
  ArtifactFields& fields = artifact.fields;
  fields.repository = repository(number);
  fields.branch = branch(static_cast<unsigned>(random() % 100));
  fields.event = random() % 20 == 0 ? "tag" : "push";
  fields.sha = fmt::format("{:016x}{:016x}{:08x}", random(), random(), random() & 0xffffffffU);
  if (fields.event == "tag") fields.tag = fmt::format("v1.{}.{}", random() % 100, random() % 100);
  for (const char* env : {"staging", "production"}) {
    fields.targets.emplace_back(env, fmt::format("application-{}", number));
  }
  artifact.id = fmt::format("{}-{:016x}{:016x}", fields.repository, random(), random());
  artifact.created = created;
  artifact.body = fmt::format(R"({{"id":"{}","version":{{"repositoryName":"{}","sha":"{}"}},"text":")",
                              artifact.id, fields.repository, fields.sha);
  artifact.body.append(body_bytes - artifact.body.size(), 'x').append("\"}");
  return artifact;
}

bool never_same(const std::string& /*stored*/, const std::string& /*other*/) {
  return false;
}

double seconds_of(const std::function<void()>& action) {
  const auto start = std::chrono::steady_clock::now();
  action();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void fill(Store& store, std::uint64_t count) {
  std::mt19937_64 random(42);
  std::uint64_t made = 0;
  const std::int64_t start = std::max(first_time, store.maintenance().stats().newest + 1);
  const double seconds = seconds_of([&] {
    store.maintenance().import_artifacts(
        [&](ArtifactRecord& next) {
          if (made == count) return false;
          next = make_artifact(random, start + static_cast<std::int64_t>(made++));
          return true;
        },
        [](const std::string&, const std::string&) { return false; });
  });
  const StoreStats stats = store.maintenance().stats();
  fmt::print("filled {} in {:.1f} s; {} artifacts, {:.1f} MB in the file\n", made, seconds, stats.artifacts,
             static_cast<double>(stats.file_bytes) / 1e6);
}

ArtifactQuery by_repository_and_branch(unsigned number) {
  ArtifactQuery query;
  query.repository = repository(number % repositories);
  query.branch = branch(number);
  query.limit = 20;
  return query;
}

void push(Store& store) {
  std::random_device seed;
  std::mt19937_64 random(seed() + (std::uint64_t{seed()} << 32U));
  const ArtifactRecord artifact = make_artifact(random, 1'700'000'000);
  store.artifacts().put(artifact,
                        [&](const std::string& stored) { return never_same(stored, artifact.body); });
}

void report(const char* what, unsigned rounds, const std::function<std::size_t(unsigned)>& action) {
  std::size_t records = 0;
  const double seconds = seconds_of([&] {
    for (unsigned round = 0; round < rounds; ++round) records += action(round);
  });
  fmt::print("{:<48} {:>10.1f} us, {:.1f} records\n", what, seconds * 1e6 / rounds,
             static_cast<double>(records) / rounds);
}

void measure(Store& store) {
  const auto listed = [&](const ArtifactQuery& query) { return store.artifacts().list(query).size(); };
  const auto twenty = [](auto&& set) {
    ArtifactQuery query;
    query.limit = 20;
    set(query);
    return query;
  };
  report("insert, durable", 50, [&](unsigned) {
    push(store);
    return std::size_t{1};
  });
  report("newest 20", 200, [&](unsigned) { return listed(twenty([](auto&) {})); });
  report("newest 20 of a repository and branch", 200,
         [&](unsigned round) { return listed(by_repository_and_branch(round)); });
  report("newest 20 of a repository, tags", 200, [&](unsigned round) {
    return listed(twenty([&](auto& query) {
      query.repository = repository(round % repositories);
      query.event = "tag";
    }));
  });
  report("newest 20 of production, tags", 20, [&](unsigned) {
    return listed(twenty([](auto& query) {
      query.env = "production";
      query.event = "tag";
    }));
  });
  const auto newest = store.artifacts().list({});
  report("get by id", 200, [&](unsigned round) {
    return newest.empty() ? 0
                          : std::size_t{store.artifacts().get(newest[round % newest.size()].id).has_value()};
  });
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() < 2) {
    fmt::print(stderr, "usage: bench_store fill PATH N | push PATH | list PATH | measure PATH\n");
    return 2;
  }
  const std::string& verb = arguments[0];
  const auto store = open_store(arguments[1]);
  if (verb == "fill" && arguments.size() > 2) {
    std::uint64_t count = 0;
    std::from_chars(arguments[2].data(), arguments[2].data() + arguments[2].size(), count);
    fill(*store, count);
  } else if (verb == "push") {
    push(*store);
  } else if (verb == "list") {
    for (const auto& artifact : store->artifacts().list(by_repository_and_branch(4)))
      fmt::print("{}\n", artifact.id);
  } else if (verb == "measure") {
    measure(*store);
  } else {
    return 2;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const Error& error) {
    fmt::print(stderr, "bench_store: {}\n", error.str());
    return error.exit_code();
  }
}
