#include "core/fetch/chart_fetcher.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/fetch/helm_repositories.hpp"
#include "core/fetch/oci_registry.hpp"
#include "core/fetch/repository_index.hpp"
#include "core/semver/constraint.hpp"
#include "core/util/error.hpp"
#include "core/util/hash.hpp"
#include "core/util/string.hpp"

namespace gimlet::fetch {
namespace {

using Kind = ChartReference::Kind;

constexpr int ok = 200;
constexpr int not_modified = 304;
constexpr std::string_view oci_scheme = "oci://";
constexpr std::string_view digest_prefix = "sha256:";

bool is_range(const std::string& version) {
  try {
    const semver::Constraint constraint(version.empty() ? "*" : version);
    return true;
  } catch (const Error&) {
    return false;
  }
}

// Never fetched twice: a version that names one alone, or a digest.
bool is_fixed(const std::string& version) {
  return version.starts_with(digest_prefix) || is_exact_version(version);
}

bool is_this_machine(const std::string& registry) {
  const std::string host = registry.substr(0, registry.find_first_of("/:"));
  return host == "localhost" || host.starts_with("127.");
}

// Helm's words (pkg/repo, FindChartInRepoURL).
Error no_such_chart(const ChartReference& reference) {
  const std::string version =
      reference.version.empty() ? "" : fmt::format(" version \"{}\"", printable_line(reference.version));
  return Error(ErrorCode::not_found,
               fmt::format("chart \"{}\"{} not found in {} repository", printable_line(reference.name),
                           version, redact_urls(printable_line(reference.repository, 500))));
}

Error not_in_cache(const std::string& display) {
  return Error(ErrorCode::not_found,
               fmt::format("{} is not in the cache, and --offline forbids to fetch it", display))
      .hint("fetch it with \"gimlet chart pull\" where there is a network");
}

}  // namespace

ChartFetcher::ChartFetcher(FetcherOptions options, std::unique_ptr<HttpClient> http)
    : options_(std::move(options)), http_(std::move(http)), cache_(options_.cache_folder, *options_.clock) {}

HttpClient& ChartFetcher::client() {
  if (!http_) http_ = make_http_client(options_.http);
  return *http_;
}

FetchedChart ChartFetcher::fetch(const ChartReference& reference) {
  switch (reference.kind) {
    case Kind::archive:
      return from_url(reference);
    case Kind::oci:
      return from_registry(reference);
    case Kind::alias:
      return from_repository(without_alias(reference));
    case Kind::repository:
      return from_repository(reference);
    case Kind::local:
    case Kind::git:
      break;
  }
  throw Error(ErrorCode::failed, reference.display() + " is not fetched over HTTP");
}

std::optional<FetchedChart> ChartFetcher::from_cache(const std::string& repository, const std::string& name,
                                                     const std::string& version) {
  FetchedChart fetched;
  auto archive = cache_.read(redact_urls(repository), name, version, fetched.chart);
  if (!archive) return std::nullopt;
  fetched.archive = std::move(*archive);
  fetched.from_cache = true;
  return fetched;
}

std::optional<FetchedChart> ChartFetcher::from_cached_versions(const std::string& repository,
                                                               const std::string& name,
                                                               const std::string& range) {
  if (auto same = from_cache(repository, name, range); same && !range.empty()) return same;
  if (!is_range(range)) return std::nullopt;
  const std::string best = newest(cache_.versions(redact_urls(repository), name), range);
  return best.empty() ? std::nullopt : from_cache(repository, name, best);
}

FetchedChart ChartFetcher::keep(CachedChart chart, std::string archive) {
  chart.repository = redact_urls(chart.repository);
  cache_.write(chart, archive);
  return {std::move(chart), std::move(archive), false};
}

// A repository that helm knows under a name of the user's.
ChartReference ChartFetcher::without_alias(const ChartReference& reference) const {
  for (const auto& known : helm_repositories(options_.variable)) {
    if (known.name != reference.repository) continue;
    if (known.url.starts_with("oci://")) {
      return parse_reference({known.url, reference.name, reference.version});
    }
    ChartReference found = reference;
    found.kind = Kind::repository;
    found.repository = known.url;
    return found;
  }
  throw Error(ErrorCode::not_found,
              fmt::format("there is no chart at {}, and helm knows no repository \"{}\"",
                          printable_line(reference.repository + "/" + reference.name),
                          printable_line(reference.repository)))
      .hint("name the repository's URL: \"repository\" in a manifest, --repo on the command line");
}

// Who we are to a repository: the command line's user, the URL's own, or the one of helm's repositories.yaml.
ChartFetcher::Login ChartFetcher::login(const std::string& repository) const {
  Login login;
  login.url = repository;
  take_user(login.url, login.user, login.password);
  if (!options_.user.empty()) {
    login.user = options_.user;
    login.password = options_.password;
  }
  for (const auto& known : helm_repositories(options_.variable)) {
    if (known.url != login.url) continue;
    login.ca_file = known.ca_file;
    if (login.user.empty()) {
      login.user = known.user;
      login.password = known.password;
    }
    break;
  }
  return login;
}

// Only the repository's own host gets its user; a URL with a user of its own keeps that.
HttpRequest ChartFetcher::request(const std::string& url, const Login& login) {
  HttpRequest request;
  request.url = url;
  const bool has_own = take_user(request.url, request.user, request.password);
  if (!has_own && origin_of(request.url) == origin_of(login.url)) {
    request.user = login.user;
    request.password = login.password;
    request.ca_file = login.ca_file;
  }
  return request;
}

// The repository's index.yaml, from the cache if the server says that it has not changed.
std::string ChartFetcher::index(const Login& login) {
  const std::string url = resolve_url(login.url, "index.yaml");
  const auto cached = cache_.read_index(login.url);
  HttpRequest question = request(url, login);
  question.compressed = true;
  if (cached && !cached->etag.empty()) {
    question.headers.push_back("If-None-Match: " + cached->etag);
  } else if (cached && !cached->last_modified.empty()) {
    question.headers.push_back("If-Modified-Since: " + cached->last_modified);
  }
  HttpResponse response = client().send(question);
  if (response.status == not_modified && cached) return cached->text;
  if (response.status != ok) throw_status(response, url);
  CachedIndex fresh{std::move(response.body), response.header("etag"), response.header("last-modified")};
  cache_.write_index(login.url, fresh);
  return std::move(fresh.text);
}

FetchedChart ChartFetcher::from_repository(const ChartReference& reference) {
  const Login me = login(reference.repository);
  if (is_fixed(reference.version)) {
    if (auto cached = from_cache(me.url, reference.name, reference.version)) return std::move(*cached);
  }
  if (options_.offline) {
    if (auto cached = from_cached_versions(me.url, reference.name, reference.version))
      return std::move(*cached);
    throw not_in_cache(reference.display());
  }
  const std::string text = index(me);
  const auto entries = while_doing([&] { return "reading the index of " + me.url; },
                                   [&] { return index_entries(text, reference.name); });
  const IndexEntry* entry = entries ? choose(*entries, reference.version) : nullptr;
  if (entry == nullptr) throw no_such_chart(reference);
  if (auto cached = from_cache(me.url, reference.name, entry->version)) return std::move(*cached);
  if (entry->urls.empty())
    throw Error(ErrorCode::bad_input, fmt::format("chart \"{}\" has no downloadable URLs", reference.name));
  const std::string url = resolve_url(me.url, entry->urls.front());
  if (url.starts_with(oci_scheme)) {
    ChartReference there = parse_reference({"", url, ""});
    if (there.version.empty()) there.version = entry->version;
    return from_registry(there);
  }
  std::string archive = download(url, me);
  if (!entry->digest.empty() && sha256_hex(archive) != entry->digest) {
    throw Error(ErrorCode::failed,
                fmt::format("{} is not what the repository's index says: its SHA-256 is {}, not {}",
                            redact_urls(url), sha256_hex(archive), printable_line(entry->digest)))
        .hint("the download is damaged or was tampered with; try again");
  }
  return keep({me.url, reference.name, entry->version, "", 0, 0, 0}, std::move(archive));
}

std::string ChartFetcher::download(const std::string& url, const Login& login) {
  const HttpRequest question = request(url, login);
  HttpResponse response = client().send(question);
  if (response.status != ok) throw_status(response, question.url);
  return std::move(response.body);
}

// What is behind a URL may change: it is fetched anew unless the network is out of bounds.
FetchedChart ChartFetcher::from_url(const ChartReference& reference) {
  const Login me = login(reference.repository);
  if (options_.offline) {
    if (auto cached = from_cache(me.url, "", "")) return std::move(*cached);
    throw not_in_cache(reference.display());
  }
  return keep({me.url, "", "", "", 0, 0, 0}, download(me.url, me));
}

FetchedChart ChartFetcher::from_registry(const ChartReference& reference) {
  const std::string place = std::string(oci_scheme) + reference.repository;
  std::string version = reference.version;
  if (is_fixed(version)) {
    if (auto cached = from_cache(place, reference.name, version)) return std::move(*cached);
  }
  if (options_.offline) {
    if (auto cached = from_cached_versions(place, reference.name, version)) return std::move(*cached);
    throw not_in_cache(reference.display());
  }
  RegistryOptions registry_options;
  registry_options.user = options_.user;
  registry_options.password = options_.password;
  registry_options.plain_http = options_.plain_http || is_this_machine(reference.repository);
  registry_options.variable = options_.variable;
  OciRegistry registry(client(), reference.repository, std::move(registry_options));
  if (!is_fixed(version) && is_range(version)) {
    std::vector<std::string> versions = registry.tags();
    // A tag has no "+": Helm writes "_" for it.
    for (auto& tag : versions) tag = replace_all(std::move(tag), "_", "+");
    const std::string best = newest(versions, version);
    if (best.empty()) throw no_such_chart(reference);
    version = best;
    if (auto cached = from_cache(place, reference.name, version)) return std::move(*cached);
  }
  std::string archive = registry.pull(replace_all(version, "+", "_"));
  return keep({place, reference.name, version, "", 0, 0, 0}, std::move(archive));
}

}  // namespace gimlet::fetch
