#include <chrono>
#include <functional>

#include "core/go/netip.hpp"
#include "core/sprig/certificate.hpp"
#include "core/sprig/convert.hpp"
#include "core/sprig/families.hpp"
#include "core/util/encoding.hpp"
#include "core/util/error.hpp"
#include "core/value/format.hpp"

namespace gimlet::sprig {
namespace {

using tmpl::int_argument;
using tmpl::list_argument;
using tmpl::string_argument;

constexpr unsigned certificate_key_bits = 2048;

// sprig's certificate: .Cert and .Key, in PEM.
class CertificateObject : public Object {
 public:
  CertificateObject(std::string certificate, std::string key)
      : certificate_(std::move(certificate)), key_(std::move(key)) {}

  [[nodiscard]] std::string type_name() const override { return "sprig.certificate"; }
  [[nodiscard]] std::string print() const override { return "{" + certificate_ + " " + key_ + "}"; }
  [[nodiscard]] Value document() const override {
    Value map = Value::map();
    map.as_map().entries = {{"Cert", certificate_}, {"Key", key_}};
    return map;
  }
  bool member(std::string_view name, const std::vector<Value>& arguments, Value& result) const override {
    if (name != "Cert" && name != "Key") return false;
    if (!arguments.empty())
      throw tmpl::CallError(std::string(name) + " has arguments but cannot be invoked as function");
    result = name == "Cert" ? certificate_ : key_;
    return true;
  }

  [[nodiscard]] const std::string& certificate() const { return certificate_; }
  [[nodiscard]] const std::string& key() const { return key_; }

