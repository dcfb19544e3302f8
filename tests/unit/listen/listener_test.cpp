// SPDX-License-Identifier: Apache-2.0
#include "lockstep/listen/listener.hpp"

#include "listen/pages.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>

namespace lockstep {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

int connected(const void* address, socklen_t size, int family) {
    const int descriptor = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(connect(descriptor, static_cast<const sockaddr*>(address), size), 0) << std::strerror(errno);
    return descriptor;
}

int to_port(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return connected(&address, sizeof address, AF_INET);
}

int to_socket(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, path.size());
    return connected(&address, sizeof address, AF_UNIX);
}

/// Sends and reads until the other side closes; empty after 10 s without an answer.
std::string exchange(int descriptor, const std::string& request) {
    EXPECT_EQ(send(descriptor, request.data(), request.size(), MSG_NOSIGNAL), static_cast<ssize_t>(request.size()));
    std::string answer;
    char buffer[4096];
    pollfd waiting{descriptor, POLLIN, 0};
    while (poll(&waiting, 1, 10'000) == 1) {
        const ssize_t size = recv(descriptor, buffer, sizeof buffer, 0);
        if (size <= 0) break;
        answer.append(buffer, static_cast<std::size_t>(size));
    }
    close(descriptor);
    return answer;
}

std::string get(const std::string& path, const std::string& method = "GET", const std::string& host = "localhost") {
    return method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
}

class Listening : public testing::Test {
  protected:
    void SetUp() override {
        auto started = listen("127.0.0.1:0", metrics_);
        ASSERT_TRUE(started) << started.error().text();
        listener_ = *std::move(started);
    }
    std::string ask(const std::string& request) { return exchange(to_port(listener_->port()), request); }

    Metrics metrics_;
    std::unique_ptr<Listener> listener_;
};

TEST_F(Listening, says_that_it_lives) {
    const std::string answer = ask(get("/livez"));
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 "));
    EXPECT_THAT(answer, EndsWith("\r\n\r\nok\n"));
}

TEST_F(Listening, is_ready_once_a_cycle_has_finished) {
    EXPECT_THAT(ask(get("/readyz")), StartsWith("HTTP/1.1 503 "));
    MetricsSnapshot snapshot;
    snapshot.last_cycle = WallTime{};
    metrics_.replace(snapshot);
    EXPECT_THAT(ask(get("/readyz")), StartsWith("HTTP/1.1 200 "));
}

TEST_F(Listening, serves_the_counters_of_the_moment) {
    MetricsSnapshot snapshot;
    snapshot.updates = 3;
    metrics_.replace(snapshot);
    const std::string answer = ask(get("/metrics"));
    EXPECT_THAT(answer, HasSubstr("Content-Type: text/plain; version=0.0.4"));
    EXPECT_THAT(answer, HasSubstr("\nlockstep_updates_total 3\n"));
}

TEST_F(Listening, answers_head_without_a_body) {
    const std::string answer = ask(get("/livez", "HEAD"));
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 "));
    EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST_F(Listening, refuses_other_methods_paths_and_hosts) {
    for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"}) {
        const std::string answer = ask(get("/livez", method));
        EXPECT_THAT(answer, StartsWith("HTTP/1.1 405 ")) << method;
        EXPECT_THAT(answer, HasSubstr("Allow: GET, HEAD")) << method;
    }
    EXPECT_THAT(ask(get("/")), StartsWith("HTTP/1.1 404 "));
    EXPECT_THAT(ask(get("/livez", "GET", "attacker.example")), StartsWith("HTTP/1.1 421 "));
}

TEST_F(Listening, survives_headers_that_are_too_long) {
    const std::string answer =
        ask("GET /livez HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
    EXPECT_THAT(answer, testing::Not(StartsWith("HTTP/1.1 200 ")));
    EXPECT_THAT(ask(get("/livez")), StartsWith("HTTP/1.1 200 "));
}

TEST_F(Listening, frees_the_places_of_silent_connections) {
    std::vector<int> silent;
    for (int i = 0; i < 16; ++i) silent.push_back(to_port(listener_->port()));
    EXPECT_THAT(ask(get("/livez")), StartsWith("HTTP/1.1 200 ")) << "after at most the idle time of the silent ones";
    for (const int descriptor : silent) close(descriptor);
}

TEST(Listen, serves_a_unix_socket_for_its_group_only_and_cleans_up) {
    const std::string path = testing::TempDir() + "lockstep-listen-" + std::to_string(getpid()) + ".sock";
    Metrics metrics;
    {
        auto listener = listen("unix:" + path, metrics);
        ASSERT_TRUE(listener) << listener.error().text();
        EXPECT_EQ((*listener)->port(), 0);
        EXPECT_THAT(exchange(to_socket(path), get("/livez")), StartsWith("HTTP/1.1 200 "));
        struct stat status {};
        ASSERT_EQ(stat(path.c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777U, 0660U);
        const auto second = listen("unix:" + path, metrics);
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, "listen-in-use");
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Listen, replaces_a_socket_that_nobody_serves_but_never_a_file) {
    const std::string path = testing::TempDir() + "lockstep-left-" + std::to_string(getpid()) + ".sock";
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, path.size());
    const int left = socket(AF_UNIX, SOCK_STREAM, 0);
    const void* generic = &address;
    ASSERT_EQ(bind(left, static_cast<const sockaddr*>(generic), sizeof address), 0);
    close(left);
    Metrics metrics;
    EXPECT_TRUE(listen("unix:" + path, metrics));
    std::ofstream(path) << "data";
    EXPECT_FALSE(listen("unix:" + path, metrics));
    EXPECT_TRUE(std::filesystem::is_regular_file(path));
    std::filesystem::remove(path);
}

TEST(Listen, refuses_addresses_that_others_could_reach) {
    const Metrics metrics;
    for (const char* address : {"0.0.0.0:9180", "192.168.1.2:9180", "[::]:9180", "example.org:80", ":9180", "9180",
                                "127.0.0.1", "127.0.0.1:x", "127.0.0.1:99999", "unix:relative", "unix:", ""}) {
        const auto listener = listen(address, metrics);
        ASSERT_FALSE(listener) << address;
        EXPECT_EQ(listener.error().code, "listen-address") << address;
    }
}

TEST(Pages, knows_its_own_names) {
    for (const char* host : {"", "localhost", "LOCALHOST:9180", "127.0.0.1:9180", "[::1]", "[::1]:9180"}) {
        EXPECT_EQ(page_for("GET", "/livez", host, {}).status, 200U) << host;
    }
    for (const char* host : {"localhost.evil", "127.0.0.1.evil:80", "[::2]", "x"}) {
        EXPECT_EQ(page_for("GET", "/livez", host, {}).status, 421U) << host;
    }
}

}  // namespace
}  // namespace lockstep
