// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/tag.hpp"

#include "lockstep/version/characters.hpp"
#include "lockstep/version/words.hpp"

#include "core.hpp"

#include <algorithm>
#include <array>

namespace lockstep {
namespace {

/// Bytes of a tag.
constexpr auto kLegal = [] {
    std::array<bool, 256> legal{};
    for (std::size_t byte = 0; byte < legal.size(); ++byte) {
        const char c = static_cast<char>(byte);
        legal[byte] = is_alnum(c) || is_separator(c);
    }
    return legal;
}();

/// OCI distribution-spec: `[A-Za-z0-9_][A-Za-z0-9._-]{0,127}`.
bool is_legal(std::string_view text) {
    if (text.empty() || text.size() > kMaxTagBytes || text[0] == '.' || text[0] == '-') return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return kLegal[static_cast<unsigned char>(c)]; });
}

/// Signatures and the like, named after the digest they belong to.
bool is_artifact(std::string_view text) {
    constexpr std::string_view kAlgorithm = "sha256-";
    constexpr std::size_t kEnd = kAlgorithm.size() + 64;
    if (!text.starts_with(kAlgorithm) || run_end(text, kAlgorithm.size(), is_lower_hex) != kEnd) return false;
    return text.size() == kEnd || text[kEnd] == '.';
}

bool is_hash(std::string_view text) {
    if (is_commit(text)) return true;
    for (const std::string_view word : {"sha", "git", "commit"}) {
        if (!text.starts_with(word)) continue;
        const std::size_t at = word.size() + (is_separator(char_at(text, word.size())) ? 1 : 0);
        const std::size_t size = text.size() - at;
        if (size >= 7 && size <= 64 && run_end(text, at, is_lower_hex) == text.size()) return true;
    }
    return false;
}

bool read_codename(std::string_view body, const Codenames& codenames, Tag& tag) {
    std::size_t longest = 0;
    for (const auto& [name, release] : codenames) {
        if (!body.starts_with(name) || name.size() <= longest) continue;
        const bool exact = name.size() == body.size();
        if (exact || (body[name.size()] == '-' && is_variant(body.substr(name.size() + 1)))) longest = name.size();
    }
    if (longest == 0) return false;
    tag.kind = Kind::Codename;
    tag.codename_at = piece(0, longest);
    if (longest < body.size()) tag.variant_at = piece(longest + 1, body.size());
    return true;
}

/// Words of letters, each with one separator behind it.
std::size_t prefix_end(std::string_view body, std::size_t at) {
    for (;;) {
        const std::size_t end = run_end(body, at, is_letter);
        if (end == at || !is_separator(char_at(body, end))) return at;
        at = end + 1;
    }
}

/// Five digits and more are a build number or a time stamp, never a version.
bool is_long_number(std::string_view core) {
    return run_end(core, 0, is_digit) >= 5 &&
           run_end(core, 0, [](char c) { return is_digit(c) || c == '.'; }) == core.size();
}

bool read_core(std::string_view body, std::size_t at, Tag& tag) {
    if (read_date(body, at, tag)) return true;
    if (is_long_number(body.substr(at))) {
        tag.kind = Kind::Number;
        return true;
    }
    if (tag.scheme == Scheme::Pep440) return read_pep440(body, at, tag);
    if (tag.scheme == Scheme::Semver) return read_semver(body, at, tag);
    return read_loose(body, at, tag);
}

bool read_prefixed(std::string_view body, std::size_t at, Tag& tag) {
    const std::size_t prefix = prefix_end(body, at);
    const bool v = to_lower(char_at(body, prefix)) == 'v';
    const std::size_t core = prefix + (v ? 1 : 0);
    if (!is_digit(char_at(body, core)) || !read_core(body, core, tag)) return false;
    tag.prefix_at = piece(at, prefix);
    tag.v = v;
    tag.head = tag.dated ? ReleaseHead::useless() : ReleaseHead(tag.release());
    return true;
}

