# Every third-party library the project links, found once. All come from the distribution's packages
# (`./dev setup` names them). With GIMLET_STATIC the archives are linked, so that only libc stays dynamic:
# start-up is then a third of the time that loading 19 shared libraries takes.

find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(PkgConfig REQUIRED)

# gimlet_find(<target> HEADER <file> LIBS <names…> [STATIC_LIBS <names…>]): an interface target for a C or C++ library.
function(gimlet_find target)
  cmake_parse_arguments(ARG "" "HEADER" "LIBS;STATIC_LIBS" ${ARGN})
  add_library(${target} INTERFACE)
  find_path(${target}_INCLUDE "${ARG_HEADER}" REQUIRED)
  set(names ${ARG_LIBS})
  if(GIMLET_STATIC AND ARG_STATIC_LIBS)
    set(names ${ARG_STATIC_LIBS})
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
gimlet_find(dep_archive HEADER archive.h LIBS archive STATIC_LIBS archive z)
gimlet_find(dep_z HEADER zlib.h LIBS z)
gimlet_find(dep_crypt HEADER crypt.h LIBS crypt)
gimlet_find(dep_crypto HEADER openssl/evp.h LIBS crypto)
gimlet_find(dep_lmdb HEADER lmdb.h LIBS lmdb)
gimlet_find(dep_git2 HEADER git2.h LIBS git2
            STATIC_LIBS git2 ssh2 mbedtls mbedx509 mbedcrypto http_parser pcre2-8 crypto z)
target_link_libraries(dep_re2 INTERFACE Threads::Threads)
target_link_libraries(dep_lmdb INTERFACE Threads::Threads)

add_library(dep_fmt INTERFACE)
if(GIMLET_STATIC)
  target_link_libraries(dep_fmt INTERFACE fmt::fmt-header-only)
else()
  target_link_libraries(dep_fmt INTERFACE fmt::fmt)
endif()

# Loaded when something is downloaded (core/fetch/curl_library): only its header is needed here.
add_library(dep_curl INTERFACE)
find_path(dep_curl_INCLUDE curl/curl.h REQUIRED)

# Header-only: nothing to link, but their absence should be said at configure time.
find_path(NLOHMANN_JSON_INCLUDE nlohmann/json.hpp REQUIRED)
find_path(CLI11_INCLUDE CLI/CLI.hpp REQUIRED)
