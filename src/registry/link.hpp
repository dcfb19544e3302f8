// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// Target of the first link with rel=next in these Link header lines (RFC 8288), resolved against `base` (the URL that
/// was asked: scheme://host[:port]/path?query). Nothing when no line names one. An Error (`link-invalid`) when a line
/// cannot be read or the target has another scheme, host or port than `base`.
Result<std::optional<std::string>> next_link(const std::vector<std::string>& header_lines, const std::string& base);

/// `target` (absolute, //host, /path, ?query or relative) as an absolute URL.
std::string resolved(std::string_view target, std::string_view base);

/// "scheme://host:port" in lower case with the default port written out; "" when it is no http(s) URL.
std::string origin_of(std::string_view url);

}  // namespace lockstep