bool read_behind_arch(std::string_view body, Tag& tag) {
    const ArchCut cut = arch_before(body);
    if (tag.arch != Arch::None || cut.arch == Arch::None || !read_prefixed(body, cut.size, tag)) return false;
    tag.arch = cut.arch;
    return true;
}

void append_numbers(std::string& out, const Tag& tag) {
    NumberReader numbers = tag.numbers();
    for (auto number = numbers.next(); number; number = numbers.next())
        out += (out.empty() ? "" : ".") + plain_number(*number);
}

}  // namespace

std::string_view word(Kind kind) {
    switch (kind) {
        case Kind::Invalid:
            return "invalid";
        case Kind::Artifact:
            return "artifact";
        case Kind::Codename:
            return "codename";
        case Kind::Hash:
            return "hash";
        case Kind::Date:
            return "date";
        case Kind::Number:
            return "number";
        case Kind::Version:
            return "version";
        case Kind::Floating:
            return "floating";
        case Kind::Name:
            return "name";
    }
    return "";
}

std::string_view word(ReleasePhase phase) {
    switch (phase) {
        case ReleasePhase::Numeric:
            return "num";
        case ReleasePhase::Nightly:
            return "nightly";
        case ReleasePhase::Alpha:
            return "a";
        case ReleasePhase::Beta:
            return "b";
        case ReleasePhase::Milestone:
            return "m";
        case ReleasePhase::Rc:
            return "rc";
        case ReleasePhase::None:
            return "";
    }
    return "";
}

std::string_view word(Arch arch) {
    switch (arch) {
        case Arch::None:
            return "";
        case Arch::Amd64:
            return "amd64";
        case Arch::Arm64:
            return "arm64";
        case Arch::Armv7:
            return "armv7";
        case Arch::Armv6:
            return "armv6";
        case Arch::Armv5:
            return "armv5";
        case Arch::I386:
            return "386";
        case Arch::Ppc64le:
            return "ppc64le";
        case Arch::S390x:
            return "s390x";
        case Arch::Riscv64:
            return "riscv64";
        case Arch::Mips64le:
            return "mips64le";
        case Arch::Loong64:
            return "loong64";
    }
    return "";
}

std::string_view Tag::number(std::size_t index) const {
    NumberReader reader = numbers();
    for (;; --index) {
        const auto number = reader.next();
        if (!number || index == 0) return number.value_or("");
    }
}

Tag parse_tag(std::string_view text, Scheme scheme, const Codenames& codenames) {
    Tag tag;
    tag.text = text;
    tag.scheme = scheme;
    tag.kind = Kind::Invalid;
    if (!is_legal(text)) return tag;
    tag.kind = Kind::Artifact;
    if (is_artifact(text)) return tag;
    const ArchCut cut = arch_behind(text);
    tag.arch = cut.arch;
    const std::string_view body = text.substr(0, text.size() - cut.size);
    if (read_codename(body, codenames, tag)) return tag;
    tag.kind = Kind::Hash;
    if (is_hash(text)) return tag;
    if (read_behind_arch(body, tag) || read_prefixed(body, 0, tag)) return tag;
    tag.kind = Kind::Name;
    return tag;
}

std::string normalised(const Tag& tag) {
    if (!tag.is_ordered()) return {};
    std::string out;
    append_numbers(out, tag);
    if (tag.scheme == Scheme::Semver) {
        if (tag.phase != ReleasePhase::None) out += "-" + std::string(tag.pre());
    } else if (tag.phase != ReleasePhase::None) {
        out += std::string(word(tag.phase)) + (tag.pre().empty() ? "0" : std::string(tag.pre()));
    }
    if (tag.has_post) out += ".post" + plain_number(tag.post());
    if (tag.has_dev) out += ".dev" + plain_number(tag.dev());
    if (tag.local_kind != LocalKind::None) out += "+" + std::string(tag.local());
    return out;
}

}  // namespace lockstep
