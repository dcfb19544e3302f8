// SPDX-License-Identifier: Apache-2.0
#include "lockstep/engine/dependants.hpp"

#include <gmock/gmock.h>
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

std::vector<Tie> ties(const std::string& host_config, const Labels& labels = {}, const Labels& provided = {}) {
    Container provider = container("vpn", "{}", kId);
    provider.labels = provided;
    Container other = container("other", host_config);
    other.labels = labels;
    std::vector<Tie> found;
    for (const Dependency& one : dependencies({other, provider})) {
        EXPECT_EQ(one.dependant, other.id);
        EXPECT_EQ(one.provider, provider.id);
        found.push_back(one.tie);
    }
    return found;
}

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Dependencies, SharersOfANamespaceAreFoundByIdShortIdAndName) {
    EXPECT_THAT(ties(R"({"NetworkMode":"container:)" + kId + "\"}"), ElementsAre(Tie::Namespace));
    EXPECT_THAT(ties(R"({"PidMode":"container:aaaaaaaaaaaa"})"), ElementsAre(Tie::Namespace));
    EXPECT_THAT(ties(R"({"IpcMode":"container:vpn"})"), ElementsAre(Tie::Namespace));
}

TEST(Dependencies, LinksAreFound) {
    EXPECT_THAT(ties(R"({"Links":["/vpn:/other/alias"]})"), ElementsAre(Tie::Link));
}

TEST(Dependencies, VolumesFromCountOnlyByIdBecauseTheNameStays) {
    EXPECT_THAT(ties(R"({"VolumesFrom":["aaaaaaaaaaaa:ro"]})"), ElementsAre(Tie::Volumes));
    EXPECT_THAT(ties(R"({"VolumesFrom":["vpn:ro"]})"), IsEmpty());
}

TEST(Dependencies, ComposeSaysWhoStartsAfterWhomAndWhoIsRestarted) {
    const Labels vpn{{"com.docker.compose.project", "p"}, {"com.docker.compose.service", "vpn"}};
    const auto depends = [&](const char* on, const char* project = "p") {
        return ties("{}", {{"com.docker.compose.project", project}, {"com.docker.compose.depends_on", on}}, vpn);
    };
    EXPECT_THAT(depends("vpn:service_started:false"), ElementsAre(Tie::Order));
    EXPECT_THAT(depends("db:service_healthy:false,vpn:service_healthy:true"), ElementsAre(Tie::Restart));
    EXPECT_THAT(depends("vpn"), ElementsAre(Tie::Order));
    EXPECT_THAT(depends("vpn2:service_started:true"), IsEmpty());
    EXPECT_THAT(depends("vpn:service_started:true", "other-project"), IsEmpty());
    EXPECT_THAT(depends(""), IsEmpty());
}

TEST(Dependencies, OthersAreNot) {
    EXPECT_THAT(ties(R"({"NetworkMode":"bridge","PidMode":"","Links":null})"), IsEmpty());
    EXPECT_THAT(ties(R"({"NetworkMode":"container:vpn2","Links":["/db:/other/vpn"]})"), IsEmpty());
    EXPECT_THAT(dependencies({container("vpn", R"({"NetworkMode":"container:vpn"})", kId)}), IsEmpty());
}

}  // namespace
}  // namespace lockstep
