// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/tag.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

TEST(CoreDate, SerialHashAndVariant) {
    EXPECT_EQ(parse_tag("20240101.2").count, 4);
    EXPECT_EQ(parse_tag("2024-01-15-alpine").variant(), "alpine");
    EXPECT_EQ(parse_tag("20240101.fips").variant(), "fips");
    EXPECT_EQ(parse_tag("20240101-7e10f3a").local(), "7e10f3a");
    EXPECT_EQ(parse_tag("RELEASE.2021-09-09T21-37-07Z").count, 6);
}

TEST(CoreDate, IsAVersionInCalver) {
    EXPECT_EQ(parse_tag("2024-01-15", Scheme::Calver).kind, Kind::Version);
    EXPECT_TRUE(parse_tag("2024-01-15", Scheme::Calver).dated);
    EXPECT_EQ(parse_tag("2024-01-15", Scheme::Semver).kind, Kind::Date);
}

}  // namespace
}  // namespace lockstep
