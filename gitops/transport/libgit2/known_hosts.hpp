#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gimlet::gitops {

// What known_hosts files say about the key a server showed (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT): plain,
// wildcard, negated and hashed host names, [host]:port, @revoked. Host certificates are not checked.
struct HostKeyVerdict {
  enum class State { known, unknown, changed, revoked };
  State state = State::unknown;
  bool has_authority = false;  // unknown, but a @cert-authority line names the host
};

// `text` is the files' content, one after the other; `key` the key as in SSH's wire format (RFC 4253, 6.6). A
// line that cannot be read is passed over. `port` 22 is written without brackets.
HostKeyVerdict check_host_key(std::string_view text, std::string_view host, int port, std::string_view key);

// The lines' keys for a host, as "ssh-ed25519 AAAA…".
std::vector<std::string> known_keys(std::string_view text, std::string_view host, int port);

// "SHA256:…" as ssh-keygen -l prints it, without padding.
std::string key_fingerprint(std::string_view key);

// "ssh-ed25519" and so on, from the wire format; "" if it is no key.
std::string key_type(std::string_view key);

}  // namespace gimlet::gitops
