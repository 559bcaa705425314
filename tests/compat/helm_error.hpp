#pragma once

#include <string>

namespace gimlet::test {

// Whether `helm`, a message that Helm 4 printed ("Error: …"), tells the error that text/template words as
// `go` ("template: FILE:1:9: executing …"). Helm prints most of them as they are; one that has no error of a
// function inside it in three lines; that of fail and required without its surroundings; and of an error of
// parsing only place and reason.
bool is_helm_message(const std::string& helm, const std::string& go);

}  // namespace gimlet::test
