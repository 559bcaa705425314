// data/sprig/certificates.yaml: what Helm 4.1.4 made of certificates.tpl. Ours must be of the same shape:
// every ASN.1 value but the random ones (serial, key, key ids, signature) and the moments themselves.

#include <cstdint>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "core/go/time_parse.hpp"
#include "core/sprig/private_key.hpp"
#include "core/sprig/registry.hpp"
#include "core/template/template.hpp"
#include "core/util/encoding.hpp"
#include "core/util/fs.hpp"
#include "core/util/hash.hpp"
#include "core/yaml/yaml.hpp"

using namespace gimlet;

namespace {

const std::string kData = GIMLET_COMPAT_DATA "/sprig/";

class Dump {
 public:
  std::string run(std::string_view der) {
    values(der, "");
    return text_;
  }

 private:
  void values(std::string_view bytes, const std::string& indent) {
    while (!bytes.empty()) {
      REQUIRE(bytes.size() >= 2);
      const auto tag = static_cast<std::uint8_t>(bytes[0]);
      std::size_t length = static_cast<std::uint8_t>(bytes[1]);
      bytes.remove_prefix(2);
      if (length >= 0x80) {
        const std::size_t count = length & 0x7FU;
        length = 0;
        for (std::size_t i = 0; i < count; ++i)
          length = (length << 8U) | static_cast<std::uint8_t>(bytes.at(i));
        bytes.remove_prefix(count);
      }
      REQUIRE(length <= bytes.size());
      text_ += indent + to_hex(std::string(1, static_cast<char>(tag))) + " ";
      content(tag, bytes.substr(0, length), indent);
      bytes.remove_prefix(length);
    }
  }

  void content(std::uint8_t tag, std::string_view bytes, const std::string& indent) {
    constexpr std::uint8_t constructed = 0x20;
    if ((tag & constructed) != 0) {
      text_ += "\n";
      values(bytes, indent + "  ");
    } else if (tag == 0x17 || tag == 0x18) {
      time(bytes, tag == 0x17 ? "060102150405Z" : "20060102150405Z");
    } else {
      const bool random = (tag == 0x02 || tag == 0x03) && bytes.size() > 8;
      const bool key_id =
          tag == 0x04 && (bytes.starts_with("\x04\x14") || bytes.starts_with("\x30\x16\x80\x14"));
      text_ += random   ? "random"
               : key_id ? to_hex(bytes.substr(0, bytes.size() - 20)) + " key id"
                        : to_hex(bytes);
      text_ += "\n";
    }
  }

  // The first is the reference of the second.
  void time(std::string_view bytes, std::string_view layout) {
    const UnixSeconds seconds = go::parse_time(layout, bytes).seconds();
    text_ += start_ == 0 ? "from\n" : "to " + std::to_string(seconds - start_) + "\n";
    start_ = seconds;
  }

  std::string text_;
  UnixSeconds start_ = 0;
};

std::string shape(const Value& certificate) {
  const Decoded pem = base64_decode(certificate.find("certificate")->as_string());
  const sprig::PemBlock block = sprig::first_pem_block(pem.bytes);
  CHECK(block.type == "CERTIFICATE");
  CHECK(sprig::pem_text(block.type, block.bytes) == pem.bytes);
  return Dump().run(block.bytes);
}

}  // namespace

TEST_CASE("certificates have the shape of Helm's") {
  tmpl::TemplateSet set(sprig::standard_functions(), tmpl::MissingKey::zero);
  set.parse("t", read_file(kData + "certificates.tpl"));
  const Value ours = yaml::read(set.execute("t", Value::map()));
  const Value helms = yaml::read(read_file(kData + "certificates.yaml"));
  CHECK(helms.as_map().entries.size() == 12);
  CHECK(ours.as_map().entries.size() == 12);
  for (const auto& entry : helms.as_map().entries) {
    const std::string& name = entry.first;  // CAPTURE takes no structured binding
    const Value& certificate = entry.second;
    CAPTURE(name);
    const Value* own = ours.find(name);
    REQUIRE(own != nullptr);
    CHECK(shape(*own) == shape(certificate));
    for (const char* field : {"key", "type"})
      CHECK(own->find(field)->as_string() == certificate.find(field)->as_string());
    CHECK(yaml::write(*own->find("json")) == yaml::write(*certificate.find("json")));
  }
}
