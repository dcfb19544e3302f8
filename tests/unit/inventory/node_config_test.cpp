// SPDX-License-Identifier: Apache-2.0
#include "lockstep/inventory/node_config.hpp"

#include "lockstep/core/json.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

using Words = std::vector<std::string>;

Container node(const Words& command, Labels labels = {}, const Words& entrypoint = {}) {
    Container container;
    container.labels = std::move(labels);
    container.raw.text = dump({{"Config", {{"Cmd", command}, {"Entrypoint", entrypoint}}}});
    return container;
}

std::string place(const Container& container) {
    const auto config = node_config_of(container);
    return config ? config->path + " " + config->environment : "";
}

TEST(NodeConfig, is_what_the_command_names) {
    EXPECT_EQ(
        place(node({"vnode-local", "start", "-c", "/mnt/config/demo.yaml", "-n", "demo", "--dockerized", "--user"},
                   {{"name", "other"}})),
        "/mnt/config/demo.yaml application");
    EXPECT_EQ(place(node({"start", "--config", "/etc/v6/n.yaml"}, {}, {"vnode-local"})), "/etc/v6/n.yaml application");
    EXPECT_EQ(place(node({"vnode-local", "start", "--config=/mnt/config/x.yaml"})), "/mnt/config/x.yaml application");
}

TEST(NodeConfig, has_the_environment_of_releases_2_and_3) {
    EXPECT_EQ(place(node({"vnode-local", "start", "-c", "/mnt/config/demo.yaml", "-n", "demo", "-e", "prod"})),
              "/mnt/config/demo.yaml prod");
}

TEST(NodeConfig, is_where_the_label_puts_it_when_the_command_is_silent) {
    EXPECT_EQ(place(node({"run"}, {{"name", "demo"}})), "/mnt/config/demo.yaml application");
    EXPECT_EQ(place(node({"vnode-local", "-c"}, {{"name", "demo"}})), "/mnt/config/demo.yaml application");
    EXPECT_EQ(place(node({"vnode-local", "-c", "relative.yaml"}, {{"name", "demo"}})),
              "/mnt/config/demo.yaml application");
}

TEST(NodeConfig, is_nowhere_when_nothing_says_so) {
    EXPECT_EQ(place(node({"vnode-local", "start"})), "");
    EXPECT_EQ(place(node({}, {{"name", ""}})), "");
    EXPECT_EQ(place(node({}, {{"name", "../../etc/shadow"}})), "");
    EXPECT_EQ(place(node({}, {{"name", ".."}})), "");
}

}  // namespace
}  // namespace lockstep
