// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/probe/server_version.hpp"
#include "lockstep/version/server_version.hpp"

namespace lockstep {
namespace {

constexpr JsonLimits kAnswerLimits{.bytes = 64U << 10U, .depth = 32, .values = 10'000};

Error invalid(std::string why, std::string_view body) {
    return {.kind = ErrorKind::Malformed,
            .code = "server-version-invalid",
            .message = "the answer holds no usable version: " + std::move(why),
            .remedy = "check the URL and which product it belongs to; a pointer can name another member",
            .origin = escaped(trimmed(body))};
}

/// Where the version stands. A preferred member that is there counts, also when it is broken: the other one may mean
/// something else (Backend.AI's `version` is that of its API).
std::string pointer_for(const Json& answer, Product product) {
    switch (product) {
        case Product::Vantage6:
            return "/version";
        case Product::BackendAi:
            return "/manager";
        case Product::Auto:
            return answer.contains("manager") ? "/manager" : "/version";
    }
    LOCKSTEP_CHECK(false);
}

bool is_pointer(std::string_view pointer) {
    if (!pointer.starts_with('/')) return false;
    for (std::size_t i = pointer.find('~'); i != std::string_view::npos; i = pointer.find('~', i + 1)) {
        if (i + 1 == pointer.size() || (pointer[i + 1] != '0' && pointer[i + 1] != '1')) return false;
    }
    return true;
}

}  // namespace

Product product_of(std::string_view word) {
    if (word == "vantage6") return Product::Vantage6;
    if (word == "backendai") return Product::BackendAi;
    return Product::Auto;
}

Result<std::string> server_version_in(std::string_view body, Product product, std::string_view pointer) {
    if (!pointer.empty() && !is_pointer(pointer))
        return invalid(format("'{}' is not a JSON pointer such as /data/version", escaped(pointer)), body);
    if (trimmed(body).starts_with('<')) return invalid("it is a web page, not JSON", body);
    const auto answer = parse_json(body, "the answer", kAnswerLimits);
    if (!answer) return invalid(answer.error().message, body);
    if (!answer->is_object()) return invalid("it is not a JSON object", body);
    const std::string where = pointer.empty() ? pointer_for(*answer, product) : std::string(pointer);
    const Json& found = at(*answer, where);
    if (found.is_null()) return invalid(format("there is nothing at {}", escaped(where)), body);
    if (!found.is_string()) return invalid(format("{} is not a string", escaped(where)), body);
    auto version = server_version(found.get_ref<const std::string&>());
    if (!version) return invalid(version.error().message, body);
    return version;
}

}  // namespace lockstep
