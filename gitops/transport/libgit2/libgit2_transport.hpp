#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "gitops/transport/transport.hpp"

namespace gimlet::gitops {

// Fetches and pushes over https, http and ssh through libgit2, for machines without git. What git would read
// from the environment is passed on: http.* settings, credential helpers (through git, where there is one),
// tokens, ssh-agent, key files, known_hosts. Not: ~/.ssh/config, Kerberos, fetching into or pushing from a
// shallow clone (failed, with a hint). libgit2 has no atomic push, so that a push is of one ref: more are
// refused with an Error before anything is sent.
std::unique_ptr<Transport> open_libgit2_transport(const std::filesystem::path& repository,
                                                  const std::string& url, const TransportOptions& options);

}  // namespace gimlet::gitops
