// SPDX-License-Identifier: Apache-2.0
#include "lockstep/net/http.hpp"

#include "net/line.hpp"
#include "net/route.hpp"
#include "net/share.hpp"
#include "net/transfer.hpp"

namespace lockstep {

class HttpClient::Impl {
  public:
    explicit Impl(HttpOptions options) : options_(std::move(options)) {}

    Result<HttpResponse> send(const HttpRequest& request, const std::stop_token& stop) {
        const auto route = route_to(request.url, options_);
        if (!route) return route.error();
        if (auto headers = check_headers(request); !headers) return std::move(headers).error();
        auto line = lines_.borrow(route->target.origin());
        auto answer = Transfer(*line, request, options_, *route, share_.handle()).run(stop);
        lines_.give_back(std::move(line));
        return answer;
    }

  private:
    const HttpOptions options_;
    Share share_;
    LinePool lines_;
};

HttpClient::HttpClient(HttpOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
HttpClient::~HttpClient() = default;

Result<HttpResponse> HttpClient::send(const HttpRequest& request, const std::stop_token& stop) {
    return impl_->send(request, stop);
}

}  // namespace lockstep
