// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/report/metrics.hpp"

#include <string>
#include <string_view>

namespace lockstep {

/// An answer before it goes out.
struct Page {
    unsigned status = 200;
    std::string type = "text/plain; charset=utf-8";
    std::string body = {};
};

/// The answer to a request; `host` is the Host header, empty when there was none.
Page page_for(std::string_view method, std::string_view path, std::string_view host, const MetricsSnapshot& metrics);

}  // namespace lockstep
