// data/sprig/*.tsv: one template a row and what Helm 4.1.4 gives for it, or "ERR: " and Helm's message;
// data/sprig/names.txt: the functions it knows. make.go there made them.

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/sprig/helm_values.hpp"
#include "core/sprig/registry.hpp"
#include "core/template/funcs.hpp"
#include "core/template/template.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/string.hpp"
#include "core/yaml/yaml.hpp"
#include "tests/compat/helm_error.hpp"
#include "tests/support/golden.hpp"

using namespace gimlet;

namespace {

const std::filesystem::path kData = GIMLET_COMPAT_DATA "/sprig";
const std::string kFile = "sem/templates/t.yaml";

Value map_of(std::initializer_list<std::pair<const std::string, Value>> entries) {
  Value map = Value::map();
  map.as_map().entries = entries;
  return map;
}

Value context() {
  const Value values = yaml::read(read_file(kData / "values.yaml"));
  const Value root = map_of({{"Values", sprig::helm_values(values.map_ref())},
                             {"Release", map_of({{"Name", "rel"}, {"Namespace", "ns"}, {"Service", "Helm"}})},
                             {"Chart", map_of({{"Name", "sem"}, {"AppVersion", "1.2.3"}})}});
  return sprig::helm_values(root.map_ref());
}

std::string outcome(const std::string& source, const std::shared_ptr<const tmpl::FunctionTable>& table) {
  try {
    tmpl::TemplateSet set(table, tmpl::MissingKey::zero);
    set.parse("sem/templates/_h.tpl", read_file(kData / "helpers.tpl"));
    set.parse(kFile, source);
    return set.execute(kFile, context());
  } catch (const Error& error) {
    return "ERR: " + error.message();
  }
}

bool agrees(const std::string& ours, const std::string& helm) {
  const bool failed = ours.starts_with("ERR: ") && helm.starts_with("ERR: ");
  return ours == helm || (failed && test::is_helm_message(helm.substr(5), ours.substr(5)));
}

void check_rows(const std::filesystem::path& file, const std::shared_ptr<const tmpl::FunctionTable>& table,
                std::size_t& count) {
  for (const auto& row : test::read_golden(file)) {
    REQUIRE(row.size() == 2);
    const std::string ours = outcome(row[0], table);
    CHECK_MESSAGE(agrees(ours, row[1]), file.stem().string(), ": ", row[0], "\n  ours: ", ours,
                  "\n  helm: ", row[1]);
    ++count;
  }
}

// Functions of ours that Helm has not: sprig's that would show the machine, and Gimlet's own.
const std::set<std::string> kOurs{"env", "expandenv", "sanitizeDNSName"};

std::vector<std::string> helm_names() {
  std::vector<std::string> names = split(read_file(kData / "names.txt"), '\n');
  names.pop_back();
  return names;
}

}  // namespace

TEST_CASE("every function Helm knows is there, and no other") {
  const auto table = sprig::standard_functions();
  const auto names = helm_names();
  CHECK(names.size() > 230);
  for (const auto& name : names) {
    CAPTURE(name);
    CHECK((table->find(name) != nullptr || tmpl::find_builtin(name) != tmpl::Builtin::none));
  }
  const std::set<std::string> known(names.begin(), names.end());
  for (const auto& entry : table->all()) {
    const std::string name(entry.first);
    CAPTURE(name);
    CHECK((known.contains(name) || kOurs.contains(name)));
  }
}

TEST_CASE("functions give what Helm gives, text or error") {
  const auto table = sprig::standard_functions();
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kData)) {
    if (entry.path().extension() == ".tsv") check_rows(entry.path(), table, count);
  }
  CHECK(count > 1500);
}
