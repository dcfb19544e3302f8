// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/policy_words.hpp"

#include <array>
#include <cstddef>

namespace lockstep {
namespace {

// Each table is in the order of its enumerators.
using Words = std::string_view;
constexpr std::array<Words, 5> kSchemes{"auto", "pep440", "semver", "calver", "loose"};
constexpr std::array<Words, 7> kChannels{"follow", "stable", "rc", "beta", "alpha", "nightly", "dev"};
constexpr std::array<Words, 6> kPolicies{"same-major", "same-minor", "server-minor", "server-exact", "range", "pin"};
constexpr std::array<Words, 2> kVariantMatches{"exact", "family"};
constexpr std::array<Words, 2> kZeroMajors{"caret", "plain"};
constexpr std::array<Words, 2> kFallbacks{"keep", "same-minor"};
constexpr std::array<Words, 2> kTracks{"digest", "version"};
constexpr std::array<Words, 2> kGroupBys{"version", "minor"};

template <typename Enum, std::size_t size>
std::optional<Enum> find(const std::array<Words, size>& words, std::string_view text) {
    for (std::size_t i = 0; i < size; ++i)
        if (words[i] == text) return static_cast<Enum>(i);
    return std::nullopt;
}

template <typename Enum, std::size_t size>
std::string_view name(const std::array<Words, size>& words, Enum value) {
    return words.at(static_cast<std::size_t>(value));
}

}  // namespace

std::string_view word(Scheme scheme) {
    return name(kSchemes, scheme);
}

std::optional<Scheme> scheme_of(std::string_view word) {
    return find<Scheme>(kSchemes, word);
}

std::string_view word(Channel channel) {
    return name(kChannels, channel);
}

std::optional<Channel> channel_of(std::string_view word) {
    return find<Channel>(kChannels, word);
}

std::string_view word(PolicyKind kind) {
    return name(kPolicies, kind);
}

std::optional<PolicyKind> policy_kind_of(std::string_view word) {
    return find<PolicyKind>(kPolicies, word);
}

std::string_view word(VariantMatch match) {
    return name(kVariantMatches, match);
}

std::optional<VariantMatch> variant_match_of(std::string_view word) {
    return find<VariantMatch>(kVariantMatches, word);
}

std::string_view word(ZeroMajor zero_major) {
    return name(kZeroMajors, zero_major);
}

std::optional<ZeroMajor> zero_major_of(std::string_view word) {
    return find<ZeroMajor>(kZeroMajors, word);
}

std::string_view word(Fallback fallback) {
    return name(kFallbacks, fallback);
}

std::optional<Fallback> fallback_of(std::string_view word) {
    return find<Fallback>(kFallbacks, word);
}

std::string_view word(Track track) {
    return name(kTracks, track);
}

std::optional<Track> track_of(std::string_view word) {
    return find<Track>(kTracks, word);
}

std::string_view word(GroupBy by) {
    return name(kGroupBys, by);
}

std::optional<GroupBy> group_by_of(std::string_view word) {
    return find<GroupBy>(kGroupBys, word);
}

}  // namespace lockstep
