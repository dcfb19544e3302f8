// SPDX-License-Identifier: Apache-2.0
#include "cycle/node_servers.hpp"

#include "lockstep/config/node_file.hpp"

#include "support/fake_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

namespace lockstep {
namespace {

using testing::HasSubstr;

/// One regular file as a tar archive (POSIX.1-1988 ustar).
std::string tar_with(const std::string& name, const std::string& content) {
    std::string header(512, '\0');
    const auto put = [&](std::size_t at, const std::string& text) {
        header.replace(at, text.size(), text);
    };
    char size[12];
    std::snprintf(size, sizeof size, "%011zo", content.size());
    put(0, name);
    put(100, "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, size);
    put(136, "00000000000");
    put(148, "        ");
    put(156, "0");
    put(257, "ustar");
    put(263, "00");
    unsigned sum = 0;
    for (const char c : header) sum += static_cast<unsigned char>(c);
    char checksum[8];
    std::snprintf(checksum, sizeof checksum, "%06o", sum);
    put(148, std::string(checksum, 7));
    std::string tar = header + content;
    tar.resize((tar.size() + 511) / 512 * 512 + 1024, '\0');
    return tar;
}

class NodeOfVantage6 : public testing::Test {
  protected:
    NodeOfVantage6() {
        engine_.add_local({.id = ImageId("sha256:node"), .tags = {"example.org/node:4.1.0"}, .repo_digests = {}});
        id_ = engine_.run("vantage6-demo-user",
                          {{"Image", "example.org/node:4.1.0"},
                           {"Cmd", {"vnode-local", "start", "-c", "/mnt/config/demo.yaml", "-n", "demo"}}});
        defaults_.timeout = std::chrono::seconds(3);
    }

    void configure(const std::string& yaml) {
        engine_.put_file("vantage6-demo-user", "/mnt/config/demo.yaml", tar_with("demo.yaml", yaml), {});
    }

    Workload completed(bool of_node = true, std::optional<ServerSettings> configured = {}) {
        Target target;
        target.policy.kind = PolicyKind::ServerMinor;
        target.server_of_node = of_node;
        target.server = std::move(configured);
        std::vector<Workload> workloads{{.container = engine_.inspect(id_.text()).value(),
                                         .image = {},
                                         .reference = Reference::parse("example.org/node:4.1.0").value(),
                                         .target = target}};
        servers_.complete(workloads);
        return workloads.front();
    }

    FakeEngine engine_;
    ContainerId id_;
    ServerSettings defaults_;
    NodeServers servers_{engine_, defaults_};
};

TEST_F(NodeOfVantage6, follows_the_server_that_its_own_configuration_names) {
    configure("server_url: https://v6.example\nport: 443\napi_path: /api\n");
    const Workload workload = completed();
    ASSERT_TRUE(workload.target.server) << workload.server_fault->text();
    EXPECT_EQ(workload.target.server->url, "https://v6.example:443/api/version");
    EXPECT_EQ(workload.target.server->product, "vantage6");
    EXPECT_EQ(workload.target.server->timeout, std::chrono::seconds(3));
    EXPECT_EQ(workload.server_from, "the node's own configuration /mnt/config/demo.yaml");
}

TEST_F(NodeOfVantage6, a_configured_server_wins) {
    configure("server_url: https://v6.example\n");
    const Workload workload = completed(true, ServerSettings{.url = "https://mine.example/version"});
    EXPECT_EQ(workload.target.server->url, "https://mine.example/version");
    EXPECT_EQ(workload.server_from, "");
}

TEST_F(NodeOfVantage6, nobody_elses_files_are_read) {
    configure("server_url: https://v6.example\n");
    EXPECT_FALSE(completed(false).target.server);
}

TEST_F(NodeOfVantage6, is_read_once_per_start_because_the_node_reads_it_only_then) {
    configure("server_url: https://v6.example\n");
    EXPECT_EQ(completed().target.server->url, "https://v6.example/version");
    configure("server_url: https://other.example\n");
    EXPECT_EQ(completed().target.server->url, "https://v6.example/version");
}

TEST_F(NodeOfVantage6, a_file_that_cannot_be_had_is_said_and_asked_again) {
    const Workload workload = completed();
    EXPECT_FALSE(workload.target.server);
    ASSERT_TRUE(workload.server_fault);
    EXPECT_THAT(workload.server_fault->text(), HasSubstr("/mnt/config/demo.yaml cannot be read"));
    EXPECT_THAT(workload.server_fault->text(), HasSubstr("LOCKSTEP_SERVER_URL"));
    configure("server_url: https://v6.example\n");
    EXPECT_TRUE(completed().target.server);
}

TEST_F(NodeOfVantage6, a_file_that_is_none_or_too_large_is_said) {
    engine_.put_file("vantage6-demo-user", "/mnt/config/demo.yaml", std::string(1024, 'x'), {});
    EXPECT_TRUE(completed().server_fault);
    configure("#" + std::string(kMostNodeFile, 'x'));
    ASSERT_TRUE(completed().server_fault);
    EXPECT_EQ(completed().server_fault->code, "archive-too-large");
    configure("api_key: k\n");
    ASSERT_TRUE(completed().server_fault);
    EXPECT_THAT(completed().server_fault->message, HasSubstr("has no server_url"));
}

}  // namespace
}  // namespace lockstep
