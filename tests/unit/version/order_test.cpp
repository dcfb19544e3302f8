// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/order.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

bool less(std::string_view a, std::string_view b, Scheme scheme = Scheme::Auto) {
    return compare(parse_tag(a, scheme), parse_tag(b, scheme)) < 0;
}
bool equal(std::string_view a, std::string_view b, Scheme scheme = Scheme::Auto) {
    return compare(parse_tag(a, scheme), parse_tag(b, scheme)) == 0;
}

TEST(Order, EveryStep) {
    EXPECT_TRUE(less("1.0.dev1", "1.0-nightly.1"));
    EXPECT_TRUE(less("1.0-nightly.1", "1.0a1"));
    EXPECT_TRUE(less("1.0b9", "1.0m1"));
    EXPECT_TRUE(less("1.0a1.dev1", "1.0a1"));
    EXPECT_TRUE(less("1.0", "1.0.post0"));
    EXPECT_TRUE(less("1.0-alpha.1", "1.0-alpha.beta"));
    EXPECT_TRUE(equal("1.0-alpha", "1.0-alpha.0"));
    EXPECT_TRUE(equal("1.0", "1.0-7e10f3a"));
}

TEST(Order, LocalPartsOfPep440) {
    EXPECT_TRUE(less("1.0", "1.0_abc", Scheme::Pep440));
    EXPECT_TRUE(less("1.0_abc", "1.0_1", Scheme::Pep440));
    EXPECT_TRUE(less("1.0_1", "1.0_1.1", Scheme::Pep440));
    EXPECT_TRUE(equal("1.0_ABC.1", "1.0_abc-1", Scheme::Pep440));
}

TEST(Order, TotalOrderPrefersFewerNumbers) {
    EXPECT_TRUE(comes_before(parse_tag("1.2"), parse_tag("1.2.0")));
    EXPECT_TRUE(comes_before(parse_tag("latest"), parse_tag("1.2")));
}

TEST(Order, Lines) {
    EXPECT_TRUE(begins_with(parse_tag("4"), parse_tag("4.0")));
    EXPECT_TRUE(begins_with(parse_tag("24.03.9"), parse_tag("24.3")));
    EXPECT_FALSE(begins_with(parse_tag("4.10"), parse_tag("4.1")));
    EXPECT_TRUE(same_but_post(parse_tag("1.0.post2"), parse_tag("1.0.0")));
    EXPECT_FALSE(same_but_post(parse_tag("1.0rc1"), parse_tag("1.0")));
}

}  // namespace
}  // namespace lockstep
