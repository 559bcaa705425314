#include "app/run.hpp"

#ifdef GIMLET_STATIC
#include <nss.h>
#endif

int main(int argc, char** argv) {
#ifdef GIMLET_STATIC
  // What /etc/nsswitch.conf names besides are shared libraries, made for the system's own libc. A static
  // program must not load them: it has DNS and the files in itself.
  __nss_configure_lookup("hosts", "files dns");
  __nss_configure_lookup("passwd", "files");
  __nss_configure_lookup("services", "files");
#endif
  return gimlet::app::run_main(argc, argv);
}
