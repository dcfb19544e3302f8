// SPDX-License-Identifier: Apache-2.0
#include "current.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/version/characters.hpp"
#include "lockstep/version/order.hpp"
#include "lockstep/version/server_version.hpp"

#include "verdicts.hpp"

namespace lockstep {
namespace {

bool is_alias(const Tag& tag) {
    return tag.kind == Kind::Floating || tag.kind == Kind::Codename;
}

bool names(std::string_view tag, std::string_view variant) {
    if (variant.empty() || !tag.ends_with(variant)) return false;
    return tag.size() == variant.size() || is_separator(tag[tag.size() - variant.size() - 1]);
}

/// Prefix, variant and architecture are the running tag's own; the form of the version is the resolved one's.
Family family_of(const Tag& tag, const Tag& version) {
    Family family = family_of(version);
    const bool says_nothing = tag.kind == Kind::Name || tag.kind == Kind::Hash;
    if (!says_nothing) family.prefix = tag.prefix();
    family.arch = tag.arch;
    const std::string_view body = tag.text.substr(0, tag.text.size());
    // `latest-alpine` has no grammar; where it resolves to an alpine image, it means that variant.
    family.variant = says_nothing && names(body, version.variant()) ? version.variant() : tag.variant();
    return family;
}

Family unresolved_family(const Tag& tag, const Tag& pin) {
    Family family = family_of(tag);
    family.year_led = is_year_led(pin);
    return family;
}

Verdict unresolved(const Tag& tag) {
    if (is_alias(tag))
        return refuse("current-unresolved",
                      format("which version \"{}\" stands for is unknown: no version tag has its digest; run a version "
                             "tag, or follow the tag by its digest",
                             escaped(tag.text)));
    return refuse(
        "current-not-a-version",
        format("the running tag \"{}\" is no version ({}), so there is nothing to compare with; run a version tag",
               escaped(tag.text), word(tag.kind)));
}

Verdict mismatch(const Tag& tag, const Tag& version, const Tag& pin) {
    return refuse(mismatch_word(tag),
                  format("\"{}\" stands for {}, but the running image says it is {}; check which image runs",
                         escaped(tag.text), pin.release(), escaped(version.text)));
}

}  // namespace

std::string mismatch_word(const Tag& tag) {
    return tag.kind == Kind::Codename ? "codename-mismatch" : "floating-mismatch";
}

std::optional<Tag> pin_of(const Tag& tag, const Codenames& codenames) {
    if (tag.kind == Kind::Floating) return tag;
    if (tag.kind != Kind::Codename) return std::nullopt;
    const auto found = codenames.find(tag.codename());
    if (found == codenames.end()) return std::nullopt;
    const Tag pin = parse_tag(found->second, Scheme::Loose);
    return pin.is_version() ? std::optional(pin) : std::nullopt;
}

std::optional<Current> read_current(const TagBook& repository, std::string_view tag,
                                    const std::optional<std::string>& resolved, bool line_suffices, Verdict& refusal) {
    Current current{repository.read(tag), {}, {}, {}};
    if (current.tag.is_version()) {
        current.version = current.tag;
        current.family = family_of(current.tag);
        return current;
    }
    refusal = unresolved(current.tag);
    if (current.tag.kind == Kind::Invalid || current.tag.kind == Kind::Artifact) return std::nullopt;
    current.pin = pin_of(current.tag, repository.codenames());
    const Tag version = repository.read(resolved ? without_build(*resolved) : std::string_view());
    if (!version.is_version()) {
        if (!current.pin || !line_suffices) return std::nullopt;
        current.family = unresolved_family(current.tag, *current.pin);
        return current;
    }
    current.version = version;
    current.family = family_of(current.tag, version);
    if (!current.pin || begins_with(version, *current.pin)) return current;
    refusal = mismatch(current.tag, version, *current.pin);
    return std::nullopt;
}

}  // namespace lockstep
