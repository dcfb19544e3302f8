// SPDX-License-Identifier: Apache-2.0
#include "report/pull_lines.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "report/display_width.hpp"

namespace lockstep {
namespace {

constexpr std::size_t kBarColumns = 24;
constexpr std::size_t kMostLayers = 6;

std::string bar(int percent) {
    const auto full = static_cast<std::size_t>(percent) * kBarColumns / 100;
    std::string drawn;
    for (std::size_t i = 0; i < kBarColumns; ++i) drawn += i < full ? "█" : "░";
    return drawn;
}

std::string fitting(std::string text, std::size_t columns) {
    text.resize(prefix_within(text, columns));
    return text;
}

}  // namespace

std::string size_text(const PullTally& tally) {
    return bytes_text(tally.total()) + (tally.knows_all() ? "" : " or more");
}

std::vector<std::string> pull_lines(std::string_view container, const PullTally& tally, std::size_t columns,
                                    bool with_layers) {
    std::vector<std::string> lines{fitting(
        format("→ {}: {} {:>3}% of {}", escaped(container), bar(tally.percent()), tally.percent(), size_text(tally)),
        columns)};
    if (tally.layers() < 2 || !with_layers) return lines;
    for (const PullTally::Going& layer : tally.going()) {
        if (lines.size() > kMostLayers) break;
        lines.push_back(fitting(format("  {:<12} {} {:>3}% of {}", escaped(layer.name), bar(layer.percent),
                                       layer.percent, bytes_text(layer.total)),
                                columns));
    }
    return lines;
}

}  // namespace lockstep
