#include "core/chart/loader.hpp"

#include <map>

#include <fmt/format.h>

#include "core/chart/metadata.hpp"
#include "core/chart/values.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/string.hpp"
#include "core/yaml/json.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::chart {
namespace {

Error bad(const std::string& message) {
  return {ErrorCode::bad_input, message};
}

template <class Fn>
void loading(const std::string& what, const Fn& fn) {
  try {
    fn();
  } catch (const Error& error) {
    throw bad("cannot load " + what + ": " + error.message());
  }
}

bool has_extension(const std::string& name, std::string_view extension) {
  return name.ends_with(extension) && name.rfind('/') + 1 <= name.size() - extension.size();
}

// What a file of the chart is, and where it goes.
class Builder {
 public:
  explicit Builder(std::vector<std::string>& warnings) : warnings_(warnings) {}

  std::shared_ptr<Chart> build(const std::vector<File>& files) {
    for (const auto& file : files) {
      if (file.name == "Chart.yaml") read_chart_yaml(file);
    }
    for (const auto& file : files) take(file);
    if (!has_metadata_) throw bad("Chart.yaml file is missing");
    validate(chart_->metadata);
    add_subcharts();
    return chart_;
  }

 private:
  void read_chart_yaml(const File& file) {
    has_metadata_ = true;
    loading("Chart.yaml", [&] { read_metadata(*file.data, chart_->metadata); });
    if (chart_->metadata.api_version.empty()) chart_->metadata.api_version = "v1";
  }

  void take(const File& file) {
    const std::string& name = file.name;
    if (name == "Chart.yaml" || name == "Chart.lock") return;
    if (name == "values.yaml") {
      loading("values.yaml", [&] { chart_->values = load_values(*file.data); });
    } else if (name == "values.schema.json") {
      chart_->schema = file.data;
    } else if (name == "requirements.yaml") {
      read_requirements(file);
    } else if (name == "requirements.lock") {
      if (chart_->metadata.api_version == "v1") chart_->files.push_back(file);
    } else if (name.starts_with("templates/")) {
      chart_->templates.push_back(file);
    } else if (name.starts_with("charts/")) {
      take_subchart_file(file);
    } else {
      chart_->files.push_back(file);
    }
  }

  void read_requirements(const File& file) {
    has_metadata_ = true;
    if (chart_->metadata.api_version != "v1") {
      warnings_.emplace_back(
          "dependencies are handled in Chart.yaml since apiVersion \"v2\": requirements.yaml is read all the "
          "same");
    }
    loading("requirements.yaml", [&] { read_metadata(*file.data, chart_->metadata); });
    if (chart_->metadata.api_version == "v1") chart_->files.push_back(file);
  }

  void take_subchart_file(const File& file) {
    if (has_extension(file.name, ".prov")) {
      chart_->files.push_back(file);
      return;
    }
    std::string inner = file.name.substr(std::string_view("charts/").size());
    const std::string folder = inner.substr(0, inner.find('/'));
    subcharts_[folder].push_back({std::move(inner), file.data});
  }

  void add_subcharts() {
    std::vector<std::shared_ptr<Chart>> charts;
    for (auto& [name, files] : subcharts_) {
      if (name.starts_with('_') || name.starts_with('.')) continue;
      try {
        charts.push_back(has_extension(name, ".tgz") ? unpack(name, files.front()) : from_folder(files));
      } catch (const Error& error) {
        throw bad(
            fmt::format("error unpacking subchart {} in {}: {}", name, chart_->name(), error.message()));
      }
    }
    chart_->set_dependencies(std::move(charts));
  }

  std::shared_ptr<Chart> unpack(const std::string& name, const File& file) {
    if (file.name != name) {
      throw bad(fmt::format("error unpacking subchart tar in {}: expected {}, got {}", chart_->name(), name,
                            file.name));
    }
    return load_files(read_archive(*file.data), warnings_);
  }

  std::shared_ptr<Chart> from_folder(const std::vector<File>& files) {
    std::vector<File> inner;
    for (const auto& file : files) {
      const auto slash = file.name.find('/');
      if (slash != std::string::npos) inner.push_back({file.name.substr(slash + 1), file.data});
    }
    return load_files(inner, warnings_);
  }

  std::vector<std::string>& warnings_;
  std::shared_ptr<Chart> chart_ = std::make_shared<Chart>();
  bool has_metadata_ = false;
  std::map<std::string, std::vector<File>> subcharts_;
};

// A line that begins with "---" ends a document (k8s.io/apimachinery's YAML reader).
std::vector<std::string_view> documents_of(std::string_view text) {
  std::vector<std::string_view> documents;
  std::size_t begin = 0;
  for (std::size_t line = 0; line < text.size();) {
    const std::size_t end = std::min(text.find('\n', line), text.size());
    const std::size_t next = std::min(end + 1, text.size());
    if (text.substr(line, 3) == "---") {
      documents.push_back(text.substr(begin, line - begin));
      begin = next;
    }
    line = next;
  }
  documents.push_back(text.substr(begin));
  return documents;
}

}  // namespace

std::shared_ptr<Chart> load_files(const std::vector<File>& files, std::vector<std::string>& warnings) {
  return Builder(warnings).build(files);
}

std::shared_ptr<const Chart> load(const std::filesystem::path& path, std::vector<std::string>& warnings) {
  std::error_code code;
  const auto status = std::filesystem::status(path, code);
  if (!std::filesystem::exists(status)) {
    throw Error(ErrorCode::not_found, fmt::format("path \"{}\" not found", path.string()));
  }
  if (std::filesystem::is_directory(status)) {
    const auto file = std::filesystem::absolute(path).lexically_normal() / "Chart.yaml";
    if (!std::filesystem::exists(file, code)) {
      throw bad(fmt::format("unable to detect chart at {}: open {}: no such file or directory", file.string(),
                            file.string()));
    }
    return load_files(read_folder(path), warnings);
  }
  constexpr std::size_t largest = std::size_t{100} * 1024 * 1024;
  return load_files(read_archive(read_file(path, largest)), warnings);
}

Value load_values(std::string_view text) {
  Value values = Value::map();
  for (const auto document : documents_of(text)) {
    Value value;
    try {
      value = yaml::read(document);
    } catch (const yaml::SyntaxError& error) {
      throw bad("cannot unmarshal yaml document: error converting YAML to JSON: " + error.go_message());
    }
    if (value.is_nil()) continue;
    if (!value.is_map()) {
      throw bad(fmt::format(
          "cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json: cannot "
          "unmarshal {} into Go value of type map[string]interface {{}}",
          yaml::json_type(value)));
    }
    values = values.as_map().entries.empty() ? std::move(value) : merge_maps(values, value);
  }
  return values;
}

}  // namespace gimlet::chart
