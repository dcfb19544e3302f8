// SPDX-License-Identifier: Apache-2.0
#include "lockstep/net/redact.hpp"

#include "lockstep/core/base64.hpp"
#include "lockstep/core/format.hpp"

#include <charconv>
#include <cstddef>
#include <optional>
#include <vector>

namespace lockstep {
namespace {

constexpr std::size_t kShortest = 4;
constexpr std::string_view kMark = "[hidden]";

/// One character that is written with an escape: what it stands for, and how many bytes it takes there.
struct Escape {
    std::string means;
    std::size_t length = 0;
};

/// Reads the escape at the beginning of the text; nothing when there is none.
using EscapeReader = std::optional<Escape> (*)(std::string_view text);

std::optional<unsigned int> hex_at(std::string_view text, std::size_t begin, std::size_t digits) {
    if (text.size() < begin + digits) return std::nullopt;
    unsigned int value = 0;
    const char* end = text.data() + begin + digits;
    if (std::from_chars(text.data() + begin, end, value, 16).ptr != end) return std::nullopt;
    return value;
}

std::optional<Escape> percent_escape(std::string_view text) {
    const auto code = text.front() == '%' ? hex_at(text, 1, 2) : std::nullopt;
    if (!code) return std::nullopt;
    return Escape{std::string(1, static_cast<char>(*code)), 3};
}

/// Of the 16-bit ones those that stand alone: passwords with characters beyond them are left to the spelling in UTF-8.
std::optional<Escape> json_escape(std::string_view text) {
    if (text.size() < 2 || text.front() != '\\') return std::nullopt;
    if (text[1] != 'u') return Escape{std::string(1, text[1]), 2};
    const auto code = hex_at(text, 2, 4);
    if (!code) return std::nullopt;
    std::string means;
    if (*code < 0x80) {
        means += static_cast<char>(*code);
    } else {
        if (*code >= 0x800) means += static_cast<char>(0xE0U | (*code >> 12U));
        means += static_cast<char>(*code >= 0x800 ? 0x80U | ((*code >> 6U) & 0x3FU) : 0xC0U | (*code >> 6U));
        means += static_cast<char>(0x80U | (*code & 0x3FU));
    }
    return Escape{std::move(means), 6};
}

/// Text with escapes read, and where each of its bytes begins in the original.
struct Decoded {
    Decoded(std::string_view original, EscapeReader read) {
        for (std::size_t i = 0; i < original.size();) {
            const auto escape = read(original.substr(i));
            if (escape)
                text += escape->means;
            else
                text += original[i];
            begin.resize(text.size(), i);
            i += escape ? escape->length : 1;
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

/// There are many ways to write the same bytes with escapes: all of them are found.
void replace_escaped(std::string& text, std::string_view what, char mark, EscapeReader read) {
    if (text.find(mark) == std::string::npos) return;
    const Decoded decoded(text, read);
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

/// A secret that itself holds what looks like an escape is found as it is.
void replace_all(std::string& text, std::string_view what) {
    replace_plain(text, what);
    replace_escaped(text, what, '%', percent_escape);
    replace_escaped(text, what, '\\', json_escape);
}

std::string hex(std::string_view bytes, bool capitals) {
    std::string digits;
    for (const char byte : bytes) {
        const auto code = static_cast<unsigned char>(byte);
        digits += capitals ? format("{:02X}", code) : format("{:02x}", code);
    }
    return digits;
}

}  // namespace

void redact(std::string& text, std::string_view secret) {
    if (secret.size() < kShortest || text.empty()) return;
    replace_all(text, secret);
    // Padding may be left out, or written as %3D.
    for (const std::string& encoded : {base64(secret), base64url(secret)})
        replace_all(text, std::string_view(encoded).substr(0, encoded.find('=')));
    for (const bool capitals : {false, true}) replace_plain(text, hex(secret, capitals));
}

}  // namespace lockstep
