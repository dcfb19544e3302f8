// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/suggestion.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace lockstep {
namespace {

/// Levenshtein's distance: insertions, deletions and replacements of single bytes.
std::size_t distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), 0U);
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < right.size(); ++j) {
            const std::size_t replaced = diagonal + (left[i] == right[j] ? 0U : 1U);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
    const std::string given = lower(word.substr(0, 64));
    const auto far = [&](const std::string& name) {
        return distance(given, lower(name));
    };
    const auto best = std::ranges::min_element(known, {}, far);
    const bool close = best != known.end() && far(*best) <= std::max<std::size_t>(2, best->size() / 3);
    return close ? format("did you mean '{}'?", *best) : format("known here: {}", join(known, ", "));
}

}  // namespace lockstep
