// SPDX-License-Identifier: Apache-2.0
#include "lockstep/net/http.hpp"

#include "support/scripted_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace lockstep {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(HttpClientTls, N79_hints_at_a_plain_http_port) {
    ScriptedServer server;
    server.greet_with("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    HttpClient client({});
    const auto answer = client.send({.url = "https://" + server.host() + "/"});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "tls");
    EXPECT_THAT(answer.error().message, HasSubstr(server.host()));
    EXPECT_THAT(answer.error().message, HasSubstr("plain HTTP port")) << answer.error().text();
}

TEST(HttpClientTls, names_a_ca_file_that_cannot_be_used) {
    HttpClient client({.ca_file = "/no/such/authority.pem"});
    const auto answer = client.send({.url = "https://" + ScriptedServer().host() + "/"});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "tls");
    EXPECT_THAT(answer.error().message, HasSubstr("/no/such/authority.pem"));
}

TEST(HttpClientTls, N72_says_that_a_handshake_stalls_and_not_that_nobody_is_there) {
    ScriptedServer server;  // it waits for a request that never comes
    HttpClient client({});
    const auto answer =
        client.send({.url = "https://" + server.host() + "/", .limits = {.connect = std::chrono::milliseconds(200)}});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "timeout");
    EXPECT_EQ(answer.error().kind, ErrorKind::Transient);
    EXPECT_THAT(answer.error().message,
                AllOf(HasSubstr(server.host()), HasSubstr("TLS handshake"), HasSubstr("200 ms")))
        << answer.error().text();
}

}  // namespace
}  // namespace lockstep
