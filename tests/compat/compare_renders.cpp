// How the output of a renderer compares with Helm's: compare_renders HELM HELM_AGAIN OURS prints one word.
//   bytes      the same bytes
//   random     the same but for what differs between Helm's own two runs (passwords, certificates, their
//   checksums) yaml       the same documents, written otherwise different
#include <algorithm>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/string.hpp"
#include "core/yaml/json.hpp"
#include "core/yaml/yaml.hpp"

namespace {

using namespace gimlet;

// The text up to where two runs of Helm differ in this line, and from there on: what both have in common.
struct Frame {
  std::string head;
  std::string tail;
};

Frame common(const std::string& a, const std::string& b) {
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  const auto head = static_cast<std::size_t>(in_a - a.begin());
  std::size_t tail = 0;
  const std::size_t most = std::min(a.size(), b.size()) - head;
  while (tail < most && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  return {a.substr(0, head), a.substr(a.size() - tail)};
}

// Chance may make two random values share their first or last characters: an indentation and a key remain.
bool fits(const std::string& line, const Frame& frame) {
  const auto key = frame.head.substr(0, frame.head.find(':') + 1);
  return line.starts_with(key.empty() ? frame.head.substr(0, frame.head.find_first_not_of(' ')) : key);
}

bool same_but_for_chance(const std::string& helm, const std::string& again, const std::string& ours) {
  const auto a = split(helm, '\n');
  const auto b = split(again, '\n');
  const auto c = split(ours, '\n');
  if (a.size() != b.size() || a.size() != c.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i] ? a[i] != c[i] : !fits(c[i], common(a[i], b[i]))) return false;
  }
  return true;
}

std::vector<std::string> documents(const std::string& text) {
  std::vector<std::string> found;
  for (const Value& document : yaml::read_all(text)) {
    if (!document.is_nil()) found.push_back(yaml::marshal_json(document));
  }
  return found;
}

const char* verdict(const std::string& helm, const std::string& again, const std::string& ours) {
  if (helm == ours) return "bytes";
  if (helm != again && same_but_for_chance(helm, again, ours)) return "random";
  try {
    return documents(helm) == documents(ours) ? "yaml" : "different";
  } catch (const Error&) {
    return "different";
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> files(argv + 1, argv + argc);
  if (files.size() != 3) {
    std::cerr << "usage: compare_renders HELM HELM_AGAIN OURS\n";
    return 2;
  }
  try {
    std::cout << verdict(read_file(files[0]), read_file(files[1]), read_file(files[2])) << "\n";
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
