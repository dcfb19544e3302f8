// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/text.hpp"

#include "lockstep/core/format.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace lockstep {
namespace {

struct CodePoint {
    std::uint32_t value = 0;
    std::size_t bytes = 0;
};

std::size_t announced_length(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

/// The code point at the start of `text`, or nothing when the bytes there are not well-formed UTF-8.
std::optional<CodePoint> decode(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = announced_length(lead);
    if (length == 0 || length > text.size()) return std::nullopt;
    if (length == 1) return CodePoint{lead, 1};
    std::uint32_t value = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0U) != 0x80U) return std::nullopt;
        value = (value << 6U) | (next & 0x3FU);
    }
    const std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < smallest[length] || value > 0x10FFFF || surrogate) return std::nullopt;
    return CodePoint{value, length};
}

bool is_unsafe(std::uint32_t point) {
    const bool control = point < 0x20 || (point >= 0x7F && point <= 0x9F);
    const bool separator = point == 0x2028 || point == 0x2029;
    const bool bidi = point == 0x061C || point == 0x200E || point == 0x200F || (point >= 0x202A && point <= 0x202E) ||
                      (point >= 0x2066 && point <= 0x2069);
    return control || separator || bidi || point == 0xFEFF;
}

}  // namespace

std::string escaped(std::string_view foreign, std::size_t limit) {
    std::string safe;
    while (!foreign.empty()) {
        const auto point = decode(foreign);
        const std::size_t length = point ? point->bytes : 1;
        std::string piece(foreign.substr(0, length));
        if (!point || (point->value < 0x80 && is_unsafe(point->value))) {
            piece = format("\\x{:02x}", static_cast<unsigned char>(foreign.front()));
        } else if (is_unsafe(point->value)) {
            piece = format("\\u{{{:x}}}", point->value);
        }
        if (safe.size() + piece.size() > limit) return safe + "…";
        safe += piece;
        foreign.remove_prefix(length);
    }
    return safe;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t end = 0; (end = text.find(separator)) != std::string_view::npos; text.remove_prefix(end + 1)) {
        parts.push_back(text.substr(0, end));
    }
    parts.push_back(text);
    return parts;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n\f\v";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    return fmt::format("{}", fmt::join(parts, separator));
}

std::string_view brief(std::string_view id) {
    if (id.starts_with("sha256:")) id.remove_prefix(7);
    return id.substr(0, 12);
}

}  // namespace lockstep
