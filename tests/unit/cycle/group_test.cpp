// SPDX-License-Identifier: Apache-2.0
#include "cycle_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace lockstep {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

/// A node and its companion: two containers of one group, each with its own repository.
class Pair : public CycleWorld {
  protected:
    Pair() {
        Target target;
        target.name = "release";
        target.match.labels = {{"part", "*"}};
        target.group = "release";
        target.gate = {1s, 10s};
        settings.targets = {target};
    }

    static std::string repository(const std::string& part) { return "example.org/" + part; }

    void publish(const std::string& part, const std::string& tag, Behaviour behaviour = Behaviour::Good) {
        CycleWorld::publish(repository(part), tag, part + tag, behaviour);
    }

    /// A running container that is called like its part.
    void start(const std::string& part, const std::string& tag) {
        publish(part, tag);
        const std::string image = format("{}:{}", repository(part), tag);
        add_local(repository(part), tag, part + tag);
        engine.run(part, {{"Image", image}, {"Labels", {{"part", part}}}});
        engine.forget_changes();
    }

    std::string tag_of(const std::string& name) {
        return Reference::parse(engine.inspect(name).value().reference).value().tag();
    }
    static const Finding& finding(const CycleReport& report, const std::string& name) {
        return *std::ranges::find(report.findings, name, &Finding::container);
    }
    void expect_untouched() {
        EXPECT_TRUE(engine.changes().empty());
        engine.forget_changes();
    }
};

TEST_F(Pair, WaitsForTheMissingHalfAndThenMovesBoth) {
    start("node", "4.1.0");
    start("ui", "4.1.0");
    publish("node", "4.2.0");
    const auto waiting = once();
    EXPECT_EQ(finding(waiting, "node").verdict.reason, "group-waits");
    EXPECT_EQ(finding(waiting, "ui").verdict.reason, "group-waits");
    EXPECT_THAT(finding(waiting, "node").verdict.sentence, HasSubstr("ui: example.org/ui for linux/amd64"));
    expect_untouched();
    publish("ui", "4.2.0");
    EXPECT_EQ(once().outcomes.size(), 2U);
    EXPECT_EQ(tag_of("node"), "4.2.0");
    EXPECT_EQ(tag_of("ui"), "4.2.0");
}

TEST_F(Pair, AVersionWithoutAnImageForTheNodesPlatformIsNotThereYet) {
    start("node", "4.1.0");
    start("ui", "4.1.0");
    for (const char* tag : {"4.1.1", "4.2.0"}) {
        publish("node", tag);
        publish("ui", tag);
    }
    registry.push_index(repository("ui"), "4.2.0", "ui4.2.0", {"linux/arm64"});
    const auto report = once();
    EXPECT_THAT(finding(report, "node").verdict.sentence, HasSubstr("waits for 4.2.0 (ui: example.org/ui"));
    EXPECT_EQ(tag_of("node"), "4.1.1");
    EXPECT_EQ(tag_of("ui"), "4.1.1");
}

TEST_F(Pair, ADigestThatFailedInOneHoldsTheOther) {
    start("node", "4.1.0");
    start("ui", "4.1.0");
    publish("node", "4.2.0");
    publish("ui", "4.2.0");
    const BadDigest bad{"ui", FakeRegistry::digest_of("ui4.2.0").text(), "it died", clock.now()};
    ASSERT_TRUE(journal->remember_bad(bad));
    const auto report = once();
    EXPECT_EQ(finding(report, "ui").verdict.reason, "bad-digest");
    EXPECT_EQ(finding(report, "node").verdict.reason, "group-held");
    EXPECT_THAT(finding(report, "node").verdict.sentence, HasSubstr("because ui does (bad-digest"));
    expect_untouched();
}

TEST_F(Pair, ARepositoryThatIsNotThereHoldsAll) {
    start("node", "4.1.0");
    publish("node", "4.2.0");
    engine.add_local({.id = ImageId("sha256:other"),
                      .tags = {"example.org/gone:4.1.0"},
                      .repo_digests = {format("example.org/gone@{}", FakeRegistry::digest_of("gone").text())}});
    engine.run("gone", {{"Image", "example.org/gone:4.1.0"}, {"Labels", {{"part", "gone"}}}});
    engine.forget_changes();
    const auto report = once();
    EXPECT_EQ(finding(report, "gone").verdict.reason, "repository-missing");
    EXPECT_EQ(finding(report, "node").verdict.reason, "group-held");
    expect_untouched();
}

