// SPDX-License-Identifier: Apache-2.0
#include "registry/redirect.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/net/address.hpp"

#include "registry/link.hpp"

namespace lockstep {

bool is_redirect(const HttpResponse& answer) {
    const int status = answer.status;
    const bool moved = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    return moved && answer.header("Location");
}

Error redirect_refused(const std::string& from, const std::string& to, std::string_view why) {
    return {.kind = ErrorKind::Refused,
            .code = "redirect-refused",
            .message = format("{} redirects to '{}': {}", escaped(authority_of(from)), escaped(to), why),
            .remedy = "this is a fault or an attack at the registry: ask who runs it"};
}

Result<void> check_redirect(const std::string& from, const std::string& to) {
    const std::string origin = origin_of(to);
    if (origin.empty()) return redirect_refused(from, to, "that is not an http or https URL");
    if (origin.starts_with("http://") && origin_of(from).starts_with("https://"))
        return redirect_refused(from, to, "https must not lead to plain http");
    if (is_inner_address(host_of(to)) && !is_inner_address(host_of(from)))
        return redirect_refused(from, to, "it must not lead to an inner address");
    return {};
}

}  // namespace lockstep
