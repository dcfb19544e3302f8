// SPDX-License-Identifier: Apache-2.0
#include "engine/api_channel.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "engine/blank.hpp"
#include "engine/engine_error.hpp"
#include "engine/inspect_json.hpp"

#include <algorithm>

namespace lockstep {
namespace {

/// The newest version whose rules are built in, and the oldest that can recreate a container faithfully (mounts,
/// removal by the engine and stop timeouts came with 1.25).
constexpr ApiVersion kNewest{1, 52};
constexpr ApiVersion kOldest{1, 25};

Error not_an_engine(std::string_view socket, std::string_view why) {
    return {ErrorKind::Malformed, "not-an-engine", format("{} does not answer like a Docker engine: {}", socket, why),
            "configure the socket of a Docker engine"};
}

Error too_old(const ApiVersion& highest) {
    return {ErrorKind::Unsupported, "engine-too-old",
            format("the engine speaks API {} at most, at least {} is needed", highest.text(), kOldest.text()),
            "update the engine to Docker 1.13 or newer"};
}

Error too_new(const ApiVersion& lowest) {
    return {ErrorKind::Unsupported, "engine-too-new",
            format("the engine speaks API {} at least, this program {} at most", lowest.text(), kNewest.text()),
            "update this program, or lower the engine's minimum (DOCKER_MIN_API_VERSION)"};
}

bool rejects_version(const HttpResponse& response) {
    return response.status == 400 && engine_words(response).find("client version") != std::string::npos;
}

std::string product_of(const Json& version) {
    const Json& components = member(version, "Components");
    if (!components.is_array()) return "docker";
    const bool podman = std::any_of(components.begin(), components.end(), [](const Json& component) {
        return lower(string_at(component, "/Name")).find("podman") != std::string::npos;
    });
    return podman ? "podman" : "docker";
}

/// /version names the architecture as Go does, which hides the generation of a 32-bit ARM; /info says what the kernel
/// is.
Platform platform_of(const Json& version, const Json& info) {
    const std::string kernel = string_at(info, "/Architecture");
    const std::string variant = kernel.starts_with("armv6") ? "v6" : "";
    return normalised(string_at(version, "/Os", "linux"), string_at(version, "/Arch"), variant);
}

}  // namespace

ApiChannel::ApiChannel(const std::string& socket_path)
    : socket_path_(socket_path), http_(HttpOptions{.unix_socket = socket_path}) {}

Result<HttpResponse> ApiChannel::send_as(const std::string& prefix, const ApiCall& call, const std::stop_token& stop) {
    HttpRequest request{.method = call.method, .url = "http://localhost" + prefix + call.path};
    request.headers = call.headers;
    if (!call.body.empty()) request.headers.emplace_back("Content-Type", call.body_type);
    request.body = call.body;
    request.sink = call.sink;
    request.limits.total = call.limit;
    request.limits.low_speed = std::chrono::seconds(0);  // engines think in silence
    request.limits.body_bytes = call.body_bytes;
    auto response = http_.send(request, stop);
    if (response) return response;
    facts_.reset();  // the engine may come back as another version
    return engine_unreachable(std::move(response).error(), call.what);
}

Result<ApiVersion> ApiChannel::highest_of_engine() {
    const std::string asking = format("asking the engine at {} for its version", socket_path_);
    const auto ping = send_as("", {.path = "/_ping", .what = asking}, {});
    if (!ping) return ping.error();
    const auto highest = ApiVersion::parse(ping->header("Api-Version").value_or(""));
    if (highest) return *highest;
    if (ping->status == 401 || ping->status == 403 || ping->status >= 500) return engine_refused(*ping, asking);
    return not_an_engine(socket_path_, format("HTTP {} without an Api-Version", ping->status));
}

Result<void> ApiChannel::agree() {
    const auto highest = highest_of_engine();
    if (!highest) return highest.error();
    if (*highest < kOldest) return too_old(*highest);
    const ApiVersion agreed = std::min(kNewest, *highest);
    const std::string prefix = "/v" + agreed.text();
    const ApiCall ask_version{.path = "/version", .what = "asking the engine what it is"};
    const auto answer = send_as("/v" + highest->text(), ask_version, {});
    if (!answer) return answer.error();
    if (answer->status != 200) return engine_refused(*answer, ask_version.what);
    const auto version = parse_json(answer->body, "the engine's version", kEngineJson);
    if (!version) return not_an_engine(socket_path_, version.error().message);
    const auto lowest = ApiVersion::parse(string_at(*version, "/MinAPIVersion"));
    if (lowest && agreed < *lowest) return too_new(*lowest);
    lowest_ = lowest.value_or(ApiVersion{});
    const auto info = send_as(prefix, {.path = "/info", .what = "asking the engine about its host"}, {});
    if (!info) return info.error();
    const auto host = parse_json(info->body, "the engine's host", kEngineJson);
    if (info->status != 200 || !host) return engine_refused(*info, "asking the engine about its host");
    facts_ = EngineFacts{product_of(*version), string_at(*version, "/Version"), agreed.text(),
                         string_at(*host, "/Name"), platform_of(*version, *host)};
    return {};
}

std::string ApiChannel::version_for(const ApiCall& call) const {
    const auto agreed = ApiVersion::parse(facts_->api);
    const bool lower = call.newest && agreed && *call.newest < *agreed && lowest_ <= *call.newest;
    return lower ? call.newest->text() : facts_->api;
}

Result<HttpResponse> ApiChannel::send(const ApiCall& call, const std::stop_token& stop) {
    for (bool again = false;; again = true) {
        if (!facts_) {
            if (auto agreed = agree(); !agreed) return std::move(agreed).error();
        }
        auto response = send_as("/v" + version_for(call), call, stop);
        if (!response || again || !rejects_version(*response)) return response;
        facts_.reset();  // rejected before anything was done, so saying it again in another version is safe
    }
}

Result<EngineFacts> ApiChannel::facts() {
    if (!facts_) {
        if (auto agreed = agree(); !agreed) return std::move(agreed).error();
    }
    return *facts_;
}

}  // namespace lockstep
