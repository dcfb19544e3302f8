// SPDX-License-Identifier: Apache-2.0
// What a container inherited from its image is told apart from what a person set.
#include "engine/entrypoint_rules.hpp"
#include "engine/env_rules.hpp"
#include "engine/health_rules.hpp"
#include "engine/port_rules.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lockstep {
namespace {

Json json(const char* text) {
    return Json::parse(text);
}

TEST(OwnEnv, IsWhatComesBeforeTheImagesVariables) {
    const Json image = json(R"(["PATH=/bin","A=1","B=2"])");
    EXPECT_EQ(own_env(image, image), Json::array());
    EXPECT_EQ(own_env(json(R"(["A=9","X=1","PATH=/bin","B=2"])"), image), json(R"(["A=9","X=1"])"));
    EXPECT_EQ(own_env(json(R"(["A=1","PATH=/bin","B=2"])"), image), json(R"(["A=1"])")) << "restated by the person";
    EXPECT_EQ(own_env(json(R"(["A","PATH=/bin","B=2"])"), image), json(R"(["A"])")) << "suppresses the image's";
}

TEST(OwnEnv, FallsBackToRemovingExactEntries) {
    EXPECT_EQ(own_env(json(R"(["PATH=/bin","X=1"])"), json(R"(["PATH=/bin","A=1"])")), json(R"(["X=1"])"));
}

Json some_env() {
    const auto names = *rc::gen::container<std::vector<std::string>>(
        rc::gen::element<std::string>("A=1", "A=2", "B=1", "C", "C=", "D=x=y", "PATH=/bin"));
    return names;
}

RC_GTEST_PROP(OwnEnv, BecomesTheSameListOnTheSameImage, ()) {
    const Json image = some_env();
    const Json container = merged_env(some_env(), image);
    RC_ASSERT(merged_env(own_env(container, image), image) == container);
}

Process process(const char* entrypoint, const char* cmd) {
    return {json(entrypoint), json(cmd)};
}

TEST(OwnProcess, KnowsTheFiveCases) {
    const Process image = process(R"(["e"])", R"(["c"])");
    EXPECT_EQ(own_process(process("null", R"(["x"])"), image), process(R"([""])", R"(["x"])")) << "reset";
    EXPECT_EQ(own_process(process("[]", R"(["c"])"), image), process("[]", "null")) << "emptied, command inherited";
    EXPECT_EQ(own_process(image, image), process("null", "null")) << "inherited";
    EXPECT_EQ(own_process(process(R"(["e"])", "null"), image), process(R"(["e"])", "null")) << "no command wanted";
    EXPECT_EQ(own_process(process(R"(["e"])", R"(["x"])"), image), process("null", R"(["x"])")) << "own command";
    EXPECT_EQ(own_process(process(R"(["o"])", R"(["c"])"), image), process(R"(["o"])", R"(["c"])"))
        << "an own entrypoint keeps a command that happens to be the image's";
}

TEST(ProcessOf, ReadsALoneStringAsAList) {
    EXPECT_EQ(process_of(json(R"({"Entrypoint":"sh","Cmd":["x"]})")), process(R"(["sh"])", R"(["x"])"));
}

RC_GTEST_PROP(OwnProcess, BecomesTheSameProcessOnTheSameImage, ()) {
    const auto words = [] {
        return *rc::gen::element<Json>(nullptr, Json::array(), Json::array({"a"}), Json::array({"b", "c"}),
                                       Json::array({""}));
    };
    const auto image_words = [] {
        return *rc::gen::element<Json>(nullptr, Json::array({"a"}), Json::array({"b", "c"}));
    };
    const Process image{image_words(), image_words()};
    const Process container = merged_process({words(), words()}, image);
    const Process again = merged_process(own_process(container, image), image);
    RC_ASSERT(again.entrypoint == container.entrypoint);
    RC_ASSERT((again.cmd.empty() ? Json() : again.cmd) == (container.cmd.empty() ? Json() : container.cmd));
}

TEST(OwnHealth, KeepsOnlyTheMembersThatDiffer) {
    const Json image = json(R"({"Test":["CMD","true"],"Interval":2,"Retries":3})");
    EXPECT_EQ(own_health(image, image), Json());
    EXPECT_EQ(own_health(json(R"({"Test":["CMD","true"],"Interval":9,"Retries":3})"), image),
              json(R"({"Interval":9})"));
    EXPECT_EQ(own_health(json(R"({"Test":["NONE"],"Interval":2,"Retries":3})"), image), json(R"({"Test":["NONE"]})"));
    EXPECT_EQ(own_health(Json(), image), Json());
    EXPECT_EQ(own_health(image, Json()), image);
}

TEST(OwnPorts, KeepsPublishedPortsThatTheImageExposes) {
    const Json container = json(R"({"80/tcp":{},"90/tcp":{},"70/tcp":{}})");
    const Json image = json(R"({"80/tcp":{},"90/tcp":{}})");
    const Json bindings = json(R"({"80/tcp":[{"HostPort":""}],"60/tcp":[{"HostPort":"1"}]})");
    EXPECT_EQ(own_ports(container, image, bindings), json(R"({"80/tcp":{},"70/tcp":{}})"));
    EXPECT_EQ(without_empty_bindings(json(R"({"1/tcp":[],"2/tcp":null,"3/tcp":[{}]})")), json(R"({"3/tcp":[{}]})"));
}

}  // namespace
}  // namespace lockstep
