// SPDX-License-Identifier: Apache-2.0
#include "lockstep/config/node_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kPlace = "/mnt/config/demo.yaml";

struct Address {
    const char* yaml;
    const char* expected;
};

class NodeFile : public testing::TestWithParam<Address> {};

TEST_P(NodeFile, names_the_version_address_as_the_node_would_put_it_together) {
    const auto address = version_address_in(GetParam().yaml, kPlace);
    ASSERT_TRUE(address) << address.error().text();
    EXPECT_EQ(*address, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Addresses, NodeFile,
    testing::Values(
        Address{"api_key: k\nserver_url: https://cotopaxi.vantage6.ai\nport: 443\napi_path: ''\n",
                "https://cotopaxi.vantage6.ai:443/version"},
        Address{"server_url: https://v6.example\nport: 443\napi_path: /api\n", "https://v6.example:443/api/version"},
        Address{"server_url: http://172.17.0.1\nport: '5000'\napi_path: /api\n", "http://172.17.0.1:5000/api/version"},
        Address{"server_url: https://v6.example/\nport: null\napi_path: /api/\n", "https://v6.example/api/version"},
        Address{"server_url: https://v6.example\napi_path: api\n", "https://v6.example/api/version"},
        Address{"server_url: https://v6.example\nport:\n", "https://v6.example/version"},
        Address{"application:\n  server_url: https://v3.example\n  port: 5000\n  api_path: /api\n",
                "https://v3.example:5000/api/version"},
        // What the node's own reader takes, this one takes too: several lines, tags, anchors, keys that are there
        // twice.
        Address{
            "algorithm_env:\n  key: |\n    one\n    two\nserver_url: https://v6.example\nx: &a {b: !!str 1}\ny: *a\n",
            "https://v6.example/version"},
        Address{"server_url: https://old.example\nserver_url: https://new.example\n", "https://new.example/version"}));

TEST(NodeFileEnvironment, is_looked_up_below_environments) {
    const std::string yaml =
        "application: {}\nenvironments:\n  test: {server_url: 'https://t.example'}\n  prod: {server_url: "
        "'https://p.example'}\n";
    EXPECT_EQ(version_address_in(yaml, kPlace, "prod").value(), "https://p.example/version");
    const auto none = version_address_in(yaml, kPlace, "dev");
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error().message, HasSubstr("has no server_url for its environment 'dev'"));
}

struct Unusable {
    std::string yaml;
    const char* what;
};

class BadNodeFile : public testing::TestWithParam<Unusable> {};

TEST_P(BadNodeFile, is_refused_with_place_and_remedy_and_nothing_of_its_content) {
    const auto address = version_address_in(GetParam().yaml, kPlace);
    ASSERT_FALSE(address);
    EXPECT_EQ(address.error().code, "node-config-invalid");
    EXPECT_THAT(address.error().message, HasSubstr("the node's own configuration /mnt/config/demo.yaml"));
    EXPECT_THAT(address.error().message, HasSubstr(GetParam().what));
    EXPECT_THAT(address.error().remedy, HasSubstr("LOCKSTEP_SERVER_URL"));
    EXPECT_THAT(address.error().text(), Not(HasSubstr("s3cr3t")));
}

INSTANTIATE_TEST_SUITE_P(
    Files, BadNodeFile,
    testing::Values(Unusable{"", "has no server_url"}, Unusable{"api_key: s3cr3t\n", "has no server_url"},
                    Unusable{"- s3cr3t\n", "has no server_url"},
                    Unusable{"server_url: [s3cr3t]\n", "has no server_url"},
                    Unusable{"a: &a s3cr3t\nserver_url: *a\n", "has no server_url"},
                    Unusable{"api_key: s3cr3t\nserver_url: v6.example\n", "not an HTTP address"},
                    Unusable{"api_key: s3cr3t\nserver_url: https://me:s3cr3t@v6.example\n", "a user name or password"},
                    Unusable{"server_url: 'https://v6.example/ x'\n", "not an HTTP address"},
                    Unusable{"api_key: s3cr3t\n  x: : s3cr3t\n", "cannot be read as YAML"},
                    Unusable{std::string("a: ") + std::string(65, '[') + "\n", "cannot be read as YAML"},
                    Unusable{"server_url: https://x\n#" + std::string(kMostNodeFile, 'x'), "cannot be read as YAML"}));

TEST(BadNodeFileBomb, is_not_expanded) {
    std::string yaml = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 12; ++i) {
        const std::string last = "*a" + std::to_string(i - 1);
        yaml += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
        for (int k = 0; k < 8; ++k) yaml += "," + last;
        yaml += "]\n";
    }
    EXPECT_EQ(version_address_in(yaml + "server_url: https://v6.example\n", kPlace).value(),
              "https://v6.example/version");
}

}  // namespace
}  // namespace lockstep
