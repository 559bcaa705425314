#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <thread>
#include <utility>

#include <curl/curl.h>
#include <fmt/format.h>

#include "core/http/http.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "core/util/version.hpp"

namespace gimlet {
namespace {

constexpr long max_redirects = 10;
constexpr long connect_timeout_ms = 30'000;

// What the callbacks of one transfer write to.
struct Transfer {
  const HttpRequest* request = nullptr;
  const DownloadProgress* progress = nullptr;
  HttpResponse response;
  bool too_large = false;
  std::exception_ptr thrown;  // by the progress callback: no exception may cross libcurl
};

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::size_t bytes = size * count;
  if (transfer.response.body.size() + bytes > transfer.request->max_bytes) {
    transfer.too_large = true;
    return 0;
  }
  try {
    transfer.response.body.append(data, bytes);
  } catch (...) {
    transfer.thrown = std::current_exception();
    return 0;
  }
  return bytes;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::string_view line = trim(std::string_view(data, size * count));
  try {
    if (line.starts_with("HTTP/")) {  // the next answer of a redirect
      transfer.response.headers.clear();
      transfer.response.body.clear();
    } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
      transfer.response.headers[to_lower(line.substr(0, colon))] = std::string(trim(line.substr(colon + 1)));
    }
  } catch (...) {
    transfer.thrown = std::current_exception();
    return 0;
  }
  return size * count;
}

int tell_progress(void* user, curl_off_t total, curl_off_t got, curl_off_t /*to_upload*/,
                  curl_off_t /*uploaded*/) {
  auto& transfer = *static_cast<Transfer*>(user);
  try {
    (*transfer.progress)(transfer.request->url, static_cast<std::uint64_t>(got),
                         static_cast<std::uint64_t>(total), false);
  } catch (...) {
    transfer.thrown = std::current_exception();
    return 1;
  }
  return 0;
}

// A list of header lines as libcurl takes them.
class HeaderList {
 public:
  explicit HeaderList(const std::vector<std::string>& lines) {
    for (const auto& line : lines) list_ = curl_slist_append(list_, line.c_str());
  }
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  ~HeaderList() { curl_slist_free_all(list_); }
  [[nodiscard]] curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

bool worth_another_try(CURLcode code) {
  return code == CURLE_PARTIAL_FILE || code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR ||
         code == CURLE_SEND_ERROR || code == CURLE_HTTP2 || code == CURLE_HTTP2_STREAM;
}

bool asks_to_come_back(int status) {
  constexpr std::array<int, 4> later{429, 502, 503, 504};
  return std::find(later.begin(), later.end(), status) != later.end();
}

std::string hint_for(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "check the host's name; behind a proxy, set https_proxy";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return "name the certificates to trust with --ca-file or SSL_CERT_FILE";
    case CURLE_OPERATION_TIMEDOUT:
      return "the server was silent for too long; try again";
    default:
      return "";
  }
}

class CurlClient final : public HttpClient {
 public:
  explicit CurlClient(HttpSettings settings) : settings_(std::move(settings)) {}
  CurlClient(const CurlClient&) = delete;
  CurlClient& operator=(const CurlClient&) = delete;
  ~CurlClient() override {
    if (handle_ != nullptr) curl_easy_cleanup(handle_);
  }

  HttpResponse send(const HttpRequest& request) override {
    constexpr std::array<int, 3> delays_ms{0, 300, 1500};
    for (std::size_t attempt = 0;; ++attempt) {
      std::this_thread::sleep_for(std::chrono::milliseconds(delays_ms.at(attempt)));
      const bool last = attempt + 1 == delays_ms.size();
      Transfer transfer;
      const CURLcode code = perform(request, transfer);
      if (transfer.thrown) std::rethrow_exception(transfer.thrown);
      if (code == CURLE_OK) {
        if (last || !asks_to_come_back(transfer.response.status)) return std::move(transfer.response);
      } else if (last || transfer.too_large || !worth_another_try(code)) {
        fail(request, transfer, code);
      }
    }
  }

