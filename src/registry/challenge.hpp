// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// One way to authenticate that a server offers in WWW-Authenticate (RFC 9110 §11.6.1).
struct Challenge {
    enum class Scheme { Basic, Bearer };
    Scheme scheme = Scheme::Basic;
    std::string realm = {};
    std::string service = {};
    std::string scope = {};
    std::string error = {};  ///< RFC 6750: invalid_token, insufficient_scope

    bool operator==(const Challenge&) const = default;
};

/// All Basic and Bearer challenges of these header lines, in order. Unknown schemes are skipped. Lenient where servers
/// are wrong: an unquoted realm may hold ':' and '/', Basic may lack its realm. A broken rest of a line is dropped.
/// At most 16 challenges from at most 8 KiB per line.
std::vector<Challenge> challenges_in(const std::vector<std::string>& header_lines);

}  // namespace lockstep
