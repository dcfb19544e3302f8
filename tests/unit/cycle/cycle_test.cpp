// SPDX-License-Identifier: Apache-2.0
#include "cycle_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace lockstep {
namespace {

using namespace std::chrono_literals;

constexpr const char* kRepository = "example.org/node";

Error away() {
    return {ErrorKind::Transient, "server-unreachable", "the server does not answer", "look at the server"};
}

/// A node whose containers follow a server: an engine, a registry and a server that remember.
class Node : public CycleWorld {
  protected:
    Node() {
        Target target;
        target.name = "node";
        target.match.labels = {{"follow", "server"}};
        target.policy.kind = PolicyKind::ServerMinor;
        target.policy.codenames = {{"cotopaxi", "4"}};
        target.server = ServerSettings{.url = "http://server.example/version", .product = "vantage6"};
        target.gate = {1s, 10s};
        settings.targets = {target};
        settings.server_confirm = 60s;
        for (const char* tag : {"4.1.0", "4.1.1", "4.2.0", "5.0.0"}) publish(tag, tag);
    }

    void publish(const std::string& tag, const std::string& content, Behaviour behaviour = Behaviour::Good) {
        CycleWorld::publish(kRepository, tag, content, behaviour);
    }

    void start(const std::string& name, const std::string& tag, const std::string& content) {
        add_local(kRepository, tag, content);
        engine.run(name, {{"Image", format("{}:{}", kRepository, tag)}, {"Labels", {{"follow", "server"}}}});
        engine.forget_changes();
    }

