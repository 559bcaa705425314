#include <string>

#include <doctest/doctest.h>

#include "core/sprig/private_key.hpp"
#include "core/util/error.hpp"
#include "tests/unit/sprig/call.hpp"

using namespace gimlet;
using namespace gimlet::test;

namespace {

std::string parse_error(const std::string& pem) {
  try {
    sprig::PrivateKey::parse(pem);
    return "";
  } catch (const Error& error) {
    return error.message();
  }
}

}  // namespace

TEST_CASE("PEM blocks are found between other lines, with headers and with CRLF") {
  const auto block = sprig::first_pem_block("x\n-----BEGIN A B-----\nYWJj\n-----END A B-----\ny");
  CHECK(block.type == "A B");
  CHECK(block.bytes == "abc");
  CHECK(sprig::first_pem_block("-----BEGIN A-----\r\nYWJj\r\n-----END A-----\r\n").bytes == "abc");
  CHECK(sprig::first_pem_block("-----BEGIN A-----\nK: v\n\nYWJj\n-----END A-----\n").bytes == "abc");
  CHECK(sprig::first_pem_block("-----BEGIN A-----\n-----END A-----\n").type == "A");
  for (const char* text :
       {"", "YWJj", "-----BEGIN A-----", "-----BEGIN A-----\nYWJj\n",
        "x-----BEGIN A-----\nYWJj\n-----END A-----\n", "-----BEGIN A-----\nYWJj\n-----END B-----\n",
        "-----BEGIN A-----\n!\n-----END A-----\n", "-----BEGIN A\nYWJj\n-----END A-----\n"}) {
    CAPTURE(text);
    CHECK(sprig::first_pem_block(text).type.empty());
  }
  CHECK(sprig::pem_text("A", std::string(49, 'x')).find('\n', 18) == 17 + 65);
}

TEST_CASE("keys are read back as they were written") {
  for (const char* kind : {"ecdsa", "ed25519"}) {
    CAPTURE(kind);
    const std::string pem = sprig::PrivateKey::generate(kind).pem();
    CHECK(sprig::PrivateKey::parse(pem).pem() == pem);
  }
  const std::string rsa = sprig::PrivateKey::generate_rsa(2048).pem();
  CHECK(rsa.starts_with("-----BEGIN RSA PRIVATE KEY-----\n"));
  CHECK(sprig::PrivateKey::parse("before\n" + rsa).pem() == rsa);
}

TEST_CASE("what is no key says so") {
  CHECK(parse_error("") == "no PEM data in input");
  CHECK(parse_error(sprig::pem_text("CERTIFICATE", "x")) ==
        "no private key data in PEM block of type CERTIFICATE");
  CHECK(parse_error(sprig::pem_text("X PRIVATE KEY", "x")) == "invalid private key type X PRIVATE KEY");
  CHECK(parse_error(sprig::pem_text("PRIVATE KEY", "x")).starts_with("decoding PEM as PKCS#8: "));
  CHECK(
      parse_error(sprig::pem_text("RSA PRIVATE KEY", "x")).starts_with("parsing RSA private key from PEM: "));
  CHECK(parse_error(sprig::pem_text("EC PRIVATE KEY", "x")).starts_with("parsing EC private key from PEM: "));
}

TEST_CASE("certificates are valid from the clock's time on") {
  const Value certificate = call("genCA", {"name", 1});
  CHECK(certificate.type_name() == "sprig.certificate");
  Value pem;
  REQUIRE(certificate.as_object().member("Cert", {}, pem));
  // 2022-03-04T05:06:07Z and a day later, in the certificate's bytes.
  const std::string der = sprig::first_pem_block(pem.as_string()).bytes;
  CHECK(der.find("220304050607Z") != std::string::npos);
  CHECK(der.find("220305050607Z") != std::string::npos);
}
