// SPDX-License-Identifier: Apache-2.0
#include "lockstep/image/digest.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <algorithm>

namespace lockstep {
namespace {

bool is_lower_hex(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string_view trouble_with(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return "there is no ':' after the algorithm";
    const std::string_view algorithm = text.substr(0, colon);
    const std::string_view hex = text.substr(colon + 1);
    if (algorithm != "sha256" && algorithm != "sha512") return "only sha256 and sha512 can be verified";
    const std::size_t wanted = algorithm == "sha256" ? 64 : 128;
    if (hex.size() != wanted) return wanted == 64 ? "sha256 has 64 hex digits" : "sha512 has 128 hex digits";
    if (!is_lower_hex(hex)) return "the digits must be lower-case hex";
    return {};
}

}  // namespace

Result<Digest> Digest::parse(std::string_view text) {
    if (const std::string_view trouble = trouble_with(text); !trouble.empty())
        return Error{.kind = ErrorKind::Malformed,
                     .code = "digest-invalid",
                     .message = format("'{}' is not a content digest: {}", escaped(text), trouble),
                     .remedy = "a digest looks like sha256: and 64 digits, as `docker images --digests` shows it"};
    return Digest(std::string(text));
}

std::string_view Digest::algorithm() const {
    return std::string_view(text_).substr(0, text_.find(':'));
}

std::string_view Digest::hex() const {
    return std::string_view(text_).substr(text_.find(':') + 1);
}

}  // namespace lockstep
