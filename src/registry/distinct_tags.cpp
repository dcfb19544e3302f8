// SPDX-License-Identifier: Apache-2.0
#include "registry/distinct_tags.hpp"

#include <algorithm>
#include <cstring>
#include <random>
#include <utility>

namespace lockstep {
namespace {

constexpr std::size_t kFirstSlots = 256;

__extension__ using Wide = unsigned __int128;

/// Both halves of the product: each bit of the result depends on all bits of both.
std::uint64_t folded(std::uint64_t a, std::uint64_t b) {
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t random_word() {
    std::random_device device;
    return std::uint64_t{device()} << 32 | device();
}

}  // namespace

DistinctTags::DistinctTags() : secret_(random_word()) {}

void DistinctTags::add(std::string_view tag) {
    if (tags_.size() * 2 >= slots_.size()) grow();
    const std::uint32_t hashed = hash(tag);
    Slot& slot =
        slot_for(hashed, [&](const Slot& taken) { return taken.hash == hashed && tags_[taken.place - 1] == tag; });
    if (slot.place != 0) return;
    tags_.emplace_back(tag);
    slot = {hashed, static_cast<std::uint32_t>(tags_.size())};
}

std::vector<std::string> DistinctTags::take() {
    slots_ = {};
    return std::exchange(tags_, {});
}

std::uint32_t DistinctTags::hash(std::string_view tag) const {
    constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15;
    std::uint64_t hash = secret_ ^ tag.size();
    for (; !tag.empty(); tag.remove_prefix(std::min(tag.size(), sizeof hash))) {
        std::uint64_t word = 0;
        std::memcpy(&word, tag.data(), std::min(tag.size(), sizeof word));
        hash = folded(hash ^ word, secret_ ^ kOdd);
    }
    return static_cast<std::uint32_t>(hash);
}

/// The taken slot that is wanted, or the free one where the hash belongs.
template <typename Wanted>
DistinctTags::Slot& DistinctTags::slot_for(std::uint32_t hash, Wanted wanted) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].place != 0 && !wanted(slots_[at])) at = (at + 1) & mask;
    return slots_[at];
}

void DistinctTags::grow() {
    const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(std::max(slots_.size() * 2, kFirstSlots)));
    for (const Slot& slot : old) {
        if (slot.place != 0) slot_for(slot.hash, [](const Slot&) { return false; }) = slot;
    }
}

}  // namespace lockstep
