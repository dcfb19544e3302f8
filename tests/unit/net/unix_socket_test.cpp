// SPDX-License-Identifier: Apache-2.0
#include "lockstep/net/http.hpp"

#include "support/scripted_server.hpp"
#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/fsuid.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace lockstep {
namespace {

using testing::HasSubstr;

struct UnixSocketTest : testing::Test {
    TemporaryDirectory folder;
    std::filesystem::path path = folder / "daemon.sock";
};

TEST_F(UnixSocketTest, speaks_over_the_socket_with_keep_alive) {
    ScriptedServer server(path.string());
    server.on("GET /_ping", Reply::status(200, "OK"));
    server.on("HEAD /_ping", Reply::status(200, "OK").with("Api-Version", "1.41"));
    HttpClient client({.unix_socket = path.string()});
    for (int i = 0; i < 3; ++i) {
        const auto head = client.send({.method = HttpMethod::Head, .url = "http://docker/_ping"});
        ASSERT_TRUE(head) << head.error().text();
        EXPECT_EQ(head->header("Api-Version"), "1.41");
        const auto answer = client.send({.url = "http://docker/_ping"});
        ASSERT_TRUE(answer) << answer.error().text();
        EXPECT_EQ(answer->body, "OK");
    }
    EXPECT_EQ(server.requests().back().connection, 1U);
    EXPECT_EQ(server.requests().back().header("Host"), "docker");
}

TEST_F(UnixSocketTest, says_when_the_socket_is_missing) {
    HttpClient client({.unix_socket = path.string()});
    const auto answer = client.send({.url = "http://docker/_ping"});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "socket-missing") << answer.error().text();
    EXPECT_THAT(answer.error().message, HasSubstr(path.string()));
}

TEST_F(UnixSocketTest, says_when_nobody_listens) {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof(address.sun_path) - 1);
    ASSERT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    HttpClient client({.unix_socket = path.string()});
    const auto answer = client.send({.url = "http://docker/_ping"});
    ::close(fd);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "connect") << answer.error().text();
    EXPECT_THAT(answer.error().message, HasSubstr(path.string()));
}

/// Another user for the file system rights of this thread only (CAP_DAC_OVERRIDE goes with it).
struct AsNobody {
    AsNobody() { ::setfsuid(65534); }
    ~AsNobody() { ::setfsuid(0); }
    AsNobody(const AsNobody&) = delete;
    AsNobody& operator=(const AsNobody&) = delete;
};

TEST_F(UnixSocketTest, says_when_the_rights_are_missing) {
    ScriptedServer server(path.string());
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    HttpClient client({.unix_socket = path.string()});
    if (::geteuid() == 0) {
        const AsNobody nobody;
        const auto answer = client.send({.url = "http://docker/_ping"});
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, "socket-denied") << answer.error().text();
        EXPECT_EQ(answer.error().kind, ErrorKind::Denied);
    } else {
        std::filesystem::permissions(path, std::filesystem::perms::none);
        EXPECT_EQ(client.send({.url = "http://docker/_ping"}).error().code, "socket-denied");
    }
}

TEST_F(UnixSocketTest, a_body_that_looks_like_a_page_is_none_here) {
    ScriptedServer server(path.string());
    server.on("GET /archive", Reply::status(200, "<file of a person>").with("Content-Type", "application/x-tar"));
    HttpClient client({.unix_socket = path.string()});
    std::string taken;
    const auto answer = client.send({.url = "http://docker/archive", .sink = [&](std::string_view bytes) {
                                         taken += bytes;
                                         return true;
                                     }});
    ASSERT_TRUE(answer) << answer.error().text();
    EXPECT_EQ(taken, "<file of a person>");
    EXPECT_EQ(answer->body, "");
}

}  // namespace
}  // namespace lockstep
