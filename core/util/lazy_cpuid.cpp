// libcrypto asks the processor what it can do before main() runs: some cpuid instructions, each of which
// traps on a virtual machine and takes 4 to 7 microseconds there, a seventh of what `gimlet --version` takes.
// In the mostly static build the linker sends that call here (--wrap), where it is put off until libcrypto is
// started (OPENSSL_init_crypto), which asks again. Until then its functions take the paths that every
// processor has.

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the names are the linker's
extern "C" {
void __real_OPENSSL_cpuid_setup();
void __wrap_OPENSSL_cpuid_setup();

void __wrap_OPENSSL_cpuid_setup() {
  static bool before_main = true;  // the first call is, and the others are made once, under libcrypto's lock
  if (!before_main) __real_OPENSSL_cpuid_setup();
  before_main = false;
}
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
