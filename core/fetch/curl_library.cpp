#include "core/fetch/curl_library.hpp"

#include <array>

#include <dlfcn.h>

#include "core/util/error.hpp"

namespace gimlet::fetch {
namespace {

template <class Function>
void find(void* library, const char* name, Function& function) {
  void* symbol = ::dlsym(library, name);
  if (symbol == nullptr) throw Error(ErrorCode::failed, std::string("the system's libcurl has no ") + name);
  function = reinterpret_cast<Function>(symbol);
}

void* open_library() {
  constexpr std::array<const char*, 2> names{"libcurl.so.4", "libcurl-gnutls.so.4"};
  for (const char* name : names) {
    if (void* library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL)) return library;
  }
  throw Error(ErrorCode::failed, "downloads need libcurl, which this system does not have")
      .hint("install it (Debian, Ubuntu: libcurl4; Alpine, Fedora: libcurl)");
}

CurlLibrary load() {
  void* library = open_library();
  CurlLibrary curl;
  find(library, "curl_easy_init", curl.easy_init);
  find(library, "curl_easy_setopt", curl.easy_setopt);
  find(library, "curl_easy_perform", curl.easy_perform);
  find(library, "curl_easy_getinfo", curl.easy_getinfo);
  find(library, "curl_easy_reset", curl.easy_reset);
  find(library, "curl_easy_cleanup", curl.easy_cleanup);
  find(library, "curl_easy_strerror", curl.easy_strerror);
  find(library, "curl_slist_append", curl.slist_append);
  find(library, "curl_slist_free_all", curl.slist_free_all);
  decltype(&curl_global_init) global_init = nullptr;
  find(library, "curl_global_init", global_init);
  if (global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw Error(ErrorCode::failed, "libcurl does not start");
  return curl;
}

}  // namespace

const CurlLibrary& curl_library() {
  static const CurlLibrary library = load();
  return library;
}

}  // namespace gimlet::fetch