    std::string image_of(const std::string& name) { return engine.inspect(name).value().reference; }
};

TEST_F(Node, MovesToTheNewestPatchOfTheServersMinor) {
    start("node", "4.1.0", "4.1.0");
    const auto report = once();
    ASSERT_EQ(report.outcomes.size(), 1U);
    EXPECT_EQ(report.outcomes[0].result, SwapResult::Updated) << report.outcomes[0].reason;
    EXPECT_EQ(image_of("node"), "example.org/node:4.1.1");
    EXPECT_EQ(engine.names(), std::vector<std::string>{"node"});
}

TEST_F(Node, ASecondLookFindsNothingToDoAndAsksTheEngineForNoChange) {
    start("node", "4.1.0", "4.1.0");
    static_cast<void>(once());
    engine.forget_changes();
    EXPECT_EQ(once().findings.at(0).verdict.reason, "up-to-date");
    EXPECT_TRUE(engine.changes().empty());
}

TEST_F(Node, APlanNamesTheSwapButChangesNothing) {
    start("node", "4.1.0", "4.1.0");
    const auto report = plan();
    ASSERT_TRUE(report.findings.at(0).swap);
    EXPECT_EQ(report.findings[0].swap->to.tag(), "4.1.1");
    EXPECT_TRUE(engine.changes().empty());
    EXPECT_FALSE(journal->last_answer("http://server.example/version").value());
}

TEST_F(Node, FortyContainersOfOneRepositoryCostOneListOneVersionAndOneDigest) {
    for (int i = 0; i < 40; ++i) start(format("node-{}", i), "4.1.0", "4.1.0");
    static_cast<void>(plan());
    const auto questions = registry.questions();
    const auto count = [&](const std::string& word) {
        return std::ranges::count_if(questions, [&](const std::string& one) { return one.starts_with(word); });
    };
    EXPECT_EQ(count("tags"), 1);
    EXPECT_EQ(count("digest"), 1);
    EXPECT_EQ(server.asked(), 1);
}

TEST_F(Node, KeepsWhenTheServerIsAway) {
    start("node", "4.1.0", "4.1.0");
    server.now_says(away());
    const auto report = once();
    EXPECT_EQ(report.findings.at(0).verdict.reason, "server-unreachable");
    EXPECT_TRUE(report.findings[0].missing);
    EXPECT_TRUE(engine.changes().empty());
}

TEST_F(Node, RefusesAnotherMajorOfTheServer) {
    start("node", "4.1.0", "4.1.0");
    server.now_says(std::string("5.0.0"));
    const auto report = once();
    EXPECT_EQ(report.findings.at(0).verdict.action, Action::Refuse);
    EXPECT_EQ(report.findings[0].verdict.reason, "server-major-mismatch");
    EXPECT_TRUE(engine.changes().empty());
}

TEST_F(Node, KeepsWhenTheRegistryIsAway) {
    start("node", "4.1.0", "4.1.0");
    registry.fail({ErrorKind::Transient, "registry-unreachable", "no route", "look at the network"});
    const auto report = once();
    EXPECT_EQ(report.findings.at(0).verdict.reason, "registry-unreachable");
    EXPECT_TRUE(engine.changes().empty());
}

TEST_F(Node, ATagListThatBrokeOffMovesNobodyDown) {
    start("node", "4.2.0", "4.2.0");
    registry.cut_lists(kRepository, 1);
    server.now_says(std::string("4.1.0"));
    static_cast<void>(once());
    clock.advance(61s);
    const auto report = once();
    EXPECT_EQ(report.findings.at(0).verdict.action, Action::Keep);
    EXPECT_TRUE(report.findings[0].missing);
    EXPECT_EQ(image_of("node"), "example.org/node:4.2.0");
}

TEST_F(Node, AMoveDownWaitsForTheServersSecondEqualAnswer) {
    start("node", "4.2.0", "4.2.0");
    const auto first = once();
    EXPECT_EQ(first.findings.at(0).verdict.reason, "server-unconfirmed");
    ASSERT_TRUE(first.look_again);
    EXPECT_EQ(image_of("node"), "example.org/node:4.2.0");
    clock.advance(*first.look_again);
    static_cast<void>(once());
    EXPECT_EQ(image_of("node"), "example.org/node:4.1.1");
}

TEST_F(Node, AnotherAnswerInBetweenStartsTheWaitAnew) {
    start("node", "4.2.0", "4.2.0");
    static_cast<void>(once());
    clock.advance(30s);
    server.now_says(std::string("4.2.0"));
    static_cast<void>(once());
    clock.advance(31s);
    server.now_says(std::string("4.1.0"));
    EXPECT_EQ(once().findings.at(0).verdict.reason, "server-unconfirmed");
    EXPECT_EQ(image_of("node"), "example.org/node:4.2.0");
}

TEST_F(Node, ARememberedAnswerMovesNobodyDown) {
    settings.targets[0].policy.fallback = Fallback::SameMinor;
    start("node", "4.2.0", "4.2.0");
    server.now_says(std::string("4.1.0"));
    ASSERT_EQ(once().findings.at(0).verdict.reason, "server-unconfirmed");
    server.now_says(Error{.kind = ErrorKind::Transient, .code = "server-unreachable", .message = "away"});
    clock.advance(2min);
    const auto report = once();
    EXPECT_EQ(report.findings.at(0).verdict.reason, "server-unreachable");
    EXPECT_FALSE(report.look_again);
    EXPECT_TRUE(report.outcomes.empty());
}

TEST_F(Node, ABrokenReleaseIsRolledBackAndNotTriedAgain) {
    start("node", "4.1.1", "4.1.1");
    publish("4.1.2", "broken", Behaviour::Dies);
    EXPECT_EQ(once().outcomes.at(0).result, SwapResult::RolledBack);
    EXPECT_EQ(image_of("node"), "example.org/node:4.1.1");
    engine.forget_changes();
    EXPECT_EQ(once().findings.at(0).verdict.reason, "bad-digest");
    EXPECT_TRUE(engine.changes().empty());
    publish("4.1.2", "repaired");
    EXPECT_EQ(once().outcomes.at(0).result, SwapResult::Updated);
}

TEST_F(Node, ATagThatStandsForTheRunningImageIsNoUpdate) {
    start("node", "4.1.1", "4.1.1");
    publish("4.1.2", "4.1.1");
    EXPECT_EQ(once().findings.at(0).verdict.reason, "up-to-date");
    EXPECT_TRUE(engine.changes().empty());
}

TEST_F(Node, WithoutAServerItSaysWhatToConfigure) {
    settings.targets[0].server.reset();
    start("node", "4.1.0", "4.1.0");
    const auto report = once();
    EXPECT_EQ(report.findings.at(0).verdict.reason, "server-not-configured");
    EXPECT_NE(report.findings[0].verdict.sentence.find("server.url"), std::string::npos);
}

TEST_F(Node, ExplainsEveryTag) {
    start("node", "4.1.0", "4.1.0");
    const auto finding = cycle().explain("node", {}).value();
    EXPECT_EQ(finding.verdict.trace.size(), 4U);
    EXPECT_EQ(std::ranges::count_if(finding.verdict.trace, &Candidate::taken), 1);
}

TEST_F(Node, ACodenameThatPointsToAnotherMajorIsRefused) {
    settings.targets[0].policy.kind = PolicyKind::SameMajor;
    publish("cotopaxi", "4.2.0");
    start("node", "cotopaxi", "4.2.0");
    publish("cotopaxi", "5.0.0");
    EXPECT_EQ(once().findings.at(0).verdict.reason, "codename-mismatch");
    EXPECT_TRUE(engine.changes().empty());
}

TEST_F(Node, ACodenameThatMovesUpIsFollowedAndOneThatMovesBackIsNot) {
    settings.targets[0].policy.kind = PolicyKind::SameMajor;
    start("node", "cotopaxi", "4.1.1");
    publish("cotopaxi", "4.2.0");
    EXPECT_EQ(once().outcomes.at(0).result, SwapResult::Updated);
    EXPECT_EQ(image_of("node"), "example.org/node:cotopaxi");
    publish("cotopaxi", "4.1.1");
    engine.forget_changes();
    EXPECT_EQ(once().findings.at(0).verdict.reason, "alias-moved-backwards");
    EXPECT_TRUE(engine.changes().empty());
}

TEST_F(Node, WhichVersionAnAliasIsIsAskedOnceADayAlsoByAnotherRun) {
    publish("latest", "4.1.0");
    start("node", "latest", "4.1.0");
    const auto versions_asked = [&] {
        const auto questions = registry.questions();
        return std::ranges::count_if(questions, [](const std::string& one) {
            return one.starts_with("digest") && !one.ends_with("4.1.1") && !one.ends_with("latest");
        });
    };
    server.now_says(std::string("4.2.0"));
    EXPECT_EQ(plan().findings.at(0).runs, "4.1.0");
    const auto first = versions_asked();
    EXPECT_GT(first, 0);
    registry.forget_questions();
    EXPECT_EQ(plan().findings.at(0).runs, "4.1.0");
    EXPECT_EQ(versions_asked(), 1) << "only the version to move to";
    clock.advance(24h);
    registry.forget_questions();
    EXPECT_EQ(plan().findings.at(0).runs, "4.1.0");
    EXPECT_GE(versions_asked(), first);
}

TEST_F(Node, AnImagePulledByThePlatformsDigestIsRecognised) {
    registry.push_index(kRepository, "4.1.1", "4.1.1", {"linux/amd64", "linux/arm64"});
    start("node", "latest", "4.1.1linux/amd64");
    EXPECT_EQ(plan().findings.at(0).runs, "4.1.1");
    EXPECT_EQ(plan().findings.at(0).verdict.reason, "up-to-date");
    registry.push_index(kRepository, "4.1.2", "4.1.2", {"linux/amd64"});
    start("twin", "4.1.1", "4.1.2linux/amd64");
    const auto report = plan();
    EXPECT_EQ(std::ranges::find(report.findings, "twin", &Finding::container)->verdict.reason, "up-to-date");
}

TEST_F(Node, ANewReadingOfDashedNumbersIsTold) {
    start("node", "4.1.0", "4.1.0");
    const auto told = [this] {
        sink.events.clear();
        static_cast<void>(plan());
        return std::ranges::count_if(sink.events, [](const Event& event) {
            const auto* notice = std::get_if<Notice>(&event);
            return notice != nullptr && notice->text.find("now read as a pre-release") != std::string::npos;
        });
    };
    EXPECT_EQ(told(), 0);
    publish("4.3.0-rc.1", "4.3.0-rc.1");
    EXPECT_EQ(told(), 1);
    EXPECT_EQ(told(), 0);
}

TEST_F(Node, AContainerWhoseNetworkOthersUseTakesThemAlongOnTheirOwnImage) {
    start("node", "4.1.0", "4.1.0");
    engine.run("sidecar", {{"Image", "example.org/node:4.1.0"}, {"HostConfig", {{"NetworkMode", "container:node"}}}});
    engine.forget_changes();
    const auto report = once();
    ASSERT_EQ(report.outcomes.size(), 2U);
    for (const SwapOutcome& outcome : report.outcomes) EXPECT_EQ(outcome.result, SwapResult::Updated) << outcome.reason;
    EXPECT_EQ(report.outcomes[1].kind, SwapKind::Recreate);
    EXPECT_EQ(image_of("node"), "example.org/node:4.1.1");
    EXPECT_EQ(image_of("sidecar"), "example.org/node:4.1.0");
    EXPECT_EQ(engine.names(), (std::vector<std::string>{"node", "sidecar"}));
    const std::string node = engine.inspect("node")->id.text();
    EXPECT_NE(engine.inspect("sidecar")->raw.text.find("container:" + node), std::string::npos);
    EXPECT_TRUE(engine.inspect("sidecar")->running());
}

TEST_F(Node, AnUnapprovedDigestIsNotUsed) {
    trust = make_approved_digests({FakeRegistry::digest_of("something else")});
    start("node", "4.1.0", "4.1.0");
    const auto report = once();
    EXPECT_EQ(report.outcomes.at(0).result, SwapResult::Aborted);
    EXPECT_NE(report.outcomes[0].reason.find("digest-not-approved"), std::string::npos);
    EXPECT_EQ(image_of("node"), "example.org/node:4.1.0");
}

}  // namespace
}  // namespace lockstep
