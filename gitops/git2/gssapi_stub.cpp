// The distribution has no static Kerberos, which its static libgit2 refers to for "Negotiate" authentication
// over HTTP. In the mostly static build these nine symbols stand in: every call says that the mechanism is
// unavailable (GSS_S_UNAVAILABLE, RFC 2744 section 3.9.1), and libgit2 goes on to the other ways of
// authentication.
namespace {
constexpr unsigned unavailable = 16U << 16U;
}

// NOLINTBEGIN(readability-identifier-naming): the names are RFC 2744's
extern "C" {
extern const void* const GSS_C_NT_HOSTBASED_SERVICE;
const void* const GSS_C_NT_HOSTBASED_SERVICE = nullptr;

unsigned gss_display_status(unsigned*, unsigned, int, void*, unsigned*, void*);
unsigned gss_release_buffer(unsigned*, void*);
unsigned gss_delete_sec_context(unsigned*, void*, void*);
unsigned gss_import_name(unsigned*, void*, void*, void*);
unsigned gss_release_name(unsigned*, void*);
unsigned gss_init_sec_context(unsigned*, void*, void*, void*, void*, unsigned, unsigned, void*, void*, void*,
                              void*, unsigned*, unsigned*);
unsigned gss_indicate_mechs(unsigned*, void*);
unsigned gss_release_oid_set(unsigned*, void*);
unsigned gss_test_oid_set_member(unsigned*, void*, void*, int*);

unsigned gss_display_status(unsigned*, unsigned, int, void*, unsigned*, void*) {
  return unavailable;
}
unsigned gss_release_buffer(unsigned*, void*) {
  return 0;
}
unsigned gss_delete_sec_context(unsigned*, void*, void*) {
  return 0;
}
unsigned gss_import_name(unsigned*, void*, void*, void*) {
  return unavailable;
}
unsigned gss_release_name(unsigned*, void*) {
  return 0;
}
unsigned gss_init_sec_context(unsigned*, void*, void*, void*, void*, unsigned, unsigned, void*, void*, void*,
                              void*, unsigned*, unsigned*) {
  return unavailable;
}
unsigned gss_indicate_mechs(unsigned*, void*) {
  return unavailable;
}
unsigned gss_release_oid_set(unsigned*, void*) {
  return 0;
}
unsigned gss_test_oid_set_member(unsigned*, void*, void*, int*) {
  return unavailable;
}
}
// NOLINTEND(readability-identifier-naming)
