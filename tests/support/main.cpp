#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

// libgit2 1.5's git_regexp_match leaks pcre2's match data whenever nothing matches, e.g. in
// git_repository_open for each configuration entry of a partial clone. LeakSanitizer asks for this function
// by name; else nobody calls it.
extern "C" const char*
__lsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier): the sanitizer's name
extern "C" const char*
__lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier): the sanitizer's name
  return "leak:libpcre2-8\n";
}
