// SPDX-License-Identifier: Apache-2.0
#include "lockstep/net/redact.hpp"

#include "lockstep/core/base64.hpp"
#include "lockstep/net/http.hpp"

namespace lockstep {
namespace {

constexpr std::size_t kShortest = 4;
constexpr std::string_view kMark = "[hidden]";

void replace_all(std::string& text, std::string_view what) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + kMark.size()))
        text.replace(at, what.size(), kMark);
}

}  // namespace

void redact(std::string& text, std::string_view secret) {
    if (secret.size() < kShortest) return;
    replace_all(text, secret);
    replace_all(text, percent_encoded(secret));
    replace_all(text, base64(secret));
    replace_all(text, base64url(secret));
}

}  // namespace lockstep
