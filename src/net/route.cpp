// SPDX-License-Identifier: Apache-2.0
#include "net/route.hpp"

#include "lockstep/core/text.hpp"

#include "net/proxy_rules.hpp"

namespace lockstep {

std::string Route::peer() const {
    if (!socket.empty()) return "socket " + escaped(socket);
    return proxy.url.empty() ? target.place() : target.place() + " (through proxy " + escaped(proxy.url) + ")";
}

Result<Route> route_to(const std::string& url, const HttpOptions& options) {
    auto target = request_target(url);
    if (!target) return std::move(target).error();
    Route route{.target = *std::move(target), .proxy = {}, .certificates = {}, .socket = options.unix_socket};
    if (!route.socket.empty()) return route;
    route.proxy = proxy_for(route.target, options.proxies);
    if (route.target.scheme != "https") return route;
    auto certificates = host_certificates(route.target.written, options.ca_file, options.certificate_folders);
    if (!certificates) return std::move(certificates).error();
    route.certificates = *std::move(certificates);
    return route;
}

}  // namespace lockstep
