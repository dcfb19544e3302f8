// SPDX-License-Identifier: Apache-2.0
// Lines: each is a tag of one repository.
#include "lockstep/version/channel.hpp"
#include "lockstep/version/family.hpp"
#include "lockstep/version/order.hpp"
#include "lockstep/version/tag_book.hpp"

#include "fuzz.hpp"

#include <string>
#include <vector>

namespace lockstep {
namespace {

constexpr Scheme kSchemes[] = {Scheme::Auto, Scheme::Pep440, Scheme::Semver, Scheme::Calver, Scheme::Loose};
constexpr std::size_t kMost = 16;

void check_tag(const Tag& tag) {
    LOCKSTEP_CHECK(tag.text.size() <= kMaxTagBytes || tag.kind == Kind::Invalid);
    LOCKSTEP_CHECK(compare(tag, tag) == 0 && !comes_before(tag, tag));
    LOCKSTEP_CHECK(differs(tag, family_of(tag), VariantMatch::Exact).empty());
    LOCKSTEP_CHECK(normalised(tag).empty() != tag.is_ordered());
    LOCKSTEP_CHECK(accepts(Channel::Dev, channel_of(tag)));
}

void check_pair(const Tag& a, const Tag& b) {
    LOCKSTEP_CHECK(a.text == b.text || comes_before(a, b) != comes_before(b, a));
    LOCKSTEP_CHECK(compare(a, b) == 0 <=> compare(b, a));
}

void check_repository(const std::vector<std::string>& tags, Scheme scheme) {
    const Codenames codenames{{"uluru", "5"}, {"banon", "2.9"}};
    const TagBook repository(tags, scheme, codenames);
    for (const Tag& a : repository.tags()) {
        check_tag(a);
        LOCKSTEP_CHECK(repository.read(a.text).kind == a.kind);
        for (const Tag& b : repository.tags()) check_pair(a, b);
    }
}

}  // namespace
}  // namespace lockstep

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = lockstep::text_of(data, size);
    std::vector<std::string> tags;
    while (!text.empty() && tags.size() < lockstep::kMost) tags.emplace_back(lockstep::take_until(text, '\n'));
    for (const lockstep::Scheme scheme : lockstep::kSchemes) lockstep::check_repository(tags, scheme);
    return 0;
}
