// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/text.hpp"

#include "lockstep/core/secret.hpp"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace lockstep {
namespace {

TEST(Escaped, LeavesOrdinaryTextAlone) {
    EXPECT_EQ(escaped("Zürich 4.1.0-rc1"), "Zürich 4.1.0-rc1");
}

TEST(Escaped, MakesControlsLineBreaksAndBidiVisible) {
    EXPECT_EQ(escaped("a\x1b[31m\nb\x7f"), "a\\x1b[31m\\x0ab\\x7f");
    EXPECT_EQ(escaped("\u202egpj"), "\\u{202e}gpj");
    EXPECT_EQ(escaped("\xff\xc0\x80"), "\\xff\\xc0\\x80");
}

TEST(Escaped, CutsAtTheLimitWithoutSplittingACharacter) {
    EXPECT_EQ(escaped("abcdef", 3), "abc…");
    EXPECT_EQ(escaped("aüb", 2), "a…");
}

TEST(Split, KeepsEmptyParts) {
    EXPECT_EQ(split("a,,b", ',').size(), 3U);
    EXPECT_EQ(split("", ',').size(), 1U);
}

TEST(Trimmed, DropsBlanksAtBothEnds) {
    EXPECT_EQ(trimmed(" \t4.1\n"), "4.1");
    EXPECT_EQ(trimmed("   "), "");
}

TEST(Secret, CannotBePrintedAndMovesOut) {
    static_assert(!std::is_convertible_v<Secret, std::string>);
    Secret first{"hunter2"};
    const Secret second = std::move(first);
    EXPECT_EQ(second.reveal(), "hunter2");
}

}  // namespace
}  // namespace lockstep
