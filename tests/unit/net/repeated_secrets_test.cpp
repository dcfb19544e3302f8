// SPDX-License-Identifier: Apache-2.0
#include "lockstep/net/http.hpp"

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

TEST_F(RepeatedSecrets, a_long_failure_is_cut) {
    server.on("GET /", Reply::status(500, std::string(1U << 20U, 'x')));
    EXPECT_EQ(client.send({.url = server.url("/")})->body.size(), 64U << 10U);
}

}  // namespace
}  // namespace lockstep
