#include "core/fetch/oci_registry.hpp"

#include <utility>

#include <fmt/format.h>

#include "core/fetch/document_text.hpp"
#include "core/util/encoding.hpp"
#include "core/util/error.hpp"
#include "core/util/hash.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"

namespace gimlet::fetch {
namespace {

constexpr int ok = 200;
constexpr int unauthorized = 401;
constexpr std::size_t max_document_bytes = std::size_t{16} * 1024 * 1024;
constexpr int max_pages = 1000;
constexpr std::string_view digest_prefix = "sha256:";
constexpr std::string_view chart_layer = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
constexpr std::string_view old_chart_layer = "application/tar+gzip";

std::string url_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// The path of `</v2/…?last=x>; rel="next"`; "" if there is no next page.
std::string next_page(const std::string& link) {
  const auto open = link.find('<');
  const auto close = link.find('>', open);
  if (open == std::string::npos || close == std::string::npos ||
      link.find("next", close) == std::string::npos)
    return "";
  std::string target = link.substr(open + 1, close - open - 1);
  if (const auto scheme = target.find("://"); scheme != std::string::npos) {
    const auto path = target.find('/', scheme + 3);
    return path == std::string::npos ? "" : target.substr(path);
  }
  return target;
}

void check_digest(const std::string& content, const std::string& digest, const std::string& what) {
  if (digest_prefix.data() + sha256_hex(content) == digest) return;
  throw Error(ErrorCode::failed,
              fmt::format("{} is not what its digest {} says", what, printable_line(digest)))
      .hint("the download is damaged or was tampered with; try again");
}

// The registry's own words, if it has some: {"errors": [{"code", "message"}]}.
std::string words_of(const HttpResponse& response) {
  try {
    const Json json = parse_json(response.body, "the registry's answer");
    const auto errors = json.find("errors");
    if (errors == json.end() || !errors->is_array() || errors->empty()) return "";
    return printable_line(text_of(errors->front(), "message"));
  } catch (const Error&) {
    return "";
  }
}

}  // namespace

std::map<std::string, std::string> parse_challenge(const std::string& header) {
  std::map<std::string, std::string> parameters;
  const auto space = header.find(' ');
  parameters[""] = to_lower(header.substr(0, space));
  std::size_t at = space;
  while (at != std::string::npos && at < header.size()) {
    at = header.find_first_not_of(" ,", at);
    const auto equals = header.find('=', at);
    if (at == std::string::npos || equals == std::string::npos) break;
    const std::string name = to_lower(trim(header.substr(at, equals - at)));
    std::string value;
    at = equals + 1;
    if (at < header.size() && header[at] == '"') {
      for (++at; at < header.size() && header[at] != '"'; ++at) {
        if (header[at] == '\\' && at + 1 < header.size()) ++at;
        value += header[at];
      }
      ++at;
    } else {
      const auto end = std::min(header.find(',', at), header.size());
      value = trim(std::string_view(header).substr(at, end - at));
      at = end;
    }
    parameters[name] = value;
  }
  return parameters;
}

OciRegistry::OciRegistry(HttpClient& http, const std::string& repository, RegistryOptions options)
    : http_(http), options_(std::move(options)) {
  const auto slash = repository.find('/');
  host_ = repository.substr(0, slash);
  name_ = slash == std::string::npos ? "" : repository.substr(slash + 1);
}

const std::optional<RegistryCredential>& OciRegistry::credential() {
  if (!credential_) {
    credential_ = options_.user.empty()
                      ? registry_credential(host_, options_.variable)
                      : std::optional(RegistryCredential{options_.user, options_.password, ""});
  }
  return *credential_;
}

// Asks the token service that the challenge names (the registry's "token authentication"). Its realm gets the
// credentials only over https, or over http where the registry itself is plain.
std::string OciRegistry::bearer_token(const std::map<std::string, std::string>& challenge) {
  const auto parameter = [&](const char* name) {
    const auto found = challenge.find(name);
    return found == challenge.end() ? std::string() : found->second;
  };
  const std::string realm = parameter("realm");
  if (!realm.starts_with("https://") && !(options_.plain_http && realm.starts_with("http://"))) {
    throw Error(ErrorCode::failed,
                fmt::format("the registry {} sends to \"{}\" for a token, which is no https URL", host_,
                            redact_urls(printable_line(realm))));
  }
  const std::string scope = parameter("scope").empty() ? "repository:" + name_ + ":pull" : parameter("scope");
  HttpRequest request;
  request.max_bytes = max_document_bytes;
  request.quiet = true;
  const auto& known = credential();
  const std::string service = parameter("service");
  if (known && !known->identity_token.empty()) {
    request.url = realm;
    request.form =
        fmt::format("grant_type=refresh_token&service={}&client_id=gimlet&scope={}&refresh_token={}",
                    url_encoded(service), url_encoded(scope), url_encoded(known->identity_token));
  } else {
    const char* separator = realm.find('?') == std::string::npos ? "?" : "&";
    request.url =
        fmt::format("{}{}service={}&scope={}", realm, separator, url_encoded(service), url_encoded(scope));
    if (known) {
      request.user = known->user;
      request.password = known->password;
    }
  }
  const HttpResponse response = http_.send(request);
  if (response.status != ok) throw_status(response, "the registry's token service " + realm);
  const Json answer = parse_json(response.body, "the registry's token service");
  const std::string token = text_of(answer, "token");
  return token.empty() ? text_of(answer, "access_token") : token;
}

HttpResponse OciRegistry::authorised(const std::string& url, const HttpResponse& refusal,
                                     const std::vector<std::string>& headers, bool quiet) {
  const auto challenge = parse_challenge(refusal.header("www-authenticate"));
  HttpRequest request;
  request.url = url;
  request.headers = headers;
  request.quiet = quiet;
  if (challenge.at("") == "bearer") {
    authorisation_ = "Bearer " + bearer_token(challenge);
  } else if (const auto& known = credential(); known && challenge.at("") == "basic") {
    authorisation_ = "Basic " + base64_encode(known->user + ":" + known->password);
  } else {
    return refusal;
  }
  request.headers.push_back("Authorization: " + authorisation_);
  return http_.send(request);
}

HttpResponse OciRegistry::get(const std::string& path, const std::vector<std::string>& headers, bool quiet) {
  HttpRequest request;
  // Docker's registry answers under another name than its references have.
  const std::string host = host_ == "docker.io" ? "registry-1.docker.io" : host_;
  request.url = fmt::format("{}://{}{}", options_.plain_http ? "http" : "https", host, path);
  request.headers = headers;
  request.quiet = quiet;
  if (!authorisation_.empty()) request.headers.push_back("Authorization: " + authorisation_);
  HttpResponse response = http_.send(request);
  if (response.status == unauthorized) response = authorised(request.url, response, headers, quiet);
  return response;
}

std::vector<std::string> OciRegistry::tags() {
  std::vector<std::string> all;
  std::string path = "/v2/" + name_ + "/tags/list";
  for (int page = 0; page < max_pages && !path.empty(); ++page) {
    const HttpResponse response = get(path, {}, true);
    if (response.status != ok) throw_status(response, "tags of oci://" + host_ + "/" + name_);
    const Json answer = parse_json(response.body, "the registry's tags");
    const auto tags = answer.find("tags");
    if (tags != answer.end() && tags->is_array()) {
      for (const auto& tag : *tags) {
        if (tag.is_string()) all.push_back(tag.get<std::string>());
      }
    }
    path = next_page(response.header("link"));
  }
  return all;
}

std::string OciRegistry::pull(const std::string& tag_or_digest) {
  const std::string place = fmt::format("oci://{}/{}:{}", host_, name_, printable_line(tag_or_digest));
  const HttpResponse found = get("/v2/" + name_ + "/manifests/" + tag_or_digest,
                                 {"Accept: application/vnd.oci.image.manifest.v1+json, "
                                  "application/vnd.docker.distribution.manifest.v2+json"},
                                 true);
  if (found.status != ok) {
    const std::string words = words_of(found);
    throw_status(found, words.empty() ? place : place + " (" + words + ")");
  }
  if (tag_or_digest.starts_with(digest_prefix)) check_digest(found.body, tag_or_digest, place);
  const Json manifest = parse_json(found.body, place);
  const auto layers = manifest.find("layers");
  if (layers != manifest.end() && layers->is_array()) {
    for (const auto& layer : *layers) {
      const std::string type = text_of(layer, "mediaType");
      if (type != chart_layer && type != old_chart_layer) continue;
      const std::string digest = text_of(layer, "digest");
      if (!digest.starts_with(digest_prefix))
        throw Error(ErrorCode::bad_input, place + " has a digest that is not SHA-256");
      const HttpResponse blob = get("/v2/" + name_ + "/blobs/" + digest, {}, false);
      if (blob.status != ok) throw_status(blob, place);
      check_digest(blob.body, digest, place);
      return blob.body;
    }
  }
  throw Error(ErrorCode::bad_input, place + " is no Helm chart: its manifest has no chart layer");
}

}  // namespace gimlet::fetch
