// SPDX-License-Identifier: Apache-2.0
#include "lockstep/net/http.hpp"

#include "support/scripted_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace lockstep {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

struct HttpClientTest : testing::Test {
    Result<HttpResponse> get(const std::string& target, HttpLimits limits = {}) {
        return client.send({.url = server.url(target), .limits = limits});
    }

    ScriptedServer server;
    HttpClient client{{.user_agent = "lockstep/test"}};
};

TEST_F(HttpClientTest, gives_status_headers_and_body) {
    server.on("GET /a", Reply::json(R"({"x":1})").with("X-Twice", "1").with("x-twice", "2"));
    const auto answer = get("/a?b=c");
    ASSERT_TRUE(answer) << answer.error().text();
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, R"({"x":1})");
    EXPECT_EQ(answer->header("content-TYPE"), "application/json");
    EXPECT_THAT(answer->all("X-TWICE"), ElementsAre("1", "2"));
    EXPECT_EQ(answer->header("absent"), std::nullopt);
    EXPECT_EQ(answer->url, server.url("/a?b=c"));
    EXPECT_THAT(server.lines(), ElementsAre("GET /a?b=c"));
    EXPECT_EQ(server.requests().front().header("User-Agent"), "lockstep/test");
}

TEST_F(HttpClientTest, sends_method_headers_authorization_and_body) {
    server.otherwise([](const SeenRequest& request) { return Reply::status(201, request.body); });
    for (const auto& [method, word] : std::vector<std::pair<HttpMethod, std::string>>{
             {HttpMethod::Post, "POST"}, {HttpMethod::Put, "PUT"}, {HttpMethod::Delete, "DELETE"}}) {
        const auto answer = client.send({.method = method,
                                         .url = server.url("/thing"),
                                         .headers = {{"X-Registry-Auth", "e30="}},
                                         .authorization = Secret("Bearer abc"),
                                         .body = std::string("a\0b", 3)});
        ASSERT_TRUE(answer) << answer.error().text();
        EXPECT_EQ(answer->body, std::string("a\0b", 3)) << word;
        const SeenRequest seen = server.requests().back();
        EXPECT_EQ(seen.method, word);
        EXPECT_EQ(seen.header("Authorization"), "Bearer abc");
        EXPECT_EQ(seen.header("X-Registry-Auth"), "e30=");
        EXPECT_FALSE(seen.has("Expect"));
        EXPECT_FALSE(seen.has("Content-Type"));
    }
}

TEST_F(HttpClientTest, posts_an_empty_body_with_its_length) {
    server.on("POST /start", Reply::status(204));
    ASSERT_TRUE(client.send({.method = HttpMethod::Post, .url = server.url("/start")}));
    EXPECT_EQ(server.requests().back().header("Content-Length"), "0");
}

TEST_F(HttpClientTest, sends_the_content_type_it_is_given) {
    server.on("POST /create", Reply::status(201));
    ASSERT_TRUE(client.send({.method = HttpMethod::Post,
                             .url = server.url("/create"),
                             .headers = {{"Content-Type", "application/json"}},
                             .body = "{}"}));
    EXPECT_EQ(server.requests().back().header("Content-Type"), "application/json");
}

TEST_F(HttpClientTest, keeps_the_connection_for_the_next_request) {
    server.on("GET /a", Reply::status(200, "body"));
    server.on("HEAD /a", Reply::status(200, "body"));
    ASSERT_TRUE(get("/a"));
    const auto head = client.send({.method = HttpMethod::Head, .url = server.url("/a")});
    ASSERT_TRUE(head) << head.error().text();
    EXPECT_EQ(head->header("Content-Length"), "4");
    EXPECT_EQ(head->body, "");
    ASSERT_TRUE(get("/a"));
    EXPECT_EQ(server.requests().back().connection, 1U);
}

TEST_F(HttpClientTest, asks_again_on_a_new_connection_when_a_kept_one_died) {
    server.on("GET /a", Reply::status(200).then_close());
    ASSERT_TRUE(get("/a"));
    ASSERT_TRUE(get("/a"));
    EXPECT_EQ(server.requests().back().connection, 2U);
}

TEST_F(HttpClientTest, never_sends_a_changing_request_twice) {
    server.on("GET /a", Reply::status(200));
    server.on("POST /a", Reply::hang_up());
    ASSERT_TRUE(get("/a"));
    const auto answer = client.send({.method = HttpMethod::Post, .url = server.url("/a"), .body = "x"});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "reset");
    EXPECT_EQ(server.count("POST /a"), 1U);
}

