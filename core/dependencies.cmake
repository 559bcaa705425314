# Every third-party library the project links, found once. All come from the distribution's packages
# (`./dev setup` names them). With GIMLET_STATIC their archives are linked, and libc's.

find_package(Threads REQUIRED)

# gimlet_find(<target> HEADER <file> LIBS <names…> [ARCHIVES <names…>]): an interface target for a C or C++ library.
# ARCHIVES is what a static link takes: the library and what it needs itself.
function(gimlet_find target)
  cmake_parse_arguments(ARG "" "HEADER" "LIBS;ARCHIVES" ${ARGN})
  add_library(${target} INTERFACE)
  find_path(${target}_INCLUDE "${ARG_HEADER}" REQUIRED)
  set(names ${ARG_LIBS})
  if(GIMLET_STATIC)
    if(ARG_ARCHIVES)
      set(names ${ARG_ARCHIVES})
    endif()
  endif()
  foreach(name ${names})
    if(GIMLET_STATIC)
      find_library(${target}_${name} NAMES "lib${name}.a" REQUIRED)
    else()
      find_library(${target}_${name} NAMES "${name}" REQUIRED)
    endif()
    target_link_libraries(${target} INTERFACE "${${target}_${name}}")
  endforeach()
endfunction()

gimlet_find(dep_yaml HEADER yaml.h LIBS yaml)
gimlet_find(dep_re2 HEADER re2/re2.h LIBS re2)
gimlet_find(dep_utf8proc HEADER utf8proc.h LIBS utf8proc)
gimlet_find(dep_archive HEADER archive.h LIBS archive ARCHIVES archive z)
gimlet_find(dep_z HEADER zlib.h LIBS z)
gimlet_find(dep_crypt HEADER crypt.h LIBS crypt)
gimlet_find(dep_crypto HEADER openssl/evp.h LIBS crypto)
gimlet_find(dep_lmdb HEADER lmdb.h LIBS lmdb)
gimlet_find(dep_git2 HEADER git2.h LIBS git2
            ARCHIVES git2 ssh2 mbedtls mbedx509 mbedcrypto http_parser pcre2-8 crypto z)
gimlet_find(dep_curl HEADER curl/curl.h LIBS curl
            ARCHIVES curl nghttp2 psl idn2 unistring ssh2 ssl crypto zstd brotlidec brotlicommon z)
target_link_libraries(dep_re2 INTERFACE Threads::Threads)
target_link_libraries(dep_lmdb INTERFACE Threads::Threads)
if(GIMLET_STATIC)
  target_link_libraries(dep_git2 INTERFACE gimlet_absent_protocols)
  target_link_libraries(dep_curl INTERFACE gimlet_absent_protocols)
  add_library(dep_fmt INTERFACE)
  find_path(dep_fmt_INCLUDE fmt/format-inl.h REQUIRED)
  target_link_libraries(dep_fmt INTERFACE gimlet_fmt)
else()
  gimlet_find(dep_fmt HEADER fmt/format.h LIBS fmt)
endif()

# Header-only: nothing to link, but their absence should be said at configure time.
find_path(NLOHMANN_JSON_INCLUDE nlohmann/json.hpp REQUIRED)
find_path(CLI11_INCLUDE CLI/CLI.hpp REQUIRED)
