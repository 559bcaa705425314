# Two interface targets that every target of ours links: settings (how to build) and warnings (what to complain about),
# and gimlet_library(), the one way a library is declared here.

add_library(gimlet_settings INTERFACE)
target_include_directories(gimlet_settings INTERFACE "${PROJECT_SOURCE_DIR}")
if(GIMLET_SANITIZE)
  target_compile_options(gimlet_settings INTERFACE -fsanitize=${GIMLET_SANITIZE} -fno-sanitize-recover=all
                                                   -fno-omit-frame-pointer)
  target_link_options(gimlet_settings INTERFACE -fsanitize=${GIMLET_SANITIZE})
endif()
if(GIMLET_FUZZ)
  target_compile_options(gimlet_settings INTERFACE -fsanitize=fuzzer-no-link,address,undefined
                                                   -fno-sanitize-recover=all)
  target_link_options(gimlet_settings INTERFACE -fsanitize=address,undefined)
endif()

if(GIMLET_STATIC)
  # Not -static alone: such a program sorts all its tables for unwinding when it throws its first exception, which takes
  # 20 ms; in one of this kind they are sorted when it is linked.
  target_link_options(gimlet_settings INTERFACE -static-pie)
endif()

add_library(gimlet_warnings INTERFACE)
target_compile_options(gimlet_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
                                                 -Wold-style-cast -Wcast-qual -Woverloaded-virtual)
# GCC 12 sees the inactive members of a std::variant as uninitialised once it inlines a move (GCC bug 105562 and kin). clang-tidy,
# which reads the same command lines, knows no such warning, hence the second option.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(gimlet_warnings INTERFACE -Wno-maybe-uninitialized -Wno-unknown-warning-option)
  # GCC 12 sees overlapping copies and wrong bounds where strings are put together (GCC bug 105651 and kin).
  target_compile_options(gimlet_warnings INTERFACE -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
endif()
if(GIMLET_WERROR)
  target_compile_options(gimlet_warnings INTERFACE -Werror)
endif()

# The headers that most files read, compiled once. JSON's is not among them: each file that sees it takes a second longer, and
# most need only core/util/json_fwd.hpp. Every file still includes what it uses: the tidy preset builds without.
set(GIMLET_COMMON_HEADERS
  <algorithm> <array> <cstdint> <filesystem> <functional> <map> <memory> <optional> <set> <string> <string_view> <utility>
  <vector> <fmt/format.h>)
add_library(gimlet_precompiled STATIC "${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp")
target_link_libraries(gimlet_precompiled PRIVATE gimlet_settings gimlet_warnings)
target_precompile_headers(gimlet_precompiled PRIVATE ${GIMLET_COMMON_HEADERS})

# gimlet_library(<name> SOURCES <files> [DEPENDS <our public libraries>] [PRIVATE <libraries the .cpp files alone use>])
function(gimlet_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC gimlet_settings ${ARG_DEPENDS} PRIVATE gimlet_warnings ${ARG_PRIVATE})
  target_precompile_headers(${name} REUSE_FROM gimlet_precompiled)
endfunction()