TEST_F(HttpClientTest, leaves_redirects_to_the_caller) {
    server.on("GET /a", Reply::status(307).with("Location", "/b"));
    const auto answer = get("/a");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 307);
    EXPECT_EQ(answer->header("Location"), "/b");
    EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(HttpClientTest, returns_no_cookie) {
    server.on("GET /a", Reply::status(200).with("Set-Cookie", "a=b; Path=/"));
    ASSERT_TRUE(get("/a"));
    ASSERT_TRUE(get("/a"));
    EXPECT_FALSE(server.requests().back().has("Cookie"));
}

TEST_F(HttpClientTest, streams_a_good_body_to_the_sink) {
    server.on("GET /a", Reply::status(200, "one two three").chunked(4));
    std::string streamed;
    const auto answer = client.send({.url = server.url("/a"), .sink = [&](std::string_view bytes) {
                                         streamed += bytes;
                                         return true;
                                     }});
    ASSERT_TRUE(answer) << answer.error().text();
    EXPECT_EQ(streamed, "one two three");
    EXPECT_EQ(answer->body, "");
}

TEST_F(HttpClientTest, keeps_the_body_of_a_failure_away_from_the_sink) {
    server.on("GET /a", Reply::status(500, "broken"));
    const auto answer = client.send({.url = server.url("/a"), .sink = [](std::string_view) {
                                         return false;
                                     }});
    ASSERT_TRUE(answer) << answer.error().text();
    EXPECT_EQ(answer->body, "broken");
}

TEST_F(HttpClientTest, a_sink_can_end_the_transfer) {
    server.on("GET /a", Reply::status(200, "body"));
    const auto answer = client.send({.url = server.url("/a"), .sink = [](std::string_view) {
                                         return false;
                                     }});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "transfer-stopped");
}

TEST_F(HttpClientTest, cuts_a_body_that_is_too_large) {
    const std::string large(5000, 'x');
    server.on("GET /plain", Reply::status(200, large));
    server.on("GET /chunked", Reply::status(200, large).chunked(100));
    for (const auto* target : {"/plain", "/chunked"}) {
        const auto answer = get(target, {.body_bytes = 4999});
        ASSERT_FALSE(answer) << target;
        EXPECT_EQ(answer.error().code, "too-large");
        EXPECT_THAT(answer.error().message, HasSubstr("4999"));
        EXPECT_TRUE(get(target, {.body_bytes = 5000}));
    }
}

TEST_F(HttpClientTest, counts_a_compressed_body_after_decompression) {
    // 1000 zero bytes, gzipped
    const unsigned char zipped[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff,
                                    0x63, 0x60, 0x18, 0x05, 0xa3, 0x60, 0x14, 0x0c, 0x77, 0x00,
                                    0x00, 0x80, 0x17, 0x0b, 0x06, 0xe8, 0x03, 0x00, 0x00};
    const std::string body(reinterpret_cast<const char*>(zipped), sizeof(zipped));
    server.on("GET /zip", Reply::status(200, body).with("Content-Encoding", "gzip"));
    const auto cut = client.send({.url = server.url("/zip"), .limits = {.body_bytes = 500}, .accept_gzip = true});
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().code, "too-large") << cut.error().text();
    EXPECT_EQ(server.requests().back().header("Accept-Encoding"), "gzip");
    const auto whole = client.send({.url = server.url("/zip"), .accept_gzip = true});
    ASSERT_TRUE(whole) << whole.error().text();
    EXPECT_EQ(whole->body, std::string(1000, '\0'));
}

TEST_F(HttpClientTest, cuts_a_header_that_is_too_large) {
    Reply reply = Reply::status(200);
    for (int i = 0; i < 100; ++i) reply = reply.with("X-Long", std::string(1000, 'x'));
    server.on("GET /a", reply);
    const auto answer = get("/a");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "too-large");
}

TEST_F(HttpClientTest, counts_interim_answers_against_the_header_limit) {
    std::string storm;
    for (int i = 0; i < 5000; ++i) storm += "HTTP/1.1 102 Processing\r\n\r\n";
    server.on("GET /a", Reply::raw(storm));
    const auto answer = get("/a");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "too-large");
}

TEST_F(HttpClientTest, says_when_an_answer_breaks_off) {
    server.on("GET /a", Reply::status(200, "0123456789").cut_after(4));
    const auto answer = get("/a");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "truncated");
    EXPECT_THAT(answer.error().message, HasSubstr(server.host()));
    server.on("GET /a", Reply::status(200, "0123456789").chunked(2).cut_after(4));
    EXPECT_EQ(get("/a").error().code, "truncated");
}

TEST_F(HttpClientTest, says_when_a_server_hangs_up) {
    server.on("GET /a", Reply::hang_up());
    EXPECT_EQ(get("/a").error().code, "reset");
}

TEST_F(HttpClientTest, says_when_it_is_not_http) {
    server.on("GET /a", Reply::raw("SSH-2.0-OpenSSH_9.2\r\n"));
    EXPECT_EQ(get("/a").error().code, "not-http");
}

