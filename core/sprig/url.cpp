#include "core/go/url.hpp"

#include <fmt/format.h>

#include "core/sprig/convert.hpp"
#include "core/sprig/families.hpp"
#include "core/util/error.hpp"

namespace gimlet::sprig {
namespace {

Value parsed(const std::string& text) {
  go::Url url;
  try {
    url = go::Url::parse(text);
  } catch (const Error& error) {
    fail("unable to parse url: " + error.message());
  }
  Value map = Value::map();
  map.as_map().entries = {{"scheme", url.scheme},        {"host", url.host},
                          {"hostname", url.host_name()}, {"path", url.path},
                          {"query", url.query},          {"opaque", url.opaque},
                          {"fragment", url.fragment},    {"userinfo", url.user ? url.user->str() : ""}};
  return map;
}

// A part of the URL that a map describes; "" if it has none.
std::string part_of(const Map& map, const char* key) {
  const auto entry = map.entries.find(key);
  if (entry == map.entries.end()) return "";
  if (entry->second.is_nil()) fail("runtime error: invalid memory address or nil pointer dereference");
  if (!entry->second.is_string()) {
    fail(fmt::format("unable to parse {} key, must be of type string, but {} found", key,
                     kind_name(entry->second)));
  }
  return entry->second.as_string();
}

std::string joined(const Map& map) {
  go::Url url;
  url.scheme = part_of(map, "scheme");
  url.host = part_of(map, "host");
  url.path = part_of(map, "path");
  url.query = part_of(map, "query");
  url.opaque = part_of(map, "opaque");
  url.fragment = part_of(map, "fragment");
  if (const std::string user = part_of(map, "userinfo"); !user.empty()) {
    try {
      url.user = go::Url::parse("proto://" + user + "@host").user;
    } catch (const Error& error) {
      fail("unable to parse userinfo in dict: " + error.message());
    }
  }
  return url.str();
}

}  // namespace

void add_urls(FunctionTable& table) {
  define(table, "urlParse URL",
         "The parts of URL: scheme, userinfo, host, hostname, path, query, opaque, fragment.",
         [](Arguments& a) -> Value { return parsed(tmpl::string_argument(a, 0)); });
  define(table, "urlJoin PARTS", "The URL that parts such as urlParse's make.",
         [](Arguments& a) -> Value { return joined(*tmpl::map_argument(a, 0)); });
}

}  // namespace gimlet::sprig
