// SPDX-License-Identifier: Apache-2.0
#include "lockstep/net/http.hpp"
#include "lockstep/net/redact.hpp"

#include "support/scripted_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace lockstep {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A server may repeat what it was sent in every place that ends in a message.
struct RepeatedSecrets : testing::Test {
    ScriptedServer server;
    HttpClient client{{}};
};

TEST_F(RepeatedSecrets, are_taken_out_of_a_page_which_the_sink_never_sees) {
    server.on("GET /typed", Reply::html("Basic c2VjcmV0LWFuZC1sb25n for user:pass"));
    server.on("GET /untyped", Reply::json(" <html>c2VjcmV0LWFuZC1sb25n pass</html>").chunked(40));
    for (const auto* target : {"/typed", "/untyped"}) {
        std::string received;
        const auto answer = client.send({.url = server.url(target),
                                         .authorization = Secret("Basic c2VjcmV0LWFuZC1sb25n"),
                                         .sink =
                                             [&](std::string_view bytes) {
                                                 received += bytes;
                                                 return true;
                                             },
                                         .hidden = {Secret("pass")}});
        ASSERT_TRUE(answer);
        EXPECT_EQ(received, "") << target;
        EXPECT_THAT(answer->body, AllOf(HasSubstr("[hidden]"), Not(HasSubstr("c2Vj")), Not(HasSubstr("pass"))));
    }
}

TEST_F(RepeatedSecrets, are_taken_out_of_headers) {
    server.otherwise([](const SeenRequest& request) {
        return Reply::status(401).with("WWW-Authenticate", "Bearer realm=\"" + request.header("Authorization") + '"');
    });
    const auto answer =
        client.send({.url = server.url("/"), .authorization = Secret("Bearer a-token-that-is-long-enough")});
    EXPECT_EQ(answer->header("WWW-Authenticate"), "Bearer realm=\"Bearer [hidden]\"");
}

TEST(Redact, finds_a_secret_in_every_spelling) {
    for (const auto* text : {"<a b/c?d>", "<a%20b%2Fc%3Fd>", "<a%20b/c%3fd>", "<%61 b/c?d>", "<YSBiL2M/ZA==>",
                             "<YSBiL2M/ZA%3D%3D>", "<YSBiL2M_ZA==>", "<YSBiL2M/ZA>", "<YSBiL2M_ZA>"}) {
        std::string said = text;
        redact(said, "a b/c?d");
        EXPECT_THAT(said, testing::AnyOf("<[hidden]>", "<[hidden]==>", "<[hidden]%3D%3D>")) << text;
    }
    for (const auto* text : {R"(<a b\/c?d>)", R"(<a b\u002fc\u003Fd>)", "<6120622f633f64>", "<6120622F633F64>"}) {
        std::string said = text;
        redact(said, "a b/c?d");
        EXPECT_EQ(said, "<[hidden]>") << text;
    }
    std::string wide = R"(<p\u00e4\u20acs> <70c3a4e282ac73>)";
    redact(wide, "pä€s");
    EXPECT_EQ(wide, "<[hidden]> <[hidden]>");
    for (const auto* other : {"", "%", "%4", "\\", "\\u00", "\\uzzzz", "%zz a b/c", "100% of it"}) {
        std::string said = other;
        redact(said, "a b/c?d");
        EXPECT_EQ(said, other);
    }
    for (const auto* text : {"<p%41ss%word>", "<p%2541ss%25word>"}) {
        std::string said = text;
        redact(said, "p%41ss%word");
        EXPECT_EQ(said, "<[hidden]>") << text;
    }
    std::string often = "a b/c?d a%20b/c?d a b/c?d";
    redact(often, "a b/c?d");
    EXPECT_EQ(often, "[hidden] [hidden] [hidden]");
}

TEST_F(RepeatedSecrets, a_long_failure_is_cut) {
    server.on("GET /", Reply::status(500, std::string(1U << 20U, 'x')));
    EXPECT_EQ(client.send({.url = server.url("/")})->body.size(), 64U << 10U);
}

}  // namespace
}  // namespace lockstep
