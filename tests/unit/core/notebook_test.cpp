// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/notebook.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace lockstep {
namespace {

using namespace std::chrono_literals;

constexpr WallTime kNoon{1'000'000ms};

TEST(Notebook, RecallsWhatAnEarlierRunKnew) {
    const Notebook book({{"host", "page-size", "100", kNoon}});
    ASSERT_TRUE(book.recall("host", "page-size"));
    EXPECT_EQ(book.recall("host", "page-size")->value, "100");
    EXPECT_EQ(book.recall("host", "page-size")->at, kNoon);
    EXPECT_FALSE(book.recall("host", "other"));
    EXPECT_FALSE(book.recall("other", "page-size"));
}

TEST(Notebook, TellsEachChangeOnce) {
    Notebook book({{"host", "old", "1", kNoon}});
    book.keep("host", "new", "1", kNoon);
    book.keep("host", "new", "2", kNoon + 1ms);
    const auto changes = book.take_changes();
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].value, "2");
    EXPECT_EQ(changes[0].at, kNoon + 1ms);
    EXPECT_TRUE(book.take_changes().empty());
}

TEST(Notebook, ForgettingIsAChange) {
    Notebook book({{"host", "realm", "https://auth.example/token", kNoon}});
    book.keep("host", "realm", "", kNoon);
    EXPECT_FALSE(book.recall("host", "realm"));
    const auto changes = book.take_changes();
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].value, "");
    EXPECT_FALSE(book.recall("host", "realm"));
}

TEST(Notebook, SubjectAndKeyDoNotRunTogether) {
    Notebook book;
    book.keep("a", "bc", "1", kNoon);
    EXPECT_FALSE(book.recall("ab", "c"));
}

TEST(Notebook, ManyThreadsMayWrite) {
    Notebook book;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&book, t] {
                for (int i = 0; i < 200; ++i) {
                    book.keep("host " + std::to_string(t), std::to_string(i), "x", kNoon);
                    static_cast<void>(book.recall("host 0", std::to_string(i)));
                }
            });
        }
    }
    EXPECT_EQ(book.take_changes().size(), 800U);
}

}  // namespace
}  // namespace lockstep
