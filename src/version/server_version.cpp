// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/server_version.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

namespace lockstep {

Result<std::string> server_version(std::string_view text) {
    const std::string_view version = trimmed(text);
    if (is_server_version(parse_tag(without_build(version)))) return std::string(version);
    return Error{ErrorKind::Malformed, "server-version-invalid",
                 format("the server's answer \"{}\" is not a version", escaped(version)),
                 "check the address of the version endpoint and which member of the answer holds the version"};
}

std::string_view without_build(std::string_view version) {
    return version.substr(0, version.find('+'));
}

bool is_server_version(const Tag& tag) {
    if (!tag.is_ordered() || tag.count < 2) return false;
    if (!tag.prefix().empty() || !tag.variant().empty() || tag.arch != Arch::None) return false;
    const bool api_version = tag.v && tag.count == 2 && is_date_number(tag.number(1));
    return !api_version;
}

}  // namespace lockstep