TEST_F(HttpClientTest, ends_a_silent_transfer_at_its_deadline) {
    server.on("GET /a", Reply::silence());
    const auto answer = get("/a", {.total = 100ms});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "timeout");
    EXPECT_THAT(answer.error().message, HasSubstr("100 ms"));
}

TEST_F(HttpClientTest, ends_a_slow_drip) {
    server.on("GET /a", Reply::status(200, std::string(500, 'x')).dripped(1, 50ms));
    const auto answer = get("/a", {.total = 0ms, .low_speed = 1s});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "timeout");
    EXPECT_THAT(answer.error().message, HasSubstr("100 bytes per second"));
}

TEST_F(HttpClientTest, a_stop_ends_a_waiting_transfer_at_once) {
    server.on("GET /a", Reply::silence());
    std::stop_source source;
    std::jthread stopper([&] {
        server.wait_for_requests(1);
        source.request_stop();
    });
    const auto begin = std::chrono::steady_clock::now();
    const auto answer = client.send({.url = server.url("/a")}, source.get_token());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "cancelled");
    EXPECT_EQ(answer.error().kind, ErrorKind::Cancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
    server.on("GET /b", Reply::status(200));
    EXPECT_TRUE(get("/b"));
}

TEST_F(HttpClientTest, serves_many_threads_at_once) {
    server.otherwise([](const SeenRequest& request) { return Reply::status(200, request.target); });
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 20; ++i) {
                const std::string target = "/" + std::to_string(t) + "/" + std::to_string(i);
                const auto answer = get(target);
                ASSERT_TRUE(answer) << answer.error().text();
                EXPECT_EQ(answer->body, target);
            }
        });
    }
    threads.clear();
    EXPECT_EQ(server.requests().size(), 160U);
    EXPECT_LE(server.requests().back().connection, 8U);
}

TEST_F(HttpClientTest, sends_nothing_when_a_header_would_become_two) {
    for (const std::string& value : {std::string("a\r\nX-Evil: 1"), std::string("a\nb"), std::string("a\0b", 3)}) {
        const auto answer = client.send({.url = server.url("/a"), .headers = {{"X-A", value}}});
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, "bad-header");
        EXPECT_THAT(answer.error().text(), Not(HasSubstr("Evil")));
    }
    EXPECT_EQ(client.send({.url = server.url("/a"), .headers = {{"X A", "b"}}}).error().code, "bad-header");
    EXPECT_EQ(client.send({.url = server.url("/a"), .authorization = Secret("Basic x\r\n")}).error().code,
              "bad-header");
    EXPECT_TRUE(server.requests().empty());
}

TEST(HttpClientUrl, refuses_all_but_http_and_https) {
    HttpClient client({});
    for (const auto* url :
         {"ftp://h/", "file:///etc/passwd", "gopher://h/", "h.example/x", "", "http://", "http://h:99999/",
          "http://a b/", "http://h/\r\nX", "javascript:alert(1)", "//h/x", "http://h/\xC3\xA9"}) {
        const auto answer = client.send({.url = url});
        ASSERT_FALSE(answer) << url;
        EXPECT_EQ(answer.error().code, "url-invalid") << url << " " << answer.error().text();
    }
}

TEST(HttpClientUrl, refuses_credentials_in_the_url_without_repeating_them) {
    HttpClient client({});
    for (const auto* url : {"https://user:hunter2@h/", "https://hunter2@h/", "xx://user:hunter2@h/"}) {
        const auto answer = client.send({.url = url});
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, "url-invalid");
        EXPECT_THAT(answer.error().text(), Not(HasSubstr("hunter2")));
    }
}

std::uint16_t closed_port() {
    const ScriptedServer gone;
    return gone.port();
}

TEST(HttpClientConnect, names_host_and_port_of_a_refused_connection) {
    HttpClient client({});
    const std::string place = "127.0.0.1:" + std::to_string(closed_port());
    const auto answer = client.send({.url = "http://" + place + "/"});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "connect");
    EXPECT_THAT(answer.error().message, HasSubstr(place));
    EXPECT_THAT(answer.error().message, HasSubstr("refused"));
}

TEST(HttpClientConnect, names_a_host_that_does_not_resolve) {
    HttpClient client({});
    const auto answer = client.send({.url = "http://no-such-host.invalid/"});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "dns");
    EXPECT_THAT(answer.error().message, HasSubstr("no-such-host.invalid"));
}

TEST(PercentEncoding, leaves_only_unreserved_characters) {
    EXPECT_EQ(percent_encoded("aZ09-._~"), "aZ09-._~");
    EXPECT_EQ(percent_encoded("a/b c?d&e=f%\xC3\xA9"), "a%2Fb%20c%3Fd%26e%3Df%25%C3%A9");
}

}  // namespace
}  // namespace lockstep
