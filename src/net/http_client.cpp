// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/text.hpp"
#include "lockstep/net/http.hpp"

#include "net/line.hpp"
#include "net/route.hpp"
#include "net/share.hpp"
#include "net/transfer.hpp"

#include <map>
#include <mutex>

namespace lockstep {
namespace {

/// In the handshake, or afterwards in the words of nginx.
bool refuses_certificate(const Result<HttpResponse>& answer) {
    if (!answer) return answer.error().code == "tls" && answer.error().kind == ErrorKind::Denied;
    return answer->status == 400 && lower(answer->body).find("ssl certificate") != std::string::npos;
}

}  // namespace

class HttpClient::Impl {
  public:
    explicit Impl(HttpOptions options) : options_(std::move(options)) {}

    Result<HttpResponse> send(const HttpRequest& request, const std::stop_token& stop) {
        auto route = route_to(request.url, options_);
        if (!route) return std::move(route).error();
        if (auto headers = check_headers(request); !headers) return std::move(headers).error();
        const std::size_t several = route->certificates.own.size();
        if (several < 2) return send_by(*route, request, stop);
        // Which of them was taken last time is the best guess.
        const std::size_t first = taken(route->target.origin()) % several;
        for (std::size_t tried = 1;; ++tried) {
            route->shown = (first + tried - 1) % several;
            auto answer = send_by(*route, request, stop);
            const bool refused = refuses_certificate(answer);
            if (refused && tried < several) continue;
            if (!refused && answer) remember(route->target.origin(), route->shown);
            return answer;
        }
    }

  private:
    Result<HttpResponse> send_by(const Route& route, const HttpRequest& request, const std::stop_token& stop) {
        auto line = lines_.borrow(route.target.origin());
        auto answer = Transfer(*line, request, options_, route, share_.handle()).run(stop);
        lines_.give_back(std::move(line));
        return answer;
    }

    std::size_t taken(const std::string& origin) {
        const std::lock_guard lock(mutex_);
        return taken_[origin];
    }
    void remember(const std::string& origin, std::size_t number) {
        const std::lock_guard lock(mutex_);
        taken_[origin] = number;
    }

    const HttpOptions options_;
    Share share_;
    LinePool lines_;
    std::mutex mutex_;
    std::map<std::string, std::size_t> taken_;  ///< number of the client certificate that a server took
};

HttpClient::HttpClient(HttpOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
HttpClient::~HttpClient() = default;

Result<HttpResponse> HttpClient::send(const HttpRequest& request, const std::stop_token& stop) {
    return impl_->send(request, stop);
}

}  // namespace lockstep
