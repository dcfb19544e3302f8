// SPDX-License-Identifier: Apache-2.0
#include "lockstep/engine/engine_network.hpp"

#include "support/scripted_server.hpp"
#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kInfo = R"({
  "HttpProxy": "http://xxxxx:xxxxx@proxy.lan:3128", "HttpsProxy": "http://proxy.lan:3128", "NoProxy": "10.0.0.0/8,.lan",
  "RegistryConfig": {
    "InsecureRegistryCIDRs": ["127.0.0.0/8", "::1/128", "10.0.0.0/8"],
    "IndexConfigs": {
      "docker.io": {"Name": "docker.io", "Mirrors": ["https://mirror.lan/"], "Secure": true, "Official": true},
      "registry.lan:5000": {"Name": "registry.lan:5000", "Mirrors": [], "Secure": false, "Official": false}},
    "Mirrors": ["https://mirror.lan/"]}})";

TEST(EngineNetwork, is_read_from_info) {
    const auto network = engine_network_in(kInfo);
    ASSERT_TRUE(network) << network.error().text();
    EXPECT_THAT(network->insecure, ElementsAre("10.0.0.0/8", "registry.lan:5000")) << "loopback has rules of its own";
    EXPECT_THAT(network->mirrors, ElementsAre("https://mirror.lan/"));
    EXPECT_EQ(network->http_proxy, "http://proxy.lan:3128") << "the mask of a login is no login";
    EXPECT_EQ(network->https_proxy, "http://proxy.lan:3128");
    EXPECT_EQ(network->no_proxy, "10.0.0.0/8,.lan");
}

TEST(EngineNetwork, is_empty_where_an_engine_says_nothing) {
    for (const auto* info :
         {"{}", R"({"RegistryConfig":null,"HttpProxy":7})", R"({"RegistryConfig":{"Mirrors":null}})"}) {
        const auto network = engine_network_in(info);
        ASSERT_TRUE(network) << info;
        EXPECT_THAT(network->insecure, IsEmpty());
        EXPECT_THAT(network->mirrors, IsEmpty());
        EXPECT_EQ(network->http_proxy, "");
    }
    EXPECT_EQ(engine_network_in("[]").error().code, "not-an-engine");
}

TEST(EngineNetwork, is_asked_with_one_request) {
    const TemporaryDirectory folder;
    const std::string socket = folder / "engine.sock";
    ScriptedServer engine(socket);
    engine.on("GET /info", {Reply::json(kInfo), Reply::status(500)});
    EXPECT_TRUE(engine_network(socket));
    EXPECT_THAT(engine.lines(), ElementsAre("GET /info"));
    EXPECT_EQ(engine_network(socket).error().code, "engine-refused");
    EXPECT_EQ(engine_network(socket + ".gone").error().code, "engine-unreachable");
}

}  // namespace
}  // namespace lockstep
