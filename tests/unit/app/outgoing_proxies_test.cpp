// SPDX-License-Identifier: Apache-2.0
#include "app/outgoing_proxies.hpp"

#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace lockstep {
namespace {

using testing::ElementsAre;

/// No proxy in the environment, and a Docker configuration of the test's own.
struct OutgoingProxies : testing::Test {
    OutgoingProxies() {
        for (const auto* name : {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"})
            ::unsetenv(name);
        ::setenv("DOCKER_CONFIG", folder.path().c_str(), 1);
        write(R"({"proxies":{"default":{"httpProxy":"http://docker.lan:1","httpsProxy":"http://u:p@docker.lan:2",
                 "noProxy":"a.lan,b.lan"}}})");
    }
    ~OutgoingProxies() override {
        ::unsetenv("DOCKER_CONFIG");
        ::unsetenv("https_proxy");
    }
    void write(const std::string& text) const { std::ofstream(folder.path() / "config.json") << text; }

    TemporaryDirectory folder;
};

TEST_F(OutgoingProxies, are_those_of_docker_where_nothing_else_is_said) {
    const auto found = outgoing_proxies({});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->http.url, "http://docker.lan:1");
    EXPECT_EQ(found->https.url, "http://docker.lan:2");
    EXPECT_EQ(found->https.login.reveal(), "u:p");
    EXPECT_THAT(found->exceptions, ElementsAre("a.lan", "b.lan"));
}

TEST_F(OutgoingProxies, of_the_environment_come_before_and_the_configured_one_first) {
    ::setenv("https_proxy", "http://environment.lan:3", 1);
    EXPECT_EQ(outgoing_proxies({})->https.url, "http://environment.lan:3");
    EXPECT_EQ(outgoing_proxies({})->http.url, "") << "one source, not a mixture";
    EXPECT_EQ(outgoing_proxies({.url = "http://configured.lan:4"})->https.url, "http://configured.lan:4");
}

TEST_F(OutgoingProxies, are_none_when_docker_knows_none) {
    for (const auto* text : {"", "{}", "[1]", R"({"proxies":{"default":null}})", "no json"}) {
        write(text);
        const auto found = outgoing_proxies({});
        ASSERT_TRUE(found) << text;
        EXPECT_TRUE(names_none(*found)) << text;
    }
}

}  // namespace
}  // namespace lockstep
