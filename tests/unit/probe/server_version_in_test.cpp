// SPDX-License-Identifier: Apache-2.0
#include "lockstep/probe/server_version.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace lockstep {
namespace {

using testing::HasSubstr;

struct Case {
    std::string body;
    Product product;
    std::string version;  ///< empty: refused
};

TEST(ServerVersionIn, reads_each_product_by_its_own_rules) {
    const std::string backend = R"({"version":"v8.20240315","manager":"24.03.0"})";
    const Case cases[] = {
        {R"({"version": "4.1.0"})", Product::Vantage6, "4.1.0"},
        {R"({"version": "5.0.0rc2"})", Product::Vantage6, "5.0.0rc2"},
        {backend, Product::BackendAi, "24.03.0"},
        {backend, Product::Auto, "24.03.0"},
        {R"({"version":"v8.20240315"})", Product::Auto, ""},
        {R"({"version": 4.1})", Product::Vantage6, ""},
        {R"(["4.1.0"])", Product::Vantage6, ""},
        {"<html>502</html>", Product::Vantage6, ""},
        {R"({"msg": "ok"})", Product::Vantage6, ""},
        {R"({"version": "latest"})", Product::Vantage6, ""},
        {R"({"version": " 4.1.0\n"})", Product::Vantage6, "4.1.0"},
        {R"({"version": "4.1.0", "manager": 5})", Product::Auto, ""},
        {R"({"version": "4.1.0", "manager": null})", Product::Auto, ""},
        {R"({"version": "4.1.0"})", Product::BackendAi, ""},
        {R"({"version": "4.1.0"})", Product::Auto, "4.1.0"},
        {R"({"version": "1!4.1.0"})", Product::Vantage6, ""},
        {R"({"version": "4"})", Product::Vantage6, ""},
        {R"({"version": "4.1.0-alpine"})", Product::Vantage6, ""},
        {R"({"version": ""})", Product::Vantage6, ""},
        {R"({"version": "4.1.0", "version": "4.2.0"})", Product::Vantage6, ""},
        {R"({"version": "4.1.0"} trailing)", Product::Vantage6, ""},
        {"", Product::Vantage6, ""},
        {"null", Product::Auto, ""},
    };
    for (const Case& expected : cases) {
        const auto version = server_version_in(expected.body, expected.product);
        if (expected.version.empty()) {
            ASSERT_FALSE(version) << expected.body;
            EXPECT_EQ(version.error().code, "server-version-invalid") << expected.body;
            EXPECT_EQ(version.error().kind, ErrorKind::Malformed) << expected.body;
        } else {
            ASSERT_TRUE(version) << version.error().text();
            EXPECT_EQ(*version, expected.version);
        }
    }
}

TEST(ServerVersionIn, follows_a_pointer_instead_of_the_product) {
    const std::string body = R"({"version":"4.1.0","data":{"release/name":["3.2.1"]}})";
    EXPECT_EQ(server_version_in(body, Product::Vantage6, "/data/release~1name/0").value_or(""), "3.2.1");
    for (const auto* pointer : {"/absent", "/data", "data", "/data~2", "/version/0", "/~"}) {
        const auto version = server_version_in(body, Product::Vantage6, pointer);
        ASSERT_FALSE(version) << pointer;
        EXPECT_EQ(version.error().code, "server-version-invalid");
    }
}

TEST(ServerVersionIn, says_what_was_wrong_without_control_characters) {
    const auto version = server_version_in("{\"version\": \"\\u001b[31m\xE2\x80\xAE\"}", Product::Vantage6);
    ASSERT_FALSE(version);
    EXPECT_THAT(version.error().text(), Not(HasSubstr("\x1b")));
    EXPECT_THAT(server_version_in("<html>", Product::Auto).error().message, HasSubstr("web page"));
}

RC_GTEST_PROP(ServerVersionInLaws, any_bytes_are_taken_or_refused_and_never_more, (const std::string& bytes)) {
    const auto version = server_version_in(bytes, Product::Auto);
    if (!version) RC_ASSERT(version.error().code == "server-version-invalid");
}

}  // namespace
}  // namespace lockstep
