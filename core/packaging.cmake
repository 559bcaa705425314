# `cpack`, or `./dev package`: a .deb and a .tar.gz of what is installed. The executable is one static file, so the packages
# depend on nothing, and they hold the licence texts of all that is linked into it.

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_NAME gimlet)
set(CPACK_PACKAGE_VENDOR "the gimlet project")
set(CPACK_PACKAGE_CONTACT "the gimlet project <gimlet@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INCLUDE_TOPLEVEL_DIRECTORY OFF)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "git, ca-certificates")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
execute_process(COMMAND "${CMAKE_CXX_COMPILER}" -dumpmachine OUTPUT_VARIABLE machine OUTPUT_STRIP_TRAILING_WHITESPACE)
string(REGEX REPLACE "-.*" "" machine "${machine}")
set(CPACK_SYSTEM_NAME "linux-${machine}")
if(machine STREQUAL aarch64)
  set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE arm64)
endif()
include(CPack)

install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")
if(GIMLET_STATIC)
  # The packages that the static link takes something of, code or headers.
  foreach(package libarchive-dev libbrotli-dev libc6-dev libcli11-dev libcrypt-dev libcurl4-openssl-dev libfmt-dev libgit2-dev
                  libhttp-parser-dev libidn2-dev liblmdb-dev libmbedtls-dev libnghttp2-dev libpcre2-dev libpsl-dev libre2-dev
                  libssh2-1-dev libssl-dev libstdc++-12-dev libunistring-dev libutf8proc-dev libyaml-dev libzstd-dev nlohmann-json3-dev
                  zlib1g-dev)
    set(text "/usr/share/doc/${package}/copyright")
    if(EXISTS "${text}")
      install(FILES "${text}" DESTINATION "${CMAKE_INSTALL_DOCDIR}/licences" RENAME "${package}")
    else()
      message(WARNING "no licence text of ${package}: packages would lack it")
    endif()
  endforeach()
endif()