TEST_F(Pair, DependantsOfOneGoAlong) {
    start("node", "4.1.0");
    start("ui", "4.1.0");
    publish("node", "4.2.0");
    publish("ui", "4.2.0");
    settings.targets[0].match.name = "[nu]*";
    engine.run("helper", {{"Image", "example.org/ui:4.1.0"}, {"HostConfig", {{"NetworkMode", "container:ui"}}}});
    engine.forget_changes();
    const auto report = once();
    ASSERT_EQ(report.units.size(), 1U);
    EXPECT_EQ(report.outcomes.size(), 3U);
    for (const SwapOutcome& outcome : report.outcomes) EXPECT_EQ(outcome.result, SwapResult::Updated) << outcome.reason;
    EXPECT_EQ(tag_of("node"), "4.2.0");
    EXPECT_EQ(tag_of("ui"), "4.2.0");
    EXPECT_EQ(tag_of("helper"), "4.1.0");
}

TEST_F(Pair, ACircleOfOneHoldsTheOther) {
    start("node", "4.1.0");
    publish("node", "4.2.0");
    publish("ui", "4.2.0");
    settings.targets[0].match.name = "[nu]*";
    start("ui", "4.1.0");
    engine.run("helper", {{"Image", "example.org/ui:4.1.0"}, {"HostConfig", {{"NetworkMode", "container:ui"}}}});
    engine.run("nail", {{"Image", "example.org/ui:4.1.0"},
                        {"HostConfig", {{"NetworkMode", "container:helper"}, {"Links", {"/nail2:/nail/n"}}}}});
    engine.run("nail2", {{"Image", "example.org/ui:4.1.0"}, {"HostConfig", {{"NetworkMode", "container:nail"}}}});
    engine.forget_changes();
    const auto report = once();
    EXPECT_EQ(finding(report, "ui").verdict.reason, "dependency-cycle");
    EXPECT_EQ(finding(report, "node").verdict.reason, "dependency-cycle");
    expect_untouched();
}

TEST_F(Pair, AMemberThatIsLeftAloneHoldsTheOther) {
    start("node", "4.1.0");
    publish("node", "4.2.0");
    publish("ui", "4.2.0");
    engine.add_local({.id = ImageId("sha256:id-of-ui4.1.0"),
                      .tags = {"example.org/ui:4.1.0"},
                      .repo_digests = {format("example.org/ui@{}", FakeRegistry::digest_of("ui4.1.0").text())}});
    engine.run("ui", {{"Image", "example.org/ui:4.1.0"}, {"Labels", {{"part", "ui"}, {"lockstep.enable", "false"}}}});
    engine.forget_changes();
    const auto report = once();
    EXPECT_EQ(finding(report, "node").verdict.reason, "group-held");
    EXPECT_THAT(finding(report, "node").verdict.sentence, HasSubstr("because ui does (disabled"));
    expect_untouched();
}

TEST_F(Pair, OneThatRunsTheChosenImageAlreadyHoldsNobody) {
    start("node", "4.1.0");
    start("ui", "4.1.0");
    publish("node", "4.2.0");
    registry.push(repository("ui"), "4.2.0", "ui4.1.0");
    const auto report = once();
    EXPECT_EQ(finding(report, "ui").verdict.reason, "up-to-date");
    EXPECT_EQ(tag_of("node"), "4.2.0");
}

TEST_F(Pair, AMoveDownIsConfirmedForAll) {
    settings.targets[0].policy.kind = PolicyKind::ServerMinor;
    settings.targets[0].server = ServerSettings{.url = "http://server.example/version"};
    for (const char* part : {"node", "ui"}) {
        publish(part, "4.1.0");
        start(part, "4.2.0");
    }
    const auto first = once();
    EXPECT_EQ(finding(first, "node").verdict.reason, "server-unconfirmed");
    EXPECT_EQ(finding(first, "ui").verdict.reason, "server-unconfirmed");
    expect_untouched();
    clock.advance(61s);
    EXPECT_EQ(once().outcomes.size(), 2U);
    EXPECT_EQ(tag_of("ui"), "4.1.0");
}

TEST_F(Pair, ExplainKnowsTheWholeGroup) {
    start("node", "4.1.0");
    start("ui", "4.1.0");
    publish("node", "4.2.0");
    const auto node = cycle().explain("node", {}).value();
    EXPECT_EQ(node.verdict.reason, "group-waits");
    EXPECT_EQ(node.verdict.trace.size(), 2U);
}

TEST_F(Pair, WhenNothingChangesTheVerdictStays) {
    start("node", "1.2.0");
    start("ui", "v1.2.0");
    publish("node", "v1.2.0");
    publish("node", "1.2.0.0");
    publish("ui", "1.2.0");
    const auto first = plan();
    static_cast<void>(once());
    const auto second = plan();
    for (const char* part : {"node", "ui"}) {
        EXPECT_EQ(finding(first, part).verdict.action, Action::Keep) << finding(first, part).verdict.sentence;
        EXPECT_EQ(finding(first, part).verdict.reason, finding(second, part).verdict.reason);
        EXPECT_EQ(finding(first, part).verdict.sentence, finding(second, part).verdict.sentence);
    }
}

}  // namespace
}  // namespace lockstep
