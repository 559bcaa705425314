#include <fstream>
#include <limits>

#include <doctest/doctest.h>

#include "core/fetch/chart_cache.hpp"
#include "core/util/hash.hpp"
#include "tests/support/folder.hpp"

using namespace gimlet;
using namespace gimlet::fetch;

namespace {

class FixedClock final : public Clock {
 public:
  UnixSeconds time = 1'700'000'000;
  [[nodiscard]] std::chrono::system_clock::time_point now() const override {
    return std::chrono::system_clock::time_point(std::chrono::seconds(time));
  }
};

struct Fixture {
  test::Folder folder;
  FixedClock clock;
  ChartCache cache{folder.path() / "cache", clock};

  void write(const std::string& name, const std::string& version, const std::string& archive) const {
    CachedChart chart{"https://r", name, version, "", 0, 0, 0};
    cache.write(chart, archive);
    CHECK(chart.digest == sha256_hex(archive));
  }
  [[nodiscard]] std::optional<std::string> read(const std::string& name, const std::string& version) const {
    CachedChart found;
    return cache.read("https://r", name, version, found);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "cache: what was written is read, and nothing else") {
  write("shop", "1.0.0", "one");
  CHECK(read("shop", "1.0.0") == "one");
  CHECK(!read("shop", "1.0.1"));
  CHECK(!read("sho", "p1.0.0"));
  write("shop", "1.0.0", "other");  // the repository changed its mind: the last one counts
  CHECK(read("shop", "1.0.0") == "other");
}

TEST_CASE_FIXTURE(Fixture, "cache: a damaged archive counts as not there") {
  write("shop", "1.0.0", "one");
  std::ofstream(folder.path() / "cache/blobs" / (sha256_hex("one") + ".tgz")) << "two";
  CHECK(!read("shop", "1.0.0"));
  CHECK(cache.list().empty());
  const auto is_empty = [&](const char* part) {
    return std::filesystem::is_empty(folder.path() / "cache" / part);
  };
  CHECK(!is_empty("charts"));  // its record, which prune clears away
  CHECK(cache.prune(std::numeric_limits<UnixSeconds>::max(), false).charts.empty());
  CHECK(is_empty("charts"));
  write("shop", "1.0.0", "one");
  CHECK(read("shop", "1.0.0") == "one");
}

TEST_CASE_FIXTURE(Fixture, "cache: a damaged record counts as not there") {
  write("shop", "1.0.0", "one");
  for (const auto& file : std::filesystem::directory_iterator(folder.path() / "cache/charts"))
    std::ofstream(file.path()) << R"({"repository": "x", "digest": "../../etc/passwd")";
  CHECK(!read("shop", "1.0.0"));
  CHECK(cache.list().empty());
}

TEST_CASE_FIXTURE(Fixture, "cache: lists by version, the newest last") {
  for (const char* version : {"1.10.0", "1.9.0", "1.10.0-rc.1"}) write("shop", version, version);
  const auto versions = cache.versions("https://r", "shop");
  CHECK(versions == std::vector<std::string>{"1.9.0", "1.10.0-rc.1", "1.10.0"});
  CHECK(cache.versions("https://r", "web").empty());
}

TEST_CASE_FIXTURE(Fixture, "cache: prunes what was not used, and archives that nothing names") {
  const UnixSeconds start = clock.time;
  write("shop", "1.0.0", "one");
  write("shop", "2.0.0", "two");
  write("same", "2.0.0", "two");
  clock.time += 1000;
  CHECK(read("shop", "1.0.0") == "one");
  const auto would = cache.prune(start + 500, true);
  CHECK(would.charts.size() == 2);
  CHECK(would.bytes > 3);
  CHECK(cache.list().size() == 3);
  CHECK(cache.prune(start + 500, false).charts.size() == 2);
  CHECK(cache.list().size() == 1);
  CHECK(!read("shop", "2.0.0"));
  CHECK(!std::filesystem::exists(folder.path() / "cache/blobs" / (sha256_hex("two") + ".tgz")));
  cache.write_index("https://r", {"entries: {}", "\"tag\"", ""});
  CHECK(cache.prune(std::numeric_limits<UnixSeconds>::max(), false).charts.size() == 1);
  CHECK(!cache.read_index("https://r"));
  for (const char* part : {"blobs", "charts", "indexes"})
    CHECK(std::filesystem::is_empty(folder.path() / "cache" / part));
}

TEST_CASE_FIXTURE(Fixture, "cache: an index with what revalidates it") {
  CHECK(!cache.read_index("https://r"));
  cache.write_index("https://r", {"text", "\"tag\"", "yesterday"});
  const auto index = cache.read_index("https://r");
  REQUIRE(index);
  CHECK(index->text == "text");
  CHECK(index->etag == "\"tag\"");
  CHECK(index->last_modified == "yesterday");
  for (const auto& file : std::filesystem::directory_iterator(folder.path() / "cache/indexes"))
    if (file.path().extension() == ".yaml") std::ofstream(file.path()) << "of another fetch";
  CHECK(!cache.read_index("https://r"));
}
