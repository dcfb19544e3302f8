// SPDX-License-Identifier: Apache-2.0
#include "listen/pages.hpp"

#include "lockstep/core/text.hpp"

namespace lockstep {
namespace {

/// A web page from elsewhere that has its name resolve to 127.0.0.1 sends its own name here.
bool is_own_host(std::string_view host) {
    const auto port = host.find(':', host.starts_with('[') ? host.find(']') : 0);
    const std::string name = lower(host.substr(0, port));
    return name.empty() || name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

}  // namespace

Page page_for(std::string_view method, std::string_view path, std::string_view host, const MetricsSnapshot& metrics) {
    if (!is_own_host(host)) return {.status = 421, .body = "this is not the host that was asked for\n"};
    if (method != "GET" && method != "HEAD") return {.status = 405, .body = "only GET and HEAD\n"};
    if (path == "/livez") return {.body = "ok\n"};
    if (path == "/readyz") {
        if (metrics.last_cycle) return {.body = "ok\n"};
        return {.status = 503, .body = "no cycle has finished yet\n"};
    }
    if (path == "/metrics") {
        return {.type = "text/plain; version=0.0.4; charset=utf-8", .body = prometheus_text(metrics)};
    }
    return {.status = 404, .body = "here are /livez, /readyz and /metrics\n"};
}

}  // namespace lockstep
