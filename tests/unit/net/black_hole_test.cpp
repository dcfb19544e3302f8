// SPDX-License-Identifier: Apache-2.0
// Networks that lose what they are given.
#include "lockstep/core/check.hpp"
#include "lockstep/net/http.hpp"

#include "support/scripted_server.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <string>

namespace lockstep {
namespace {

using namespace std::chrono_literals;

/// [::1]:PORT takes no connection and does not say so: its queue is full, and the kernel drops what comes then.
class BlackHole {
  public:
    explicit BlackHole(std::uint16_t port) {
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_addr = in6addr_loopback;
        address.sin6_port = htons(port);
        const auto* place = reinterpret_cast<const sockaddr*>(&address);
        for (int& fd : sockets_) fd = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        LOCKSTEP_CHECK(::bind(sockets_[0], place, sizeof(address)) == 0);
        LOCKSTEP_CHECK(::listen(sockets_[0], 0) == 0);
        for (std::size_t i = 1; i < sockets_.size(); ++i)
            static_cast<void>(::connect(sockets_[i], place, sizeof(address)));
    }
    ~BlackHole() {
        for (const int fd : sockets_) ::close(fd);
    }
    BlackHole(const BlackHole&) = delete;
    BlackHole& operator=(const BlackHole&) = delete;

  private:
    std::array<int, 4> sockets_{};
};

TEST(BlackHoles, N80_an_ipv6_address_that_leads_nowhere_gives_way_to_ipv4) {
    ScriptedServer server;
    server.on("GET /", Reply::status(200, "here"));
    const BlackHole nowhere(server.port());
    HttpClient client({});
    const auto begin = std::chrono::steady_clock::now();
    const auto answer = client.send({.url = "http://localhost:" + std::to_string(server.port()) + "/"});
    ASSERT_TRUE(answer) << answer.error().text();
    EXPECT_EQ(answer->address, "127.0.0.1");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

TEST(BlackHoles, N80_an_address_that_leads_nowhere_is_named_with_the_time_it_took) {
    const ScriptedServer server;
    const BlackHole nowhere(server.port());
    HttpClient client({});
    const std::string place = "[::1]:" + std::to_string(server.port());
    const auto answer = client.send({.url = "http://" + place + "/", .limits = {.connect = 300ms}});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "timeout") << answer.error().text();
    EXPECT_EQ(answer.error().message, "no connection to " + place + " within 300 ms");
}

}  // namespace
}  // namespace lockstep
