// SPDX-License-Identifier: Apache-2.0
#include "net/proxy_rules.hpp"

#include "support/scripted_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace lockstep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

RequestTarget target(const std::string& url) {
    return *request_target(url);
}

TEST(ProxyRules, exceptions_are_those_of_go) {
    struct Row {
        std::string exception;
        std::string host;
        std::string port;
        bool excepted;
    };
    const Row rows[] = {
        {"example.org", "example.org", "443", true},
        {"example.org", "a.example.org", "443", true},
        {"example.org", "notexample.org", "443", false},
        {".example.org", "example.org", "443", false},
        {".example.org", "a.example.org", "443", true},
        {"*.example.org", "a.example.org", "443", true},
        {"EXAMPLE.org", "example.org", "443", true},
        {"example.org:5000", "example.org", "5000", true},
        {"example.org:5000", "example.org", "443", false},
        {"10.0.0.0/8", "10.1.2.3", "80", true},
        {"10.0.0.0/8", "11.1.2.3", "80", false},
        {"10.1.2.3", "10.1.2.3", "80", true},
        {"10.1.2.3:81", "10.1.2.3", "80", false},
        {"10.1.2.3:80", "10.1.2.3", "80", true},
        {"fd00::/8", "[fd00::1]", "80", true},
        {"[fd00::1]:80", "[fd00::1]", "80", true},
        {"fd00::/8", "[fe00::1]", "80", false},
        {"*", "anything", "1", true},
        {"", "anything", "1", false},
        {"10.0.0.0/99", "10.0.0.1", "1", false},
        {"10.0.0.0/x", "10.0.0.1", "1", false},
    };
    for (const Row& row : rows)
        EXPECT_EQ(is_excepted(row.exception, row.host, row.port), row.excepted) << row.exception << " " << row.host;
}

TEST(ProxyRules, scheme_decides_and_this_machine_is_never_behind_a_proxy) {
    const ProxySettings settings{
        .http = Proxy::parse("plain:3128"), .https = Proxy::parse("http://tls:3129/"), .exceptions = {"inner.example"}};
    EXPECT_EQ(proxy_for(target("http://h.example/"), settings).url, "http://plain:3128");
    EXPECT_EQ(proxy_for(target("https://h.example/"), settings).url, "http://tls:3129");
    for (const auto* url : {"http://inner.example/", "http://localhost:5000/", "https://127.0.0.1/", "http://[::1]:1/"})
        EXPECT_EQ(proxy_for(target(url), settings).url, "") << url;
}

TEST(ProxyRules, a_login_is_taken_out_of_the_address) {
    const Proxy proxy = Proxy::parse("http://user:p%40ss%25@proxy.example:3128/");
    EXPECT_EQ(proxy.url, "http://proxy.example:3128");
    EXPECT_EQ(proxy.login.reveal(), "user:p@ss%");
    EXPECT_TRUE(Proxy::parse("proxy.example:3128").login.empty());
    EXPECT_EQ(Proxy::parse("  ").url, "");
}

