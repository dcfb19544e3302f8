// SPDX-License-Identifier: Apache-2.0
#include "lockstep/probe/server_version.hpp"

#include "support/scripted_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace lockstep {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

struct HttpServerVersionTest : testing::Test {
    Result<std::string> ask(std::chrono::milliseconds timeout = 10s) {
        return probe->ask({.url = server.url("/api/version"), .product = Product::Vantage6, .timeout = timeout}, {});
    }

    ScriptedServer server;
    HttpClient http{{}};
    std::unique_ptr<ServerVersion> probe = make_http_server_version(http);
};

TEST_F(HttpServerVersionTest, gives_the_version_of_a_good_answer) {
    server.on("GET /api/version", Reply::json(R"({"version":"4.1.0"})"));
    const auto version = ask();
    ASSERT_TRUE(version) << version.error().text();
    EXPECT_EQ(*version, "4.1.0");
}

TEST_F(HttpServerVersionTest, takes_any_status_but_200_as_unreachable) {
    for (const int status : {201, 204, 301, 307, 401, 404, 500, 503}) {
        server.on("GET /api/version",
                  Reply::status(status, R"({"version":"4.1.0"})").with("Location", "https://elsewhere.example/"));
        const auto version = ask();
        ASSERT_FALSE(version) << status;
        EXPECT_EQ(version.error().code, "server-unreachable");
        EXPECT_EQ(version.error().kind, ErrorKind::Transient);
        EXPECT_THAT(version.error().message, HasSubstr(server.url("/api/version")));
    }
    EXPECT_EQ(server.requests().size(), 8U) << "redirects are not followed";
}

TEST_F(HttpServerVersionTest, takes_a_transport_failure_as_unreachable) {
    server.on("GET /api/version", {Reply::hang_up(), Reply::silence()});
    EXPECT_EQ(ask().error().code, "server-unreachable");
    EXPECT_EQ(ask(100ms).error().code, "server-unreachable");
}

TEST_F(HttpServerVersionTest, takes_a_page_or_a_flood_as_invalid) {
    server.on("GET /api/version",
              {Reply::html("<html>welcome</html>"), Reply::json(std::string(70'000, ' ')).chunked(999)});
    EXPECT_EQ(ask().error().code, "server-version-invalid");
    EXPECT_EQ(ask().error().code, "server-version-invalid");
}

TEST_F(HttpServerVersionTest, keeps_a_wrong_url_and_a_stop_apart_from_the_server) {
    EXPECT_EQ(probe->ask({.url = "ftp://server.example/version"}, {}).error().code, "url-invalid");
    std::stop_source source;
    source.request_stop();
    EXPECT_EQ(probe->ask({.url = server.url("/api/version")}, source.get_token()).error().code, "cancelled");
}

}  // namespace
}  // namespace lockstep
