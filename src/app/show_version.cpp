// SPDX-License-Identifier: Apache-2.0
#include "app/show_version.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/version/channel.hpp"
#include "lockstep/version/policy_words.hpp"

namespace lockstep {
namespace {

Json text_or_null(std::string_view text) {
    return text.empty() ? Json() : Json(text);
}

/// What a kind of tag means, for people.
std::string_view described(Kind kind) {
    switch (kind) {
        case Kind::Invalid:
            return "no tag at all: letters, digits, '.', '_' and '-', at most 128, not beginning with '.' or '-'";
        case Kind::Artifact:
            return "a signature or another artifact of an image";
        case Kind::Codename:
            return "a codename";
        case Kind::Hash:
            return "a hash";
        case Kind::Date:
            return "a date; scheme calver reads dates as versions";
        case Kind::Number:
            return "a long number, such as a build or a time";
        case Kind::Version:
        case Kind::Floating:
            return "a version";
        case Kind::Name:
            return "a name";
    }
    return "";
}

}  // namespace

Json json_of(const Tag& tag) {
    const bool ordered = tag.is_ordered();
    return {{"tag", tag.text},
            {"kind", word(tag.kind)},
            {"version", text_or_null(normalised(tag))},
            {"channel", ordered ? Json(word(channel_of(tag))) : Json()},
            {"prefix", text_or_null(tag.prefix())},
            {"v", ordered ? Json(tag.v) : Json()},
            {"release", text_or_null(tag.release())},
            {"phase", text_or_null(word(tag.phase))},
            {"pre", tag.phase == ReleasePhase::None ? Json() : Json(tag.pre())},
            {"post", tag.has_post ? Json(tag.post()) : Json()},
            {"dev", tag.has_dev ? Json(tag.dev()) : Json()},
            {"local", text_or_null(tag.local())},
            {"variant", text_or_null(tag.variant())},
            {"arch", text_or_null(word(tag.arch))},
            {"codename", text_or_null(tag.codename())}};
}

Error not_a_version(const Tag& tag) {
    return {ErrorKind::Refused, "not-a-version",
            format("'{}' is no version: it is {}", escaped(tag.text, 128), described(tag.kind)),
            tag.kind == Kind::Name ? "another --scheme may read it" : ""};
}

}  // namespace lockstep
