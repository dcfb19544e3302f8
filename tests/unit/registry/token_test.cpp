// SPDX-License-Identifier: Apache-2.0
#include "registry/token.hpp"

#include "lockstep/core/format.hpp"

#include "support/manual_clock.hpp"
#include "support/scripted_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace lockstep {
namespace {

using namespace std::chrono_literals;

struct TokenTest : testing::Test {
    Result<TokenSource::Token> token(const std::string& refused = "") {
        return tokens.token({.host = "registry.example",
                             .registry_url = server.url("/v2/a/tags/list"),
                             .challenge = {.scheme = Challenge::Scheme::Bearer, .realm = "/token?x=1"},
                             .scope = "repository:a:pull",
                             .others = {},
                             .credentials = {}},
                            Secret(refused), {});
    }
    void answer(const std::string& expires_in) {
        server.on("GET /token", Reply::json(R"({"token":"abc")" + expires_in + "}"));
    }
    std::size_t asked() const { return server.count("GET /token"); }

    ManualClock clock;
    ScriptedServer server;
    HttpClient http{{}};
    Notebook notes;
    HostBook book{notes, clock};
    const RegistryPace pace{};
    HostGate gate{book, clock, pace};
    const RealmRules realms{{}};
    TokenSource tokens{http, clock, gate, realms, pace};
};

TEST_F(TokenTest, resolves_a_relative_realm_and_keeps_its_query) {
    answer("");
    const auto first = token();
    ASSERT_TRUE(first) << first.error().text();
    EXPECT_EQ(first->header.reveal(), "Bearer abc");
    EXPECT_TRUE(first->fresh);
    EXPECT_FALSE(token()->fresh);
    EXPECT_EQ(server.lines().front(), "GET /token?x=1&client_id=lockstep&scope=repository%3Aa%3Apull");
}

TEST_F(TokenTest, lives_at_least_a_minute_whatever_is_said) {
    for (const auto* life :
         {"", R"(,"expires_in":0)", R"(,"expires_in":-5)", R"(,"expires_in":"300")", R"(,"expires_in":10)"}) {
        clock.advance(24h);
        server.forget_requests();
        answer(life);
        ASSERT_TRUE(token());
        clock.advance(49s);
        ASSERT_TRUE(token());
        EXPECT_EQ(asked(), 1U) << life;
        clock.advance(2s);
        ASSERT_TRUE(token());
        EXPECT_EQ(asked(), 2U) << life;
    }
}

TEST_F(TokenTest, lives_as_long_as_is_said_within_reason) {
    answer(R"(,"expires_in":300)");
    ASSERT_TRUE(token());
    clock.advance(289s);
    ASSERT_TRUE(token());
    EXPECT_EQ(asked(), 1U);
    clock.advance(2s);
    answer(R"(,"expires_in":1e18)");
    ASSERT_TRUE(token());
    clock.advance(13h);
    ASSERT_TRUE(token());
    EXPECT_EQ(asked(), 3U);
}

TEST_F(TokenTest, is_asked_anew_when_the_registry_refused_it) {
    answer("");
    ASSERT_TRUE(token());
    ASSERT_TRUE(token("Bearer abc")->fresh);
    EXPECT_EQ(asked(), 2U);
}

TEST_F(TokenTest, an_outage_is_not_kept_but_a_refusal_is_for_a_minute) {
    server.on("GET /token", {Reply::status(503), Reply::status(401), Reply::json(R"({"token":"abc"})")});
    EXPECT_EQ(token().error().code, "registry-unreachable");
    EXPECT_EQ(token().error().code, "registry-denied");
    EXPECT_EQ(token().error().code, "registry-denied");
    EXPECT_EQ(asked(), 2U);
    clock.advance(61s);
    EXPECT_TRUE(token());
}

}  // namespace
}  // namespace lockstep
