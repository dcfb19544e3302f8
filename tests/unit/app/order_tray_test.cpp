// SPDX-License-Identifier: Apache-2.0
#include "app/order_tray.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace lockstep {
namespace {

namespace fs = std::filesystem;

/// A state directory where somebody leaves orders and somebody takes them.
class Tray : public testing::Test {
  protected:
    void put(const std::string& name, const std::string& text, int mode = 0600) {
        fs::create_directories(tray.folder());
        std::ofstream(tray.folder() + "/" + name) << text;
        fs::permissions(tray.folder() + "/" + name, fs::perms(mode));
    }
    bool has(const std::string& name) { return fs::exists(tray.folder() + "/" + name); }

    TemporaryDirectory directory;
    OrderTray tray{directory / "."};
    const Order hold{.kind = OrderKind::Hold,
                     .container = "node",
                     .reason = "two \"words\"",
                     .until = WallTime(std::chrono::milliseconds(1'767'225'600'000))};
};

TEST_F(Tray, AnOrderIsTakenOnceAndItsAnswerReadOnce) {
    const auto id = tray.leave(hold).value();
    EXPECT_FALSE(tray.collect(id).value()) << "nobody has come to it yet";
    const auto taken = tray.take();
    ASSERT_TRUE(taken && taken->order);
    EXPECT_EQ(taken->id, id);
    EXPECT_EQ(taken->order->container, "node");
    EXPECT_EQ(taken->order->reason, hold.reason);
    EXPECT_EQ(taken->order->until, hold.until);
    EXPECT_FALSE(tray.withdraw(id).value()) << "it was begun";
    EXPECT_FALSE(tray.collect(id).value());
    ASSERT_TRUE(tray.answer(id, {.code = ExitCode::Updated, .text = "done\n", .told = "", .json = "{}\n"}));
    const auto answer = tray.collect(id).value();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->code, ExitCode::Updated);
    EXPECT_EQ(answer->text, "done\n");
    EXPECT_TRUE(fs::is_empty(tray.folder()));
    EXPECT_EQ(tray.collect(id).error().code, "order-lost") << "there is nobody left to answer";
}

TEST_F(Tray, OrdersAreTakenInTheirOrderAndCanBeTakenBack) {
    const auto first = tray.leave(hold).value();
    put("9999999999999-0.order", file_text(hold));
    EXPECT_TRUE(tray.withdraw(first).value());
    EXPECT_EQ(tray.take()->id, "9999999999999-0");
    const auto again = tray.take();
    EXPECT_EQ(again->order.error().code, "order-interrupted") << "who took it has ended without a word";
    ASSERT_TRUE(tray.answer(again->id, {}));
    EXPECT_FALSE(tray.take());
}

TEST_F(Tray, NobodyElsesWordIsAnOrder) {
    put("1.order", file_text(hold), 0622);
    put("elsewhere", file_text(hold));
    fs::create_symlink(tray.folder() + "/elsewhere", tray.folder() + "/2.order");
    put("3.order", std::string(kLongestOrder + 1, ' '));
    const char* codes[] = {"journal-rights", "journal-io", "input-too-large"};
    for (const std::string number : {"1", "2", "3"}) {
        const auto taken = tray.take();
        ASSERT_TRUE(taken);
        EXPECT_EQ(taken->id, number);
        EXPECT_EQ(taken->order.error().code, codes[std::stoi(number) - 1]);
        EXPECT_TRUE(fs::exists(fs::symlink_status(tray.folder() + "/" + number + ".bad")));
        ASSERT_TRUE(tray.answer(taken->id, {}));
    }
    EXPECT_FALSE(tray.take());
    EXPECT_TRUE(has("elsewhere"));
}

TEST(OrderFile, OnlyExactlyAnOrderIsOne) {
    const std::string good = R"({"container":"a","order":"retry","reason":"","to":"","until_ms":null})";
    EXPECT_EQ(order_in(good).value().kind, OrderKind::Retry);
    for (const char* bad : {
             R"({"container":"a","order":"retry","reason":"","to":""})",
             R"({"container":"a","order":"retry","reason":"","to":"","until_ms":null,"more":1})",
             R"({"container":"a","order":"destroy","reason":"","to":"","until_ms":null})",
             R"({"container":"","order":"retry","reason":"","to":"","until_ms":null})",
             R"({"container":7,"order":"retry","reason":"","to":"","until_ms":null})",
             R"({"container":"a","order":"hold","reason":"","to":"","until_ms":"soon"})",
             R"({"container":"a","order":"hold","reason":"","to":"","until_ms":-1})",
             R"({"container":"a","order":"hold","reason":"","to":"","until_ms":999999999999999})",
             R"({"container":"a","container":"b","order":"retry","reason":"","to":"","until_ms":null})",
             "[]",
             "",
             "hold a",
         }) {
        EXPECT_FALSE(order_in(bad)) << bad;
    }
    const std::string name(1001, 'a');
    EXPECT_FALSE(order_in(R"({"container":")" + name + R"(","order":"retry","reason":"","to":"","until_ms":null})"));
}

}  // namespace
}  // namespace lockstep
