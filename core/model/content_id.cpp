#include "core/model/content_id.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/run_variables.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"
#include "core/util/uuid.hpp"

namespace gimlet::model {
namespace {

// The namespace of our ids, made once at random.
constexpr std::string_view our_namespace = "6f1a2c58-3c1e-4d0b-9a47-0c9f7e3b1d24";

// Short values, a build's number for one, may stand anywhere by chance.
constexpr std::size_t shortest_run_value = 6;

bool is_store_field(std::string_view key) {
  return equals_ignoring_case(key, "id") || equals_ignoring_case(key, "created");
}

bool is_web_page(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

// What stands in front of a run's id in the pages of CI systems: …/actions/runs/7, …/results?buildId=7.
bool is_word_for_runs(std::string_view segment) {
  constexpr std::array words{"runs",      "attempts",  "jobs",    "pipeline",
                             "pipelines", "workflows", "results", "buildId"};
  return std::find(words.begin(), words.end(), segment) != words.end();
}

bool is_word_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

// The templates of an artifact's manifests, to see which variables they name.
class Templates {
 public:
  explicit Templates(const Json& document) {
    for (const char* key : {"environments", "cueEnvironments"}) {
      if (const Json* const manifests = find_member(document, key)) collect(*manifests);
    }
  }

  // True if {{ .NAME }} or {{ index . "NAME" }} may stand in one.
  [[nodiscard]] bool name(std::string_view variable) const {
    for (std::size_t at = text_.find(variable); at != std::string::npos; at = text_.find(variable, at + 1)) {
      const char before = at == 0 ? ' ' : text_[at - 1];
      const bool ends = !is_word_character(text_[std::min(at + variable.size(), text_.size() - 1)]);
      if (ends && (before == '.' || before == '"' || before == '`')) return true;
    }
    return false;
  }

 private:
  void collect(const Json& value) {
    if (value.is_string()) {
      add(value.get_ref<const std::string&>());
    } else if (value.is_object()) {
      for (const auto& [key, member] : value.items()) {
        add(key);
        collect(member);
      }
    } else if (value.is_array()) {
      for (const Json& each : value) collect(each);
    }
  }

  void add(const std::string& text) {
    if (text.find("{{") != std::string::npos) text_.append(text).append("\n");
  }

  std::string text_;
};

// The values that name the run which made a document.
class RunValues {
 public:
  explicit RunValues(const Json& document) : version_(find_member(document, "version")) {
    for (const char* key : {"context", "vars"}) {
      const Json* const variables = find_member(document, key);
      if (variables == nullptr || !variables->is_object()) continue;
      for (const auto& [name, value] : variables->items()) {
        if (names_a_run(name) && value.is_string()) take(value.get_ref<const std::string&>());
      }
    }
    // A page that is the beginning of another one goes last.
    std::sort(pages_.begin(), pages_.end(), std::greater<>());
  }

  [[nodiscard]] bool contains(std::string_view text) const {
    return std::find(values_.begin(), values_.end(), text) != values_.end();
  }

  // A URL without what makes it the page of the run; another text as it is.
  [[nodiscard]] std::string without_page(const std::string& text) const {
    if (!is_web_page(text)) return text;
    for (const std::string& page : pages_) {
      if (is_below(text, page)) return text.substr(page.size());
    }
    std::string result;
    std::string_view word;
    for (std::size_t start = 0; start <= text.size();) {
      const std::size_t end = std::min(text.find_first_of("/?#&=", start), text.size());
      const auto segment = std::string_view(text).substr(start, end - start);
      if (!is_word_for_runs(word) || !contains(segment)) result += segment;
      if (end < text.size()) result += text[end];
      word = segment;
      start = end + 1;
    }
    return result;
  }

 private:
  static bool is_below(std::string_view text, std::string_view page) {
    if (!text.starts_with(page)) return false;
    return text.size() == page.size() || page.ends_with('/') ||
           std::string_view("/?#").find(text[page.size()]) != std::string_view::npos;
  }

  // Somebody may have named the build as what it is of.
  [[nodiscard]] bool is_of_version(const std::string& value) const {
    if (version_ == nullptr) return false;
    return std::any_of(version_fields.begin(), version_fields.end(), [&](const char* key) {
      const Json* const field = find_member(*version_, key);
      return field != nullptr && *field == value;
    });
  }

  void take(const std::string& value) {
    if (value.empty() || is_of_version(value)) return;
    values_.push_back(value);
    if (is_web_page(value)) pages_.push_back(value);
  }

  static constexpr std::array version_fields{"sha", "branch", "tag"};
  const Json* version_;
  std::vector<std::string> values_;
  std::vector<std::string> pages_;
};

// Writes a document as content_of describes it. Recursion is bounded by the depth that parse_json lets
// through.
class ContentWriter {
 public:
  explicit ContentWriter(const Json& document) : templates_(document), run_(document) {}

  std::string write(const Json& document) {
    const auto skip = [](const std::string& key, const Json&) { return is_store_field(key); };
    add_members(document, skip, [this](const std::string& key, const Json& value) {
      if (equals_ignoring_case(key, "version")) {
        add_version(value);
      } else if (equals_ignoring_case(key, "context")) {
        add_told(value);
      } else if (equals_ignoring_case(key, "vars")) {
        add_variables(value);
      } else if (equals_ignoring_case(key, "items")) {
        add_items(value);
      } else {
        add(value);
      }
    });
    return std::move(text_);
  }

 private:
  void add_version(const Json& version) {
    add_object(version, keep_all, [this](const std::string& key, const Json& value) {
      if (equals_ignoring_case(key, "url") && value.is_string()) {
        add(Json(run_.without_page(value.get_ref<const std::string&>())));
      } else {
        add(value);
      }
    });
  }

  void add_items(const Json& items) {
    if (!items.is_array()) return add(items);
    text_ += '[';
    for (const Json& item : items) {
      add_told(item);
      text_ += ',';
    }
    text_ += ']';
  }

  // Variables that a CI system or its job told.
  void add_told(const Json& variables) {
    const auto skip = [this](const std::string& name, const Json& value) {
      if (templates_.name(name)) return false;
      return differs(name, value) || (value.is_string() && is_run_value(value.get_ref<const std::string&>()));
    };
    add_object(variables, skip, [this](const std::string& name, const Json& value) {
      const bool may_be_page = value.is_string() && !templates_.name(name);
      add(may_be_page ? Json(run_.without_page(value.get_ref<const std::string&>())) : value);
    });
  }

  // Variables that somebody chose, or that a script took from the CI system.
  void add_variables(const Json& variables) {
    add_object(
        variables,
        [this](const std::string& name, const Json& value) {
          return differs(name, value) && !templates_.name(name);
        },
        [this](const std::string&, const Json& value) { add(value); });
  }

  // Gimlet's plug-ins give the number of the build as the name of its job.
  [[nodiscard]] bool differs(const std::string& name, const Json& value) const {
    if (differs_between_runs(name)) return true;
    return name == "JOB" && value.is_string() && run_.contains(value.get_ref<const std::string&>());
  }

  [[nodiscard]] bool is_run_value(const std::string& value) const {
    return value.size() >= shortest_run_value && run_.contains(value);
  }

  static bool keep_all(const std::string&, const Json&) { return false; }

  template <class Skip, class Add>
  void add_object(const Json& value, Skip skip, Add add_value) {
    if (value.is_object()) {
      add_members(value, skip, add_value);
    } else {
      add(value);
    }
  }

  template <class Skip, class Add>
  void add_members(const Json& object, Skip skip, Add add_value) {
    std::vector<std::pair<const std::string*, const Json*>> members;
    for (const auto& [name, value] : object.get_ref<const Json::object_t&>()) {
      if (!skip(name, value)) members.emplace_back(&name, &value);
    }
    std::sort(members.begin(), members.end(),
              [](const auto& a, const auto& b) { return *a.first < *b.first; });
    text_ += '{';
    for (const auto& [name, value] : members) {
      text_ += dump_json(Json(*name)) + ":";
      add_value(*name, *value);
      text_ += ',';
    }
    text_ += '}';
  }

  void add(const Json& value) {
    if (value.is_object()) {
      add_members(value, keep_all, [this](const std::string&, const Json& each) { add(each); });
    } else if (value.is_array()) {
      text_ += '[';
      for (const Json& each : value) {
        add(each);
        text_ += ',';
      }
      text_ += ']';
    } else {
      text_ += dump_json(value);
    }
  }

  Templates templates_;
  RunValues run_;
  std::string text_;
};

}  // namespace

std::string content_of(const Json& document) {
  return document.is_object() ? ContentWriter(document).write(document) : dump_json(document);
}

bool same_content(const Json& a, const Json& b) {
  return content_of(a) == content_of(b);
}

bool is_content_id(std::string_view id) {
  constexpr std::size_t uuid_length = 36;
  if (id.size() <= uuid_length || id[id.size() - uuid_length - 1] != '-') return false;
  const std::string_view uuid = id.substr(id.size() - uuid_length);
  for (std::size_t i = 0; i < uuid_length; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = uuid[i];
    if (dash ? c != '-' : (c < '0' || c > '9') && (c < 'a' || c > 'f')) return false;
  }
  return uuid[14] == '5';
}

std::string content_id(const Json& document) {
  const Json* const version = find_member(document, "version");
  const Json* const repository = version == nullptr ? nullptr : find_member(*version, "repositoryName");
  const std::string name =
      repository != nullptr && repository->is_string() ? repository->get<std::string>() : "";
  return name + "-" + uuid_v5(our_namespace, content_of(document));
}

}  // namespace gimlet::model
