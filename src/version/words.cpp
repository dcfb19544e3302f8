// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/words.hpp"

#include "lockstep/version/characters.hpp"

#include <algorithm>
#include <array>

namespace lockstep {
namespace {

constexpr std::array kPhaseWords{
    PhaseWord{"alpha", ReleasePhase::Alpha, false, true},
    PhaseWord{"a", ReleasePhase::Alpha, false, true},
    PhaseWord{"beta", ReleasePhase::Beta, false, true},
    PhaseWord{"b", ReleasePhase::Beta, false, true},
    PhaseWord{"milestone", ReleasePhase::Milestone, true, false},
    PhaseWord{"m", ReleasePhase::Milestone, true, false},
    PhaseWord{"rc", ReleasePhase::Rc, false, true},
    PhaseWord{"cr", ReleasePhase::Rc, true, false},
    PhaseWord{"canary", ReleasePhase::Nightly, false, false},
    PhaseWord{"c", ReleasePhase::Rc, false, true},
    PhaseWord{"preview", ReleasePhase::Rc, false, true},
    PhaseWord{"pre", ReleasePhase::Rc, false, true},
    PhaseWord{"nightly", ReleasePhase::Nightly, false, false},
    PhaseWord{"daily", ReleasePhase::Nightly, false, false},
};

constexpr std::array kPostWords{PartWord{"post", true}, PartWord{"rev", true}, PartWord{"r", true}};
constexpr std::array kDevWords{PartWord{"dev", true}, PartWord{"snapshot", false}};

// Words that image publishers use for the base image, the language or the flavour of one version. Sorted.
constexpr auto kVariantWords = std::to_array<std::string_view>({"almalinux",   "alpine",     "amazonlinux",
                                                                "apache",      "base",       "bionic",
                                                                "bookworm",    "bullseye",   "busybox",
                                                                "buster",      "ce",         "centos",
                                                                "cli",         "community",  "cpu",
                                                                "cuda",        "cudnn",      "debian",
                                                                "debug",       "devel",      "distroless",
                                                                "ee",          "enterprise", "fedora",
                                                                "fips",        "focal",      "fpm",
                                                                "full",        "glibc",      "gpu",
                                                                "jammy",       "jdk",        "jre",
                                                                "linux",       "lite",       "live",
                                                                "lts",         "ltsc",       "management",
                                                                "minimal",     "musl",       "nanoserver",
                                                                "noble",       "node",       "nonroot",
                                                                "onbuild",     "openjdk",    "oracle",
                                                                "oraclelinux", "oss",        "perl",
                                                                "php",         "py",         "python",
                                                                "rhel",        "rocky",      "rocm",
                                                                "rootless",    "runtime",    "scratch",
                                                                "sid",         "slim",       "stretch",
                                                                "temurin",     "trixie",     "ubi",
                                                                "ubuntu",      "windows",    "windowsservercore",
                                                                "xenial",      "zts"});

struct ArchWord {
    std::string_view text;
    Arch arch;
};

constexpr std::array kArchWords{
    ArchWord{"amd64", Arch::Amd64},     ArchWord{"x86_64", Arch::Amd64},      ArchWord{"x86-64", Arch::Amd64},
    ArchWord{"arm64", Arch::Arm64},     ArchWord{"aarch64", Arch::Arm64},     ArchWord{"arm64v8", Arch::Arm64},
    ArchWord{"armv7", Arch::Armv7},     ArchWord{"arm32v7", Arch::Armv7},     ArchWord{"armv7l", Arch::Armv7},
    ArchWord{"armhf", Arch::Armv7},     ArchWord{"armv6", Arch::Armv6},       ArchWord{"arm32v6", Arch::Armv6},
    ArchWord{"armv5", Arch::Armv5},     ArchWord{"arm32v5", Arch::Armv5},     ArchWord{"386", Arch::I386},
    ArchWord{"i386", Arch::I386},       ArchWord{"ppc64le", Arch::Ppc64le},   ArchWord{"s390x", Arch::S390x},
    ArchWord{"riscv64", Arch::Riscv64}, ArchWord{"mips64le", Arch::Mips64le}, ArchWord{"loong64", Arch::Loong64},
};

bool is_listed(std::string_view word) {
    const auto same = [word](std::string_view listed) {
        return is_word(word, listed);
    };
    return std::any_of(kVariantWords.begin(), kVariantWords.end(), same);
}

/// Bytes that `word` takes at the end of `text` together with the `-` or `_` before it; something must be left.
std::size_t word_behind(std::string_view text, std::string_view word) {
    if (text.size() < word.size() + 2) return 0;
    const std::size_t at = text.size() - word.size();
    const char before = text[at - 1];
    return (before == '-' || before == '_') && has_word(text, at, word) ? word.size() + 1 : 0;
}

constexpr std::size_t kLongestArchWord = 8;

/// `-` or `_` stands where it may open an architecture at the end.
bool may_end_in_arch(std::string_view text) {
    const std::string_view end = text.substr(text.size() - std::min(text.size(), kLongestArchWord + 1));
    return std::any_of(end.begin(), end.end(), [](char c) { return c == '-' || c == '_'; });
}

}  // namespace

std::span<const PhaseWord> phase_words() {
    return kPhaseWords;
}

std::span<const PartWord> post_words() {
    return kPostWords;
}

std::span<const PartWord> dev_words() {
    return kDevWords;
}

bool is_post_or_dev(std::string_view token) {
    const std::string_view letters = token.substr(0, run_end(token, 0, is_letter));
    if (run_end(token, letters.size(), is_digit) != token.size()) return false;
    const auto same = [letters](const PartWord& part) {
        return is_word(letters, part.text);
    };
    return std::any_of(kPostWords.begin(), kPostWords.end(), same) ||
           std::any_of(kDevWords.begin(), kDevWords.end(), same);
}

std::size_t variant_word(std::string_view text) {
    const std::size_t letters = run_end(text, 0, is_letter);
    const std::size_t end = run_end(text, letters, [](char c) { return is_digit(c) || c == '.'; });
    const bool ends = end == text.size() || text[end] == '-' || text[end] == '_';
    return ends && is_listed(text.substr(0, letters)) ? end : 0;
}

bool is_commit(std::string_view text) {
    const bool sized = (text.size() >= 7 && text.size() <= 40) || text.size() == 64;
    return sized && std::all_of(text.begin(), text.end(), is_lower_hex) &&
           std::any_of(text.begin(), text.end(), is_digit) && std::any_of(text.begin(), text.end(), is_lower);
}

bool is_hash_token(std::string_view token) {
    if (token.starts_with('g')) return is_commit(token.substr(1));
    const bool beta_like = !token.empty() && token[0] >= 'a' && token[0] <= 'c' && is_number(token.substr(1));
    return !beta_like && is_commit(token);
}

bool is_variant(std::string_view text) {
    if (text.empty() || is_separator(text.front()) || is_separator(text.back())) return false;
    for (std::size_t i = 1; i < text.size(); ++i)
        if (is_separator(text[i]) && is_separator(text[i - 1])) return false;
    return true;
}

ArchCut arch_behind(std::string_view text) {
    if (!may_end_in_arch(text)) return {};
    const char last = to_lower(text.back());
    for (const auto& [name, arch] : kArchWords) {
        if (name.back() != last) continue;
        const std::size_t size = word_behind(text, name);
        if (size == 0) continue;
        return {arch, size + word_behind(text.substr(0, text.size() - size), "linux")};
    }
    return {};
}

ArchCut arch_before(std::string_view text) {
    const char first = to_lower(char_at(text, 0));
    if (is_digit(first) && first != '3') return {};
    for (const auto& [name, arch] : kArchWords)
        if (name.front() == first && has_word(text, 0, name) && char_at(text, name.size()) == '-')
            return {arch, name.size() + 1};
    return {};
}

}  // namespace lockstep
