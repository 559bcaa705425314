#include <fcntl.h>
#include <unistd.h>

#include "app/run.hpp"

#ifdef GIMLET_STATIC
#include <nss.h>
#endif

namespace {

// A caller may have closed one of the first three. The next file that is opened would get its number, and
// what is printed would go into the store. Here it is open for reading only, so that writing is the error
// that it would be without it.
void open_standard_descriptors() {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) != -1) continue;
    if (::open("/dev/null", O_RDONLY) != descriptor) ::_exit(1);
  }
}

}  // namespace

int main(int argc, char** argv) {
  open_standard_descriptors();
#ifdef GIMLET_STATIC
  // What /etc/nsswitch.conf names besides are shared libraries, made for the system's own libc. A static
  // program must not load them: it has DNS and the files in itself.
  __nss_configure_lookup("hosts", "files dns");
  __nss_configure_lookup("passwd", "files");
  __nss_configure_lookup("services", "files");
#endif
  return gimlet::app::run_main(argc, argv);
}
