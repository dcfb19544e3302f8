// SPDX-License-Identifier: Apache-2.0
#include "lockstep/engine/dependants.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

const std::string kId(64, 'a');

Container container(const std::string& name, const std::string& host_config, const std::string& id = "") {
    Container made;
    made.id = ContainerId(id.empty() ? name : id);
    made.name = name;
    made.raw = {R"({"HostConfig":)" + host_config + "}"};
    return made;
}

std::vector<std::string> dependants(const std::string& host_config) {
    return dependants_of(container("vpn", "{}", kId), {container("other", host_config)});
}

TEST(Dependants, SharersOfANamespaceAreFoundByIdShortIdAndName) {
    const std::vector<std::string> found{"other"};
    EXPECT_EQ(dependants(R"({"NetworkMode":"container:)" + kId + "\"}"), found);
    EXPECT_EQ(dependants(R"({"PidMode":"container:aaaaaaaaaaaa"})"), found);
    EXPECT_EQ(dependants(R"({"IpcMode":"container:vpn"})"), found);
}

TEST(Dependants, LinksAreFound) {
    EXPECT_EQ(dependants(R"({"Links":["/vpn:/other/alias"]})"), std::vector<std::string>{"other"});
}

TEST(Dependants, OthersAreNot) {
    EXPECT_TRUE(dependants(R"({"NetworkMode":"bridge","PidMode":"","Links":null})").empty());
    EXPECT_TRUE(dependants(R"({"NetworkMode":"container:vpn2","Links":["/db:/other/vpn"]})").empty());
    const auto self = container("vpn", R"({"NetworkMode":"container:vpn"})", kId);
    EXPECT_TRUE(dependants_of(self, {self}).empty());
}

}  // namespace
}  // namespace lockstep
