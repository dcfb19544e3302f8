// SPDX-License-Identifier: Apache-2.0
#include "report/display_width.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace lockstep {
namespace {

struct Range {
    std::uint32_t first;
    std::uint32_t last;
};

// The blocks that people really write; not the whole tables of Unicode.
constexpr Range kZero[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F}, {0x1AB0, 0x1AFF},
                           {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};
constexpr Range kWide[] = {{0x1100, 0x115F},  {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xA960, 0xA97C},
                           {0xAC00, 0xD7A3},  {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
                           {0xFFE0, 0xFFE6},  {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF},
                           {0x20000, 0x3FFFD}};

template <std::size_t size>
bool in(const Range (&ranges)[size], std::uint32_t point) {
    return std::ranges::any_of(ranges, [&](Range range) { return point >= range.first && point <= range.last; });
}

struct Character {
    std::size_t bytes;
    std::size_t columns;
};

std::size_t announced_length(unsigned char lead) {
    if (lead >= 0xF0) return 4;
    if (lead >= 0xE0) return 3;
    return lead >= 0xC0 ? 2 : 1;
}

/// The character at the start of `text`, which is not empty.
Character next(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = announced_length(lead);
    if (length == 1 || length > text.size()) return {1, 1};
    std::uint32_t point = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0U) != 0x80U) return {1, 1};
        point = (point << 6U) | (byte & 0x3FU);
    }
    if (in(kZero, point)) return {length, 0};
    return {length, in(kWide, point) ? 2U : 1U};
}

}  // namespace

std::size_t display_width(std::string_view text) {
    std::size_t columns = 0;
    while (!text.empty()) {
        const Character character = next(text);
        columns += character.columns;
        text.remove_prefix(character.bytes);
    }
    return columns;
}

std::size_t prefix_within(std::string_view text, std::size_t columns) {
    std::size_t bytes = 0;
    while (bytes < text.size()) {
        const Character character = next(text.substr(bytes));
        if (character.columns > columns) break;
        columns -= character.columns;
        bytes += character.bytes;
    }
    return bytes;
}

}  // namespace lockstep
