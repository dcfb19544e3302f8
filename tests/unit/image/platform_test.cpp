// SPDX-License-Identifier: Apache-2.0
#include "lockstep/image/platform.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

TEST(Platform, normalises_the_spellings_in_use) {
    EXPECT_EQ(normalised("linux", "x86_64", "").text(), "linux/amd64");
    EXPECT_EQ(normalised("Linux", "AMD64", "v1").text(), "linux/amd64");
    EXPECT_EQ(normalised("linux", "amd64", "v3").text(), "linux/amd64/v3");
    EXPECT_EQ(normalised("linux", "aarch64", "").text(), "linux/arm64");
    EXPECT_EQ(normalised("linux", "arm64", "v8").text(), "linux/arm64");
    EXPECT_EQ(normalised("linux", "arm64", "v9.0").text(), "linux/arm64/v9");
    EXPECT_EQ(normalised("linux", "armhf", "").text(), "linux/arm/v7");
    EXPECT_EQ(normalised("linux", "armel", "").text(), "linux/arm/v6");
    EXPECT_EQ(normalised("linux", "arm", "").text(), "linux/arm/v7");
    EXPECT_EQ(normalised("linux", "arm", "6").text(), "linux/arm/v6");
    EXPECT_EQ(normalised("linux", "i686", "").text(), "linux/386");
    EXPECT_EQ(normalised("linux", "s390x", "").text(), "linux/s390x");
}

int between(std::string_view wanted_cpu, std::string_view wanted_variant, std::string_view offered_cpu,
            std::string_view offered_variant) {
    return distance(normalised("linux", wanted_cpu, wanted_variant), normalised("linux", offered_cpu, offered_variant));
}

TEST(Platform, an_exact_match_has_no_distance) {
    EXPECT_EQ(between("amd64", "", "x86_64", "v1"), 0);
    EXPECT_EQ(between("arm", "v7", "arm", ""), 0);
    EXPECT_EQ(between("riscv64", "", "riscv64", ""), 0);
}

TEST(Platform, a_lesser_variant_serves_and_a_nearer_one_serves_better) {
    EXPECT_GT(between("arm", "v7", "arm", "v6"), 0);
    EXPECT_GT(between("arm", "v7", "arm", "v5"), between("arm", "v7", "arm", "v6"));
    EXPECT_GT(between("arm", "v8", "arm", "v7"), 0);
    EXPECT_GT(between("arm64", "v9.2", "arm64", "v8"), between("arm64", "v9.2", "arm64", "v9"));
    EXPECT_GT(between("amd64", "v3", "amd64", ""), between("amd64", "v3", "amd64", "v2"));
}

TEST(Platform, nothing_else_serves) {
    EXPECT_LT(between("arm", "v6", "arm", "v7"), 0);
    EXPECT_LT(between("amd64", "", "amd64", "v2"), 0);
    EXPECT_LT(between("arm64", "", "arm", "v7"), 0) << "an updater keeps the architecture that runs";
    EXPECT_LT(between("amd64", "", "386", ""), 0);
    EXPECT_LT(between("amd64", "", "amd64", "strange"), 0);
    EXPECT_LT(between("ppc64le", "power9", "ppc64le", "power8"), 0);
    EXPECT_LT(distance(normalised("linux", "amd64", ""), normalised("windows", "amd64", "")), 0);
}

}  // namespace
}  // namespace lockstep