TEST(ProxyRules, the_environment_is_read_in_both_spellings) {
    ::setenv("HTTP_PROXY", "one:1", 1);
    ::setenv("https_proxy", "two:2", 1);
    ::setenv("HTTPS_PROXY", "three:3", 1);
    ::setenv("NO_PROXY", "a.example, ,b.example", 1);
    const ProxySettings settings = proxies_of_environment();
    for (const auto* name : {"HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "NO_PROXY"}) ::unsetenv(name);
    EXPECT_EQ(settings.http.url, "http://one:1");
    EXPECT_EQ(settings.https.url, "http://two:2");
    EXPECT_THAT(settings.exceptions, ElementsAre("a.example", "b.example"));
}

/// Requests to a name that only the proxy could know: without it they cannot succeed.
struct ProxyTest : testing::Test {
    HttpClient client(const std::string& login = {}) {
        const Proxy proxy{.url = "http://" + server.host(), .login = Secret(login)};
        return HttpClient({.proxies = {.http = proxy, .https = proxy}});
    }
    ScriptedServer server;
};

TEST_F(ProxyTest, gets_the_whole_url_and_its_own_login_only) {
    server.otherwise([](const SeenRequest&) { return Reply::status(200, "through"); });
    const auto answer = client("user:pass").send({.url = "http://far.example/x", .authorization = Secret("Bearer t")});
    ASSERT_TRUE(answer) << answer.error().text();
    EXPECT_EQ(answer->body, "through");
    EXPECT_THAT(server.lines(), ElementsAre("GET http://far.example/x"));
    EXPECT_EQ(server.requests()[0].header("Proxy-Authorization"), "Basic dXNlcjpwYXNz");
    EXPECT_EQ(answer->address, "") << "that of the proxy says nothing about the host";
}

TEST_F(ProxyTest, that_repeats_its_login_is_not_quoted) {
    server.otherwise([](const SeenRequest& request) {
        const std::string said = request.header("Proxy-Authorization") + " for a-very-long-password";
        return Reply::html("<html><title>" + said + "</title></html>").with("Location", said);
    });
    const auto answer = client("user:a-very-long-password").send({.url = "http://far.example/"});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "<html><title>Basic [hidden]== for [hidden]</title></html>");
    EXPECT_EQ(answer->header("Location"), "Basic [hidden]== for [hidden]");
}

TEST_F(ProxyTest, N81_that_wants_a_login_is_named_and_not_the_host_blamed) {
    server.otherwise([](const SeenRequest&) { return Reply::status(407); });
    for (const auto* url : {"http://far.example/", "https://far.example/"}) {
        const auto answer = client().send({.url = url});
        ASSERT_FALSE(answer) << url;
        EXPECT_EQ(answer.error().code, "proxy") << answer.error().text();
        EXPECT_EQ(answer.error().kind, ErrorKind::Denied);
        EXPECT_THAT(answer.error().message, HasSubstr("proxy http://" + server.host()));
        EXPECT_THAT(answer.error().message, HasSubstr("407"));
    }
}

TEST_F(ProxyTest, N81_that_denies_a_tunnel_is_named) {
    for (const int status : {403, 502}) {
        server.otherwise([status](const SeenRequest&) { return Reply::status(status); });
        const auto answer = client().send({.url = "https://far.example/"});
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, "proxy") << answer.error().text();
        EXPECT_THAT(answer.error().message, HasSubstr(std::to_string(status)));
        EXPECT_THAT(answer.error().message, HasSubstr("far.example:443"));
    }
}

TEST_F(ProxyTest, N81_that_answers_a_tunnel_with_a_page_is_no_tls_server) {
    server.otherwise([](const SeenRequest&) { return Reply::html("<html>log in</html>"); });
    const auto answer = client().send({.url = "https://far.example/"});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "proxy") << answer.error().text();
    EXPECT_EQ(answer.error().kind, ErrorKind::Denied);
    EXPECT_THAT(answer.error().message, HasSubstr("proxy http://" + server.host())) << answer.error().text();
}

TEST(InnerAddresses, are_not_connected_to_when_only_outer_ones_are_allowed) {
    ScriptedServer server;
    HttpClient client({});
    EXPECT_EQ(client.send({.url = server.url("/")})->address, "127.0.0.1");
    HttpClient fresh({});
    const auto refused = fresh.send({.url = server.url("/"), .outer_only = true});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "inner-address") << refused.error().text();
    const auto by_name =
        fresh.send({.url = "http://localhost:" + std::to_string(server.port()) + "/", .outer_only = true});
    ASSERT_FALSE(by_name);
    EXPECT_EQ(by_name.error().kind, ErrorKind::Refused) << "the address counts, not the name";
    EXPECT_EQ(server.requests().size(), 1U);
}

}  // namespace
}  // namespace lockstep
