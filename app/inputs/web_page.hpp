#pragma once

#include <string>

namespace gimlet::app {

// Pages of a forge that show a repository which git clones from `url`, by the forms that GitHub and its kind,
// GitLab, Bitbucket and Azure DevOps have; which one it is is seen from the host's name. "" for a URL that
// has no host, and where an argument is "". No page holds a user or a password.
std::string repository_page(const std::string& url);
std::string commit_page(const std::string& url, const std::string& sha);
std::string request_page(const std::string& url, const std::string& number);

}  // namespace gimlet::app
