// data/semantics.tsv: one template a row, what Helm 4.1.4 gives for it, and 3.17.3 where that differs, with
// semantics.values.yaml as values. Rows that need the chart's files or the cluster's capabilities are counted
// and listed.

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/sprig/helm_values.hpp"
#include "core/sprig/registry.hpp"
#include "core/template/template.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/hash.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"
#include "core/util/unicode.hpp"
#include "core/yaml/yaml.hpp"

using namespace gimlet;

namespace {

// Rows that must have run and agreed.
constexpr int kMinimum = 185;

const std::string kFile = "sem/templates/t.yaml";
// What stood around each template: the rows' columns count from after six bytes, and one row runs into the
// end.
const std::string kPrefix = "value:";
const std::string kSuffix = "@";

const std::string kHelpers =
    "{{- define \"h\" }}H{{ .Values.s }}{{ end }}\n"
    "{{- define \"dot\" }}{{ . }}{{ end }}\n"
    "{{- define \"rec\" }}{{ include \"rec\" . }}{{ end }}";

// Helm deletes this from what it and tpl give.
std::string without_no_value(std::string text) {
  constexpr std::string_view kNoValue = "<no value>";
  for (auto at = text.find(kNoValue); at != std::string::npos; at = text.find(kNoValue, at)) {
    text.erase(at, kNoValue.size());
  }
  return text;
}

Value map_of(std::initializer_list<std::pair<const std::string, Value>> entries) {
  Value map = Value::map();
  map.as_map().entries = entries;
  return map;
}

Value context() {
  const Value values = yaml::read(read_file(GIMLET_COMPAT_DATA "/semantics.values.yaml"));
  return map_of({{"Values", sprig::helm_values(values.map_ref())},
                 {"Release", map_of({{"IsInstall", true},
                                     {"IsUpgrade", false},
                                     {"Name", "rel"},
                                     {"Namespace", "ns"},
                                     {"Revision", 1},
                                     {"Service", "Helm"}})},
                 {"Chart", map_of({{"Name", "sem"}, {"AppVersion", "1.2.3"}, {"IsRoot", true}})},
                 {"Template", map_of({{"Name", kFile}, {"BasePath", "sem/templates"}})},
                 {"Subcharts", Value::map()},
                 {"Files", Value::map()},
                 {"Capabilities", Value::map()}});
}

struct Row {
  std::string source;
  std::string helm4;
  std::string helm3;  // empty: as helm4
};

std::vector<Row> read_rows() {
  std::vector<Row> rows;
  for (const auto& line : split(read_file(GIMLET_COMPAT_DATA "/semantics.tsv"), '\n')) {
    if (!line.starts_with('"')) continue;
    const auto cells = split(line, '\t');
    const auto cell = [&](std::size_t i) {
      return i < cells.size() && !cells[i].empty() ? Json::parse(cells[i]).get<std::string>() : std::string();
    };
    rows.push_back({cell(0), cell(1), cell(2)});
  }
  return rows;
}

struct Outcome {
  std::string text;
  std::string error;
};

Outcome run(const Row& row, const std::shared_ptr<const tmpl::FunctionTable>& table) {
  try {
    tmpl::TemplateSet set(table, tmpl::MissingKey::zero);
    set.parse("sem/templates/_h.tpl", kHelpers);
    set.parse(kFile, kPrefix + row.source + kSuffix);
    const std::string text = without_no_value(set.execute(kFile, context()));
    return {text.substr(kPrefix.size(), text.size() - kPrefix.size() - kSuffix.size()), ""};
  } catch (const Error& error) {
    return {"", error.message()};
  }
}

const std::string kFailed = "ERR: Error: ";

// Helm 4 sets some of Go's messages in several lines; the last one is the message proper.
std::string last_message(const std::string& text) {
  std::string last = text.substr(text.rfind('\n') + 1);
  last.erase(0, last.find_first_not_of(' '));
  for (const std::string& start : {std::string("parse error at ("), std::string("execution error at (")}) {
    if (last.starts_with(start)) return last.substr(last.find("): ") + 3);
  }
  return last;
}

bool error_agrees(const Row& row, const std::string& error) {
  if (error.empty()) return false;
  const std::string wanted = row.helm4.substr(kFailed.size());
  if (wanted.ends_with(" ...")) return error.starts_with(wanted.substr(0, wanted.size() - 4));
  if (wanted.starts_with("template: ")) return error == wanted;
  const std::string message = last_message(wanted);
  const std::string go_form = row.helm3.empty() ? "" : row.helm3.substr(kFailed.size());
  if (go_form.starts_with("template: ") && go_form.ends_with(message)) return error == go_form;
  return error.ends_with(message);
}

// The table has bytes that are not UTF-8 as \xNN.
std::string as_in_table(const std::string& text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const unicode::Rune rune = unicode::decode(text, at);
    if (!rune.valid()) {
      result += "\\x" + to_hex(text.substr(at, 1));
    } else {
      result += text.substr(at, rune.length);
    }
    at += rune.length;
  }
  return result;
}

// Helm has no env; here it is there, and gives nothing of the machine.
const std::string kEnv = R"({{ env "HOME" }})";

bool agrees(const Row& row, const Outcome& outcome) {
  if (row.source == kEnv) return outcome.error.empty() && outcome.text.empty();
  if (row.helm4.starts_with(kFailed)) return error_agrees(row, outcome.error);
  return outcome.error.empty() && as_in_table(outcome.text) == row.helm4;
}

// What a row needs and is not here; empty if it can run.
std::string missing_for(const Row& row) {
  for (const std::string_view object : {".Files", ".Capabilities"}) {
    if (row.source.find(std::string(object) + ".") != std::string::npos) return std::string(object);
  }
  return "";
}

}  // namespace

TEST_CASE("templates give what Helm gives") {
  const auto table = sprig::standard_functions();
  int passed = 0;
  int skipped = 0;
  for (const Row& row : read_rows()) {
    const Outcome outcome = run(row, table);
    if (const std::string missing = missing_for(row); !missing.empty()) {
      ++skipped;
      std::cout << "skipped for want of " << missing << ": " << row.source << '\n';
      continue;
    }
    const bool ok = agrees(row, outcome);
    passed += ok ? 1 : 0;
    CHECK_MESSAGE(ok, row.source, "\n  ours: ", outcome.text, outcome.error, "\n  helm: ", row.helm4,
                  "\n  (3.17): ", row.helm3);
  }
  std::cout << passed << " rows agree, " << skipped << " skipped\n";
  CHECK(passed >= kMinimum);
}
