# A toolchain for arm64 on another Debian machine: its cross compiler, and the libraries of the distribution's arm64 packages,
# which `./dev arm64` unpacks into build/arm64-root.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
set(CMAKE_FIND_ROOT_PATH "${CMAKE_CURRENT_LIST_DIR}/../build/arm64-root")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
foreach(folder usr/include usr/include/aarch64-linux-gnu)
  string(APPEND CMAKE_CXX_FLAGS_INIT " -isystem ${CMAKE_FIND_ROOT_PATH}/${folder}")
endforeach()
