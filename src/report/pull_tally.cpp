// SPDX-License-Identifier: Apache-2.0
#include "report/pull_tally.hpp"

#include "lockstep/core/format.hpp"

#include <algorithm>

namespace lockstep {

void PullTally::take(const PullAdvanced& event) {
    // "Pulling from" names the image where others name a layer.
    if (event.layer.empty() || event.status.starts_with("Pulling from")) return;
    Layer& layer = layers_[event.layer];
    if (event.status == "Downloading" && event.total > 0) {
        layer = {std::clamp(event.done, 0LL, event.total), event.total, true};
    } else if (event.status != "Waiting" && event.status != "Pulling fs layer") {
        layer.done = layer.total;
        layer.is_known = true;
    }
    if (total() > 0) percent_ = std::max(percent_, static_cast<int>(done() * 100 / likely_total()));
}

long long PullTally::likely_total() const {
    long long sized = 0;
    long long unknown = 0;
    for (const auto& [name, layer] : layers_) {
        sized += layer.total > 0 ? 1 : 0;
        unknown += layer.is_known ? 0 : 1;
    }
    return total() + total() * unknown / sized;
}

bool PullTally::knows_all() const {
    return std::ranges::all_of(layers_, [](const auto& one) { return one.second.is_known; });
}

long long PullTally::done() const {
    long long sum = 0;
    for (const auto& [name, layer] : layers_) sum += layer.done;
    return sum;
}

long long PullTally::total() const {
    long long sum = 0;
    for (const auto& [name, layer] : layers_) sum += layer.total;
    return sum;
}

std::vector<PullTally::Going> PullTally::going() const {
    std::vector<Going> going;
    for (const auto& [name, layer] : layers_) {
        if (layer.done < layer.total)
            going.push_back({name, static_cast<int>(layer.done * 100 / layer.total), layer.total});
    }
    return going;
}

std::string bytes_text(long long bytes) {
    if (bytes < 1'000'000) return format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
    if (bytes < 1'000'000'000) return format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
    return format("{:.2f} GB", static_cast<double>(bytes) / 1e9);
}

}  // namespace lockstep