 private:
  template <class T>
  void set(CURLoption option, T value) {
    if (const CURLcode code = curl_easy_setopt(handle_, option, value); code != CURLE_OK)
      throw Error(ErrorCode::failed, std::string("libcurl: ") + curl_easy_strerror(code));
  }

  // A connection is kept from one request to the next of the same host.
  void start() {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (handle_ == nullptr && started == CURLE_OK) handle_ = curl_easy_init();
    if (handle_ == nullptr) throw Error(ErrorCode::failed, "libcurl does not start");
    curl_easy_reset(handle_);
    error_[0] = '\0';
    set(CURLOPT_ERRORBUFFER, error_.data());
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_USERAGENT, (std::string("gimlet/") + program_version).c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, max_redirects);
    set(CURLOPT_NETRC, long{CURL_NETRC_OPTIONAL});
    set(CURLOPT_CONNECTTIMEOUT_MS, connect_timeout_ms);
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, std::max(1L, long{settings_.timeout_ms} / 1000));
    set(CURLOPT_CAINFO, settings_.trusted.file.empty() ? nullptr : settings_.trusted.file.c_str());
    set(CURLOPT_CAPATH, settings_.trusted.folder.empty() ? nullptr : settings_.trusted.folder.c_str());
  }

  CURLcode perform(const HttpRequest& request, Transfer& transfer) {
    start();
    const HeaderList headers(request.headers);
    const bool secure = request.url.starts_with("https://");
    set(CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_HTTPHEADER, headers.get());
    if (!request.user.empty()) {
      set(CURLOPT_HTTPAUTH, long{CURLAUTH_BASIC});
      set(CURLOPT_USERNAME, request.user.c_str());
      set(CURLOPT_PASSWORD, request.password.c_str());
    }
    if (!request.ca_file.empty()) set(CURLOPT_CAINFO, request.ca_file.c_str());
    if (request.compressed) set(CURLOPT_ACCEPT_ENCODING, "");
    if (!request.form.empty()) set(CURLOPT_POSTFIELDS, request.form.c_str());
    transfer.request = &request;
    set(CURLOPT_WRITEFUNCTION, &take_body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&transfer));
    set(CURLOPT_HEADERFUNCTION, &take_header);
    set(CURLOPT_HEADERDATA, static_cast<void*>(&transfer));
    const bool shown = settings_.progress && !request.quiet;
    if (shown) {
      transfer.progress = &settings_.progress;
      set(CURLOPT_NOPROGRESS, 0L);
      set(CURLOPT_XFERINFOFUNCTION, &tell_progress);
      set(CURLOPT_XFERINFODATA, static_cast<void*>(&transfer));
    }
    const CURLcode code = curl_easy_perform(handle_);
    if (shown) {
      const auto got = transfer.response.body.size();
      settings_.progress(request.url, got, got, true);
    }
    long status = 0;
    curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
    transfer.response.status = static_cast<int>(status);
    const char* effective = nullptr;
    curl_easy_getinfo(handle_, CURLINFO_EFFECTIVE_URL, &effective);
    transfer.response.url = effective == nullptr ? request.url : effective;
    return code;
  }

  [[noreturn]] void fail(const HttpRequest& request, const Transfer& transfer, CURLcode code) const {
    const std::string url = redact_urls(printable_line(request.url, 500));
    if (transfer.too_large) {
      throw Error(ErrorCode::bad_input,
                  fmt::format("{} is larger than {} MiB", url, request.max_bytes / 1024 / 1024));
    }
    const std::string words = error_[0] != '\0' ? std::string(error_.data()) : curl_easy_strerror(code);
    Error error(ErrorCode::failed,
                fmt::format("cannot fetch {}: {}", url, redact_urls(printable_line(words))));
    if (const std::string hint = hint_for(code); !hint.empty()) error.hint(hint);
    throw error;
  }

  HttpSettings settings_;
  CURL* handle_ = nullptr;
  std::array<char, CURL_ERROR_SIZE> error_{};
};

}  // namespace

std::unique_ptr<HttpClient> make_http_client(HttpSettings settings) {
  return std::make_unique<CurlClient>(std::move(settings));
}

}  // namespace gimlet
