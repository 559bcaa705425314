#include "core/fetch/chart_reference.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "core/model/git_source.hpp"
#include "core/semver/version.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::fetch {
namespace {

constexpr std::string_view oci_scheme = "oci://";

bool is_http(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

std::string without_trailing_slashes(std::string text) {
  while (text.ends_with('/')) text.pop_back();
  return text;
}

Error bad(const std::string& message, const std::string& pointer) {
  return Error(ErrorCode::bad_input, message).pointer(pointer);
}

bool exists(const std::string& path) {
  std::error_code none;
  return std::filesystem::exists(path, none);
}

// "host/path/chart:1.2.3" or "…@sha256:…": what follows the chart's name goes to the version.
void split_oci_version(ChartReference& reference) {
  std::string& repository = reference.repository;
  std::string version;
  const auto slash = repository.rfind('/');
  if (const auto at = repository.find('@'); at != std::string::npos) {
    version = repository.substr(at + 1);
    repository.resize(at);
    if (const auto tag = repository.find(':', slash); tag != std::string::npos) repository.resize(tag);
  } else if (const auto colon = repository.rfind(':'); colon != std::string::npos && colon > slash) {
    version = repository.substr(colon + 1);
    repository.resize(colon);
  }
  if (version.empty()) return;
  if (!reference.version.empty() && reference.version != version) {
    throw bad(fmt::format("the chart asks for version {} and for {}", printable_line(version),
                          printable_line(reference.version)),
              "/chart/version");
  }
  reference.version = version;
}

ChartReference oci(const std::string& location, const model::Chart& chart) {
  ChartReference reference;
  reference.kind = ChartReference::Kind::oci;
  reference.repository = without_trailing_slashes(location.substr(oci_scheme.size()));
  reference.version = chart.version;
  split_oci_version(reference);
  const auto slash = reference.repository.rfind('/');
  if (slash == std::string::npos || slash == 0 || slash + 1 == reference.repository.size()) {
    throw bad(fmt::format("\"{}\" is no oci://host/path/chart", printable_line(location)), "/chart/name");
  }
  reference.name = reference.repository.substr(slash + 1);
  return reference;
}

// The URL's part before "?" ends in ".git".
bool is_git(const std::string& name) {
  return without_trailing_slashes(name.substr(0, name.find('?'))).ends_with(".git");
}

std::string clean_path(const std::string& path) {
  std::vector<std::string> parts;
  for (auto& part : split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part == "..") throw Error(ErrorCode::bad_input, "its path leads out of the repository");
    parts.push_back(std::move(part));
  }
  return join(parts, "/");
}

ChartReference git_reference(const std::string& name) {
  using Revision = ChartReference::Revision;
  const model::GitSource source = model::parse_git_source(name);
  ChartReference reference;
  reference.kind = ChartReference::Kind::git;
  reference.repository = without_trailing_slashes(source.url);
  reference.name = clean_path(source.path);
  for (const auto& [kind, revision] :
       {std::pair(Revision::commit, &source.sha), std::pair(Revision::tag, &source.tag),
        std::pair(Revision::branch, &source.branch)}) {
    if (revision->empty()) continue;
    if (reference.revision_kind != Revision::head)
      throw Error(ErrorCode::bad_input, "give one of sha, tag and branch");
    reference.revision_kind = kind;
    reference.revision = *revision;
  }
  return reference;
}

ChartReference git(const std::string& name) {
  try {
    return git_reference(name);
  } catch (const Error& error) {
    throw bad(redact_urls(printable_line(name, 500)) + ": " + error.message(), "/chart/name")
        .hint(error.hint());
  }
}

ChartReference in_repository(const model::Chart& chart) {
  if (chart.repository.starts_with(oci_scheme))
    return oci(without_trailing_slashes(chart.repository) + "/" + chart.name, chart);
  if (!is_http(chart.repository)) {
    throw bad(
        fmt::format("the chart repository \"{}\" is no URL", redact_urls(printable_line(chart.repository))),
        "/chart/repository")
        .hint("it begins with https:// or oci://; a chart here has no repository, its path is its name");
  }
  ChartReference reference;
  reference.kind = ChartReference::Kind::repository;
  reference.repository = without_trailing_slashes(chart.repository);
  reference.name = chart.name;
  reference.version = chart.version;
  return reference;
}

}  // namespace

ChartReference parse_reference(const model::Chart& chart) {
  if (chart.name.empty()) throw bad("the chart has no name", "/chart/name");
  // A template may have given one; paths and addresses would end there.
  for (const auto& [text, field] :
       {std::pair(&chart.name, "name"), std::pair(&chart.repository, "repository"),
        std::pair(&chart.version, "version")}) {
    if (text->find('\0') != std::string::npos) {
      throw bad("must not hold a NUL character", std::string("/chart/") + field);
    }
  }
  if (!chart.repository.empty()) return in_repository(chart);
  if (chart.name.starts_with(oci_scheme)) return oci(chart.name, chart);
  ChartReference reference;
  reference.name = chart.name;
  if (is_git(chart.name) && !exists(chart.name)) return git(chart.name);
  reference.version = chart.version;
  if (is_http(chart.name)) {
    reference.kind = ChartReference::Kind::archive;
    reference.repository = chart.name;
    reference.name = "";
    return reference;
  }
  if (exists(chart.name)) return reference;
  const auto slash = chart.name.find('/');
  const bool may_be_alias = slash != std::string::npos && slash > 0 && slash + 1 < chart.name.size() &&
                            chart.name[0] != '.' && chart.name.find('/', slash + 1) == std::string::npos;
  if (may_be_alias) {
    reference.kind = ChartReference::Kind::alias;
    reference.repository = chart.name.substr(0, slash);
    reference.name = chart.name.substr(slash + 1);
    return reference;
  }
  throw Error(ErrorCode::not_found, fmt::format("there is no chart at {}", printable_line(chart.name)))
      .pointer("/chart/name")
      .hint("name its repository: https://… in \"repository\" (--repo), or oci://…");
}

bool is_exact_version(const std::string& version) {
  const std::string_view digits = std::string_view(version).substr(version.starts_with('v') ? 1 : 0);
  const auto core = digits.substr(0, digits.find_first_of("-+"));
  if (std::count(core.begin(), core.end(), '.') != 2) return false;
  try {
    semver::parse(version);
    return true;
  } catch (const Error&) {
    return false;
  }
}

std::string ChartReference::display() const {
  const std::string asked = version.empty() ? "" : " " + version;
  switch (kind) {
    case Kind::local:
      return printable_line(name);
    case Kind::archive:
      return redact_urls(printable_line(repository, 500));
    case Kind::alias:
      return printable_line(repository + "/" + name + asked);
    case Kind::oci:
      return printable_line("oci://" + repository + asked, 500);
    case Kind::git: {
      const std::string at = revision.empty() ? "" : " at " + revision;
      return redact_urls(printable_line((name.empty() ? "" : name + " of ") + repository + at, 500));
    }
    case Kind::repository:
      break;
  }
  return redact_urls(printable_line(name + asked + " of " + repository, 500));
}

}  // namespace gimlet::fetch
