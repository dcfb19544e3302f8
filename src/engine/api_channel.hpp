// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/engine/container.hpp"
#include "lockstep/net/http.hpp"

#include "engine/api_version.hpp"

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace lockstep {

/// One request to the engine; the version goes in front of `path` by itself.
struct ApiCall {
    HttpMethod method = HttpMethod::Get;
    std::string path;  ///< "/containers/json?all=1"
    std::string what;  ///< "listing containers", for messages
    std::string body = {};
    std::string body_type = "application/json";
    std::chrono::milliseconds limit{60'000};  ///< zero: none
    HttpHeaders headers = {};
    BodySink sink = {};
    std::size_t body_bytes = 32U << 20U;
    std::optional<ApiVersion> newest = {};  ///< in this version at most, where the engine still speaks it
};

/// Engine API over one socket, with the version agreed on first use, and again after the engine was away or rejected
/// the version. Not for several threads.
class ApiChannel {
  public:
    explicit ApiChannel(const std::string& socket_path);

    /// Any answer is success, also an HTTP error.
    Result<HttpResponse> send(const ApiCall& call, const std::stop_token& stop = {});

    /// What the engine says of itself, with the agreed version; asked again after the engine was away.
    Result<EngineFacts> facts();

  private:
    Result<void> agree();
    Result<ApiVersion> highest_of_engine();
    Result<HttpResponse> send_as(const std::string& prefix, const ApiCall& call, const std::stop_token& stop);
    std::string version_for(const ApiCall& call) const;

    std::string socket_path_;
    HttpClient http_;
    std::optional<EngineFacts> facts_;
    ApiVersion lowest_{};  ///< that the engine speaks; 0.0 when it does not say
};

}  // namespace lockstep
