#pragma once

// The options that newer versions replace work in all of them.
#define CURL_DISABLE_DEPRECATION
#include <curl/curl.h>

namespace gimlet::fetch {

// The functions of libcurl that are used here, found with dlopen in the system's libcurl.so.4 (or in
// libcurl-gnutls.so.4, which comes with Debian's git). Linked in the usual way, it and the twenty libraries
// it needs would cost every start of the program several times what the rest of it does.
struct CurlLibrary {
  decltype(&curl_easy_init) easy_init = nullptr;
  decltype(&curl_easy_setopt) easy_setopt = nullptr;
  decltype(&curl_easy_perform) easy_perform = nullptr;
  decltype(&curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&curl_easy_reset) easy_reset = nullptr;
  decltype(&curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&curl_easy_strerror) easy_strerror = nullptr;
  decltype(&curl_slist_append) slist_append = nullptr;
  decltype(&curl_slist_free_all) slist_free_all = nullptr;
};

// Loads it at the first call; it stays loaded. Throws failed, with a hint which package has it.
const CurlLibrary& curl_library();

}  // namespace gimlet::fetch
