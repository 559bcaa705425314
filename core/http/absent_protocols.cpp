// The distribution's static libgit2 and libcurl refer to libraries that it has no static form of: Kerberos
// ("Negotiate" authentication), LDAP and RTMP. Nothing here asks for any of them: requests are restricted to
// http and https (core/http/curl_client.cpp). In the static build these functions stand in for them. Each one
// says that the mechanism is unavailable (GSS_S_UNAVAILABLE, RFC 2744 section 3.9.1), and both libraries go
// on to the other ways of authentication.
namespace {
constexpr unsigned long unavailable = 16UL << 16U;
}

// NOLINTBEGIN(readability-identifier-naming): the names are those of the libraries
#define GIMLET_ABSENT(name)         \
  extern "C" unsigned long name();  \
  extern "C" unsigned long name() { \
    return unavailable;             \
  }

GIMLET_ABSENT(gss_delete_sec_context)
GIMLET_ABSENT(gss_display_name)
GIMLET_ABSENT(gss_display_status)
GIMLET_ABSENT(gss_import_name)
GIMLET_ABSENT(gss_indicate_mechs)
GIMLET_ABSENT(gss_init_sec_context)
GIMLET_ABSENT(gss_inquire_context)
GIMLET_ABSENT(gss_release_buffer)
GIMLET_ABSENT(gss_release_name)
GIMLET_ABSENT(gss_release_oid_set)
GIMLET_ABSENT(gss_test_oid_set_member)
GIMLET_ABSENT(gss_unwrap)
GIMLET_ABSENT(gss_wrap)
extern "C" const void* const GSS_C_NT_HOSTBASED_SERVICE;
const void* const GSS_C_NT_HOSTBASED_SERVICE = nullptr;

GIMLET_ABSENT(ber_bvfree)
GIMLET_ABSENT(ber_free)
GIMLET_ABSENT(ber_memfree)
GIMLET_ABSENT(ber_memvfree)
GIMLET_ABSENT(ber_sockbuf_add_io)
GIMLET_ABSENT(ldap_abandon_ext)
GIMLET_ABSENT(ldap_err2string)
GIMLET_ABSENT(ldap_free_urldesc)
GIMLET_ABSENT(ldap_get_attribute_ber)
GIMLET_ABSENT(ldap_get_dn_ber)
GIMLET_ABSENT(ldap_get_option)
GIMLET_ABSENT(ldap_init_fd)
GIMLET_ABSENT(ldap_memfree)
GIMLET_ABSENT(ldap_msgfree)
GIMLET_ABSENT(ldap_msgtype)
GIMLET_ABSENT(ldap_parse_result)
GIMLET_ABSENT(ldap_parse_sasl_bind_result)
GIMLET_ABSENT(ldap_pvt_url_scheme2proto)
GIMLET_ABSENT(ldap_result)
GIMLET_ABSENT(ldap_sasl_bind)
GIMLET_ABSENT(ldap_search_ext)
GIMLET_ABSENT(ldap_set_option)
GIMLET_ABSENT(ldap_start_tls)
GIMLET_ABSENT(ldap_unbind_ext)
GIMLET_ABSENT(ldap_url_parse)

GIMLET_ABSENT(RTMP_Alloc)
GIMLET_ABSENT(RTMP_Close)
GIMLET_ABSENT(RTMP_Connect1)
GIMLET_ABSENT(RTMP_ConnectStream)
GIMLET_ABSENT(RTMP_Free)
GIMLET_ABSENT(RTMP_Init)
GIMLET_ABSENT(RTMP_Read)
GIMLET_ABSENT(RTMP_SetBufferMS)
GIMLET_ABSENT(RTMP_SetupURL)
GIMLET_ABSENT(RTMP_Write)
// NOLINTEND(readability-identifier-naming)
