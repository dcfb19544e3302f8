// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/text.hpp"
#include "lockstep/net/http.hpp"

namespace lockstep {

std::vector<std::string> HttpResponse::all(std::string_view name) const {
    const std::string wanted = lower(name);
    std::vector<std::string> values;
    for (const auto& [key, value] : headers) {
        if (lower(key) == wanted) values.push_back(value);
    }
    return values;
}

std::optional<std::string> HttpResponse::header(std::string_view name) const {
    const std::string wanted = lower(name);
    for (const auto& [key, value] : headers) {
        if (lower(key) == wanted) return value;
    }
    return std::nullopt;
}

std::string HttpResponse::media_type() const {
    const std::string type = header("Content-Type").value_or("");
    return lower(trimmed(std::string_view(type).substr(0, type.find(';'))));
}

bool HttpResponse::is_web_page() const {
    const std::string type = media_type();
    return type == "text/html" || type == "application/xhtml+xml" || trimmed(body).starts_with('<');
}

}  // namespace lockstep
