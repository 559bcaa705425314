#include <doctest/doctest.h>

#include "gitops/receive_pack.hpp"

using namespace gimlet::gitops;
using namespace std::string_literals;

namespace {

const std::string id(40, 'a');

std::string packet(const std::string& content) {
  char length[5];
  std::snprintf(length, sizeof length, "%04zx", content.size() + 4);
  return length + content;
}

// What receive-pack says: its refs, then side by side a report and the text of hooks.
std::string answer(const std::vector<std::string>& report, const std::vector<std::string>& texts) {
  std::string lines;
  for (const auto& line : report) lines += packet(line + "\n");
  std::string result = packet(id + " refs/heads/main\0report-status side-band-64k"s) + "0000";
  for (const auto& text : texts) result += packet("\x02" + text);
  return result + packet("\x01" + lines.substr(0, 7)) + packet("\x01" + lines.substr(7) + "0000") + "0000";
}

}  // namespace

TEST_CASE("receive-pack: a request is one update, a flush and the pack") {
  const std::string request = receive_pack_request({"refs/heads/main", std::string(40, 'b'), id}, "PACK...");
  const std::string line =
      id + " " + std::string(40, 'b') + " refs/heads/main\0 report-status side-band-64k agent=gimlet"s;
  CHECK(request == packet(line) + "0000PACK...");
  CHECK(receive_pack_request({"refs/heads/main", id, ""}, "").substr(4, 40) == std::string(40, '0'));
}

TEST_CASE("receive-pack: the report is read whatever pieces it comes in") {
  const std::string text =
      answer({"unpack ok", "ok refs/heads/main", "ng refs/heads/x pre-receive hook declined"},
             {"thinking", " about it\n"});
  for (std::size_t size = 1; size <= text.size(); ++size) {
    std::string said;
    ReceivePackReader reader([&](std::string_view piece) { said += piece; });
    for (std::size_t at = 0; at < text.size(); at += size)
      reader.add(std::string_view(text).substr(at, size));
    REQUIRE(reader.reports().size() == 2);
    CHECK(reader.reports()[0].ref == "refs/heads/main");
    CHECK(reader.reports()[0].accepted);
    CHECK_FALSE(reader.reports()[1].accepted);
    CHECK(reader.reports()[1].reason == "pre-receive hook declined");
    CHECK(said == "thinking about it\n");
    CHECK(reader.text() == said);
  }
}

TEST_CASE("receive-pack: what is no protocol is no report, whatever follows") {
  for (const auto& text :
       {"fatal: not a repository\n"s, "0003"s, "zzzz"s, "0001"s, "0000" + packet("\x01zzzz")}) {
    CAPTURE(text);
    ReceivePackReader reader;
    reader.add(text);
    reader.add("0000" + packet("\x01" + packet("ok refs/heads/main")));
    CHECK(reader.reports().empty());
  }
}
