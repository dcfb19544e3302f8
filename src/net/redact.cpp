// SPDX-License-Identifier: Apache-2.0
#include "lockstep/net/redact.hpp"

#include "lockstep/core/base64.hpp"

#include <charconv>
#include <cstddef>
#include <vector>

namespace lockstep {
namespace {

constexpr std::size_t kShortest = 4;
constexpr std::string_view kMark = "[hidden]";

/// Text with percent escapes read, and where each of its bytes begins in the original.
struct Decoded {
    explicit Decoded(std::string_view original) {
        for (std::size_t i = 0; i < original.size();) {
            unsigned int code = 0;
            const char* digits = original.data() + i + 1;
            const bool escape = original[i] == '%' && i + 2 < original.size() &&
                                std::from_chars(digits, digits + 2, code, 16).ptr == digits + 2;
            text += escape ? static_cast<char>(code) : original[i];
            begin.push_back(i);
            i += escape ? 3 : 1;
        }
        begin.push_back(original.size());
    }

    std::string text;
    std::vector<std::size_t> begin;
};

void replace_plain(std::string& text, std::string_view what) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + kMark.size()))
        text.replace(at, what.size(), kMark);
}

/// There are many ways to write the same bytes with percent escapes: all of them are found. A secret that itself
/// holds what looks like an escape is found as it is.
void replace_all(std::string& text, std::string_view what) {
    replace_plain(text, what);
    const Decoded decoded(text);
    std::size_t found = decoded.text.find(what);
    if (found == std::string::npos) return;
    std::string clean;
    std::size_t done = 0;
    for (; found != std::string::npos; found = decoded.text.find(what, found + what.size())) {
        clean += std::string_view(text).substr(done, decoded.begin[found] - done);
        clean += kMark;
        done = decoded.begin[found + what.size()];
    }
    text = clean + text.substr(done);
}

}  // namespace

void redact(std::string& text, std::string_view secret) {
    if (secret.size() < kShortest || text.empty()) return;
    replace_all(text, secret);
    // Padding may be left out, or written as %3D.
    for (const std::string& encoded : {base64(secret), base64url(secret)})
        replace_all(text, std::string_view(encoded).substr(0, encoded.find('=')));
}

}  // namespace lockstep
