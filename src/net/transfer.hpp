// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/net/http.hpp"

#include "net/line.hpp"
#include "net/route.hpp"

#include <curl/curl.h>

#include <array>
#include <memory>
#include <optional>
#include <stop_token>

namespace lockstep {

/// One request on one line: sets libcurl up, runs it, counts bytes, and says how it ended.
class Transfer {
  public:
    Transfer(Line& line, const HttpRequest& request, const HttpOptions& options, const Route& route, CURLSH* share);
    ~Transfer();
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    Result<HttpResponse> run(const std::stop_token& stop);

  private:
    void set_up();
    void set_up_reach();
    void set_up_tls();
    void set_up_proxy();
    void set_up_method();
    void set_up_limits();
    void add_header(const std::string& name, std::string_view value);
    std::optional<CURLcode> drive(const std::stop_token& stop);
    Error failure(CURLcode code) const;
    bool take_header(std::string_view line);
    bool take_body(std::string_view bytes);
    void hide_secrets();
    bool refuse(Error error);

    static curl_socket_t on_open(void* self, curlsocktype purpose, curl_sockaddr* address);
    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);

    template <typename T>
    void set(CURLoption option, T value) {
        curl_easy_setopt(line_.easy(), option, value);
    }

    Line& line_;
    const HttpRequest& request_;
    const HttpOptions& options_;
    const Route& route_;
    CURLSH* share_;
    std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> header_lines_{nullptr, &curl_slist_free_all};
    std::array<char, CURL_ERROR_SIZE> words_{};
    HttpResponse response_;
    std::size_t header_bytes_ = 0;
    std::size_t body_bytes_ = 0;
    bool page_ = false;             ///< a web page comes with a good status
    std::optional<Error> refused_;  ///< why a callback ended the transfer
};

}  // namespace lockstep
