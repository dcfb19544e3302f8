// SPDX-License-Identifier: Apache-2.0
#include "lockstep/net/address.hpp"
#include "lockstep/net/http.hpp"
#include "lockstep/net/http_date.hpp"

#include "app/doctor/examine.hpp"
#include "app/http_options.hpp"
#include "app/outgoing_proxies.hpp"

#include <algorithm>
#include <map>

namespace lockstep {
namespace {

using namespace std::chrono_literals;
using Urls = std::vector<std::string>;

Urls urls_of(const std::string& registry, const std::vector<std::string>& insecure) {
    const std::string host = registry == "docker.io" ? "registry-1.docker.io" : registry;
    const std::string secure = "https://" + host + "/v2/";
    const std::string plain = "http://" + host + "/v2/";
    if (is_loopback(host_of(host))) return {plain, secure};
    return std::ranges::find(insecure, registry) == insecure.end() ? Urls{secure} : Urls{secure, plain};
}

/// Whom to ask, and where.
std::map<std::string, Urls> askable(const Settings& settings, const std::vector<Workload>& workloads) {
    std::map<std::string, Urls> others;
    for (const Workload& workload : workloads) {
        const std::string& registry = workload.reference.repository().registry;
        others.emplace(registry, urls_of(registry, settings.registry.insecure));
        const auto& server = workload.target.server;
        if (server && follows_server(workload.target.policy.kind)) others.emplace(server->url, Urls{server->url});
    }
    return others;
}

/// Without a look at the certificate: a wrong clock is what makes good ones look bad, and nothing secret is sent.
std::optional<WallTime> time_at(HttpClient& http, const Urls& urls, const std::stop_token& stop) {
    for (const std::string& url : urls) {
        const auto answer = http.send(
            {.method = HttpMethod::Head, .url = url, .limits = {.connect = 5s, .total = 5s}, .verify = false}, stop);
        if (answer) return http_date(answer->header("Date").value_or(""));
    }
    return std::nullopt;
}

}  // namespace

std::vector<ForeignTime> ask_the_time(const Settings& settings, const std::vector<Workload>& workloads,
                                      const std::stop_token& stop) {
    auto proxies = outgoing_proxies(settings.proxy);
    if (!proxies) return {};
    HttpClient http(http_options(settings, std::move(*proxies)));
    std::vector<ForeignTime> times;
    for (const auto& [who, urls] : askable(settings, workloads)) {
        if (const auto time = time_at(http, urls, stop)) times.push_back({who, *time});
    }
    return times;
}

}  // namespace lockstep
