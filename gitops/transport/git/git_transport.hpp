#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "gitops/transport/transport.hpp"

namespace gimlet::gitops {

// Fetches and pushes by running `git`, the user's own: his ssh, credential helpers, proxies and hooks all
// hold. It asks for passwords only where stdin and stderr are a terminal.
std::unique_ptr<Transport> open_git_transport(const std::filesystem::path& program,
                                              const std::filesystem::path& repository, const std::string& url,
                                              const TransportOptions& options);

}  // namespace gimlet::gitops
