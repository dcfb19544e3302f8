// SPDX-License-Identifier: Apache-2.0
#include "registry/link.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lockstep {
namespace {

const std::string kBase = "https://h.example:5000/v2/a/tags/list?n=2";

std::string next(const std::string& line) {
    const auto found = next_link({line}, kBase);
    return found ? found->value_or("none") : found.error().code;
}

TEST(NextLink, follows_all_forms_of_targets) {
    EXPECT_EQ(next("</v2/a/tags/list?last=x&n=2>; rel=\"next\""), "https://h.example:5000/v2/a/tags/list?last=x&n=2");
    EXPECT_EQ(next("<?last=x>; rel=next"), "https://h.example:5000/v2/a/tags/list?last=x");
    EXPECT_EQ(next("<list?last=x>;rel=next"), "https://h.example:5000/v2/a/tags/list?last=x");
    EXPECT_EQ(next("<https://H.example:5000/x>; rel=next"), "https://H.example:5000/x");
    EXPECT_EQ(next("<//h.example:5000/x>; rel=next"), "https://h.example:5000/x");
}

TEST(NextLink, finds_next_among_several_links) {
    EXPECT_EQ(next("</first>; rel=first, </n>; title=\"a, b; rel=x\"; rel=\"prefetch NEXT\""),
              "https://h.example:5000/n");
    EXPECT_EQ(next("</first>; rel=first"), "none");
    EXPECT_EQ(next("</x>"), "none");
    EXPECT_EQ(next("</x>; rel=prev; rel=next"), "none");
    EXPECT_EQ(next_link({"</p>; rel=prev", "</n>; rel=next"}, kBase)->value_or(""), "https://h.example:5000/n");
    EXPECT_EQ(next_link({}, kBase)->value_or("none"), "none");
}

TEST(NextLink, refuses_other_servers_and_broken_lines) {
    for (const auto* line :
         {"<https://other.example/x>; rel=next", "<http://h.example:5000/x>; rel=next",
          "<https://h.example/x>; rel=next", "<https://h.example:5000@evil.example/>; rel=next",
          "<//evil.example/x>; rel=next", "<ftp://h.example:5000/x>; rel=next", "<>; rel=next", "</x; rel=next",
          "x; rel=next", "<javascript:x>; rel=next", "<https://h.example:5000\\@evil/>; rel=next"})
        EXPECT_EQ(next(line), "link-invalid") << line;
}

TEST(Origin, writes_the_default_port_out) {
    EXPECT_EQ(origin_of("https://H.example/x"), "https://h.example:443");
    EXPECT_EQ(origin_of("http://h.example?x"), "http://h.example:80");
    EXPECT_EQ(origin_of("http://[::1]:5000/x"), "http://[::1]:5000");
    EXPECT_EQ(origin_of("http://[::1]/x"), "http://[::1]:80");
    EXPECT_EQ(origin_of("javascript:alert(1)"), "");
    EXPECT_EQ(origin_of("https://"), "");
}

RC_GTEST_PROP(NextLinkLaws, whatever_the_line_the_target_stays_on_the_same_server, (const std::string& noise)) {
    for (const std::string& line : {noise, "<" + noise + ">; rel=next", "</x" + noise + ">; rel=next"}) {
        const auto found = next_link({line}, kBase);
        if (found && found->has_value()) RC_ASSERT(origin_of(**found) == origin_of(kBase));
    }
}

}  // namespace
}  // namespace lockstep
