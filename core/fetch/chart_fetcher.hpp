#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/fetch/chart_cache.hpp"
#include "core/fetch/chart_reference.hpp"
#include "core/fetch/registry_credentials.hpp"
#include "core/http/http.hpp"

namespace gimlet::fetch {

struct FetcherOptions {
  std::filesystem::path cache_folder;  // see ChartCache
  bool offline = false;                // the cache alone: nothing goes over the network
  std::string user;  // for the repository or registry; "" : what helm, docker or .netrc keep
  std::string password;
  bool plain_http = false;  // OCI registries over http; those of this machine always may
  HttpSettings http;
  VariableLookup variable;       // the environment
  const Clock* clock = nullptr;  // must be set
};

struct FetchedChart {
  CachedChart chart;
  std::string archive;
  bool from_cache = false;
};

// Fetches chart archives from HTTP(S) chart repositories, OCI registries and plain URLs, each exact version
// at most once: it is kept in the cache under its digest, and what was kept is used without a question to the
// network. For a range the repository's index is asked, and revalidated by ETag; an archive's digest is
// checked against the index.
class ChartFetcher {
 public:
  // `http` may be null: libcurl then.
  explicit ChartFetcher(FetcherOptions options, std::unique_ptr<HttpClient> http = nullptr);

  // The reference's kind is archive, repository, alias or oci. Throws not_found for a chart or version that
  // is not there (offline: not in the cache), denied, bad_input, failed.
  FetchedChart fetch(const ChartReference& reference);

 private:
  FetchedChart from_repository(const ChartReference& reference);
  FetchedChart from_registry(const ChartReference& reference);
  FetchedChart from_url(const ChartReference& reference);
  std::optional<FetchedChart> from_cache(const std::string& repository, const std::string& name,
                                         const std::string& version);
  std::optional<FetchedChart> from_cached_versions(const std::string& repository, const std::string& name,
                                                   const std::string& range);
  FetchedChart keep(CachedChart chart, std::string archive);
  struct Login {
    std::string url;  // the repository's, without a user
    std::string user;
    std::string password;
    std::string ca_file;
  };
  [[nodiscard]] Login login(const std::string& repository) const;
  static HttpRequest request(const std::string& url, const Login& login);
  std::string index(const Login& login);
  std::string download(const std::string& url, const Login& login);
  ChartReference without_alias(const ChartReference& reference) const;
  HttpClient& client();

  FetcherOptions options_;
  std::unique_ptr<HttpClient> http_;
  ChartCache cache_;
};

}  // namespace gimlet::fetch