 private:
  std::string certificate_;
  std::string key_;
};

Value object_of(std::string certificate, std::string key) {
  return std::shared_ptr<Object>(std::make_shared<CertificateObject>(std::move(certificate), std::move(key)));
}

const CertificateObject& certificate_argument(const Arguments& arguments, std::size_t i) {
  const Value& value = arguments.at(i);
  const auto* object =
      value.is_object() ? dynamic_cast<const CertificateObject*>(&value.as_object()) : nullptr;
  if (object == nullptr) throw tmpl::ArgumentError(i, "sprig.certificate", value);
  return *object;
}

// Adds to an error what was being done.
template <class Fn>
auto with_prefix(const char* prefix, Fn fn) {
  try {
    return fn();
  } catch (const Error& error) {
    throw Error(error.code(), prefix + error.message());
  }
}

std::vector<std::string> addresses_of(const List& list) {
  std::vector<std::string> addresses;
  for (const auto& item : list.items) {
    if (!item.is_string()) fail("error parsing ip: " + format_value(item) + " is not a string");
    go::IpAddress address;
    try {
      address = go::parse_ip_address(item.as_string());
    } catch (const Error&) {
      address.zone = "none";
    }
    if (!address.zone.empty()) fail("error parsing ip: " + item.as_string());
    // IPv4 written as IPv6 is IPv4 to Go.
    const std::string mapped = std::string(10, '\0') + "\xFF\xFF";
    if (address.bytes.starts_with(mapped)) address.bytes.erase(0, mapped.size());
    addresses.push_back(address.bytes);
  }
  return addresses;
}

std::vector<std::string> names_of(const List& list) {
  std::vector<std::string> names;
  for (const auto& item : list.items) {
    if (!item.is_string())
      fail("error processing alternate dns name: " + format_value(item) + " is not a string");
    names.push_back(item.as_string());
  }
  return names;
}

// Valid from now on for a number of days, in a duration that wraps around after 292 years as Go's does.
CertificateRequest request_for(const Clock& clock, const std::string& name, std::int64_t days) {
  constexpr std::uint64_t day = 24ULL * 3600 * 1'000'000'000;
  constexpr std::int64_t second = 1'000'000'000;
  const std::int64_t now =
      std::chrono::duration_cast<std::chrono::nanoseconds>(clock.now().time_since_epoch()).count();
  const auto span = static_cast<std::int64_t>(static_cast<std::uint64_t>(days) * day);
  CertificateRequest request;
  request.common_name = name;
  request.not_before = now / second;
  request.not_after = now / second + span / second;
  if (now % second + span % second >= second) ++request.not_after;
  if (now % second + span % second < 0) --request.not_after;
  return request;
}

std::string created(const std::function<std::string()>& create) {
  return with_prefix("error creating certificate: ", create);
}

Value make_ca(const Clock& clock, const Arguments& a, const PrivateKey& key) {
  CertificateRequest request = request_for(clock, string_argument(a, 0), int_argument(a, 1));
  request.is_ca = true;
  return object_of(created([&] { return self_signed_certificate(request, key); }), key.pem());
}

CertificateRequest server_request(const Clock& clock, const Arguments& a) {
  CertificateRequest request = request_for(clock, string_argument(a, 0), int_argument(a, 3));
  request.ip_addresses = addresses_of(*list_argument(a, 1));
  request.dns_names = names_of(*list_argument(a, 2));
  return request;
}

Value make_self_signed(const Clock& clock, const Arguments& a, const PrivateKey& key) {
  const CertificateRequest request = server_request(clock, a);
  return object_of(created([&] { return self_signed_certificate(request, key); }), key.pem());
}

Value make_signed(const Clock& clock, const Arguments& a, const PrivateKey& key) {
  const CertificateObject& issuer = certificate_argument(a, 4);
  const PemBlock block = first_pem_block(issuer.certificate());
  if (block.type.empty()) fail("unable to decode certificate");
  with_prefix("error parsing certificate: decodedSignerCert.Bytes: ",
              [&] { check_certificate(block.bytes); });
  const PrivateKey issuer_key =
      with_prefix("error parsing private key: ", [&] { return PrivateKey::parse(issuer.key()); });
  const CertificateRequest request = server_request(clock, a);
  return object_of(
      created([&] { return signed_certificate(request, key, issuer.certificate(), issuer_key); }), key.pem());
}

PrivateKey new_key() {
  return PrivateKey::generate_rsa(certificate_key_bits);
}

PrivateKey given_key(const Arguments& a, std::size_t i) {
  const auto& pem = string_argument(a, i);
  return with_prefix("parsing private key: ", [&] { return PrivateKey::parse(pem); });
}

// Looks at the arguments before a key is made for nothing.
void check_server_arguments(const Arguments& a) {
  string_argument(a, 0);
  list_argument(a, 1);
  list_argument(a, 2);
  int_argument(a, 3);
}

std::string decoded(const std::string& text, const char* what) {
  Decoded result = base64_decode(text);
  if (result.bad_at) fail(std::string("unable to decode base64 ") + what);
  return std::move(result.bytes);
}

Value custom_certificate(const Arguments& a) {
  const auto& encoded = string_argument(a, 0);
  const auto& encoded_key = string_argument(a, 1);
  std::string certificate = decoded(encoded, "certificate");
  std::string key = decoded(encoded_key, "private key");
  const PemBlock block = first_pem_block(certificate);
  if (block.type.empty()) fail("unable to decode certificate");
  with_prefix("error parsing certificate: decodedCert.Bytes: ", [&] { check_certificate(block.bytes); });
  with_prefix("error parsing private key: ", [&] { PrivateKey::parse(key); });
  return object_of(std::move(certificate), std::move(key));
}

std::string private_key(const std::string& kind) {
  try {
    return PrivateKey::generate(kind).pem();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::bad_input) throw;
    return error.message();
  }
}

void add_authorities(FunctionTable& table, const Clock& clock) {
  define(table, "genCA NAME DAYS",
         "A new certificate authority with a 2048-bit RSA key: .Cert and .Key in PEM.",
         [&clock](Arguments& a) -> Value {
           string_argument(a, 0);
           int_argument(a, 1);
           return make_ca(clock, a, new_key());
         });
  define(table, "genCAWithKey NAME DAYS KEY", "A new certificate authority with a key that is given in PEM.",
         [&clock](Arguments& a) -> Value {
           string_argument(a, 0);
           int_argument(a, 1);
           return make_ca(clock, a, given_key(a, 2));
         });
}

void add_signing(FunctionTable& table, const Clock& clock) {
  define(table, "genSelfSignedCert NAME IPS DNS_NAMES DAYS", "A new certificate that is signed by itself.",
         [&clock](Arguments& a) -> Value {
           check_server_arguments(a);
           return make_self_signed(clock, a, new_key());
         });
  define(table, "genSelfSignedCertWithKey NAME IPS DNS_NAMES DAYS KEY",
         "A new certificate, signed by itself, of a key that is given in PEM.",
         [&clock](Arguments& a) -> Value {
           check_server_arguments(a);
           return make_self_signed(clock, a, given_key(a, 4));
         });
  define(table, "genSignedCert NAME IPS DNS_NAMES DAYS CA",
         "A new certificate that is signed by what genCA gave.", [&clock](Arguments& a) -> Value {
           check_server_arguments(a);
           certificate_argument(a, 4);
           return make_signed(clock, a, new_key());
         });
  define(table, "genSignedCertWithKey NAME IPS DNS_NAMES DAYS CA KEY",
         "A new certificate, signed by what genCA gave, of a key that is given in PEM.",
         [&clock](Arguments& a) -> Value {
           check_server_arguments(a);
           certificate_argument(a, 4);
           return make_signed(clock, a, given_key(a, 5));
         });
}

}  // namespace

void add_certificates(FunctionTable& table, const Clock& clock) {
  add_authorities(table, clock);
  add_signing(table, clock);
  define(table, "buildCustomCert CERTIFICATE KEY",
         "A certificate and its key, both PEM in base64, as genCA gives them.",
         [](Arguments& a) -> Value { return custom_certificate(a); });
  define(table, "genPrivateKey KIND", "A new private key in PEM: rsa, dsa, ecdsa or ed25519.",
         [](Arguments& a) -> Value { return private_key(string_argument(a, 0)); });
}

}  // namespace gimlet::sprig
