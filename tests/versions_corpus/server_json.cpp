// SPDX-License-Identifier: Apache-2.0
#include "server_json.hpp"

#include "lockstep/version/server_version.hpp"

namespace lockstep {

Json read_answer(std::string_view body, std::string_view product) {
    const Json invalid{{"error", "server-version-invalid"}};
    const auto parsed = parse_json(body, "answer", {.bytes = 64U << 10U});
    if (!parsed || !parsed->is_object()) return invalid;
    const bool manager = product == "backendai" || (product == "auto" && parsed->contains("manager"));
    const Json& value = at(*parsed, manager ? "/manager" : "/version");
    if (!value.is_string()) return invalid;
    const auto version = server_version(value.get_ref<const std::string&>());
    return version ? Json{{"version", *version}} : invalid;
}

}  // namespace lockstep
