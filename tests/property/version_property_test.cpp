// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/order.hpp"
#include "lockstep/version/tag_shelf.hpp"

#include "support/memory/counted_memory.hpp"
#include "version_gen.hpp"

#include <algorithm>

namespace lockstep {
namespace {

RC_GTEST_PROP(Order, IsTotalAndTransitive, ()) {
    const Scheme scheme = *scheme_gen();
    const std::string texts[] = {*tag_gen(), *tag_gen(), *tag_gen()};
    const Tag a = parse_tag(texts[0], scheme);
    const Tag b = parse_tag(texts[1], scheme);
    const Tag c = parse_tag(texts[2], scheme);
    RC_ASSERT(!comes_before(a, a));
    RC_ASSERT(texts[0] == texts[1] || comes_before(a, b) != comes_before(b, a));
    if (comes_before(a, b) && comes_before(b, c)) RC_ASSERT(comes_before(a, c));
    if (a.is_ordered() && b.is_ordered() && c.is_ordered() && compare(a, b) == 0)
        RC_ASSERT((compare(a, c) == compare(b, c)));
}

RC_GTEST_PROP(Order, IsOneOrderForAnyOrderOfTheList, ()) {
    const Scheme scheme = *scheme_gen();
    auto texts = *rc::gen::container<std::vector<std::string>>(tag_gen());
    const auto sorted = [scheme](const std::vector<std::string>& from) {
        std::vector<Tag> tags;
        for (const std::string& text : from) tags.push_back(parse_tag(text, scheme));
        std::sort(tags.begin(), tags.end(), comes_before);
        std::vector<std::string> names;
        for (const Tag& tag : tags) names.emplace_back(tag.text);
        return names;
    };
    const auto first = sorted(texts);
    std::reverse(texts.begin(), texts.end());
    RC_ASSERT(sorted(texts) == first);
}

RC_GTEST_PROP(Parse, AllocatesNothing, ()) {
    const std::string bytes = *rc::gen::oneOf(tag_gen(), rc::gen::arbitrary<std::string>());
    const Scheme scheme = *scheme_gen();
    const Codenames codenames{{"uluru", "5"}};
    RC_ASSERT(memory_of([&] { (void)parse_tag(bytes, scheme, codenames); }).calls == 0U);
}

RC_GTEST_PROP(Repository, NeedsMemoryInProportion, ()) {
    const auto tags = *rc::gen::container<std::vector<std::string>>(tag_gen());
    const Codenames codenames;
    const auto needed = memory_of([&] { const TagBook repository(tags, Scheme::Auto, codenames); }).peak;
    RC_ASSERT(needed < 150 * (tags.size() + 4));
}

// A shelf reads once for all running tags, except for those that are evidence themselves: nobody must see a difference.
RC_GTEST_PROP(Repository, ReadsAlikeFromTheShelf, ()) {
    const auto tag = rc::gen::oneOf(close_tag_gen(), rc::gen::element<std::string>("1", "1.2", "2.0-rc", "4.1.0.2"));
    const auto tags = *rc::gen::container<std::vector<std::string>>(tag);
    const std::string running = *tag;
    const Scheme scheme = *scheme_gen();
    const Codenames codenames;
    const TagBook own(tags, scheme, codenames, running);
    const auto shared = TagShelf(tags).read(scheme, codenames, running);
    RC_ASSERT(own.speaks_semver() == shared->speaks_semver());
    for (std::size_t i = 0; i < tags.size(); ++i) {
        RC_ASSERT(own.tags()[i].kind == shared->tags()[i].kind);
        RC_ASSERT(normalised(own.tags()[i]) == normalised(shared->tags()[i]));
    }
    RC_ASSERT(own.read(running).kind == shared->read(running).kind);
}

RC_GTEST_PROP(Parse, TakesAnyBytes, (const std::string& bytes)) {
    const Tag tag = parse_tag(bytes, *scheme_gen(), {{"uluru", "5"}});
    RC_ASSERT(bytes.size() <= kMaxTagBytes || tag.kind == Kind::Invalid);
}

}  // namespace
}  // namespace lockstep
