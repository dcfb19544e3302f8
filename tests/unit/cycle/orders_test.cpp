// SPDX-License-Identifier: Apache-2.0
#include "cycle_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr const char* kRepository = "example.org/node";

/// A node whose person has a word to say: holds and ways back.
class OrderedNode : public CycleWorld {
  protected:
    OrderedNode() {
        for (const char* name : {"node", "twin"}) {
            Target target;
            target.name = format("rule of {}", name);
            target.match.name = name;
            target.gate = {1s, 10s};
            settings.targets.push_back(target);
        }
        publish("4.1.0");
    }

    void publish(const std::string& tag, Behaviour behaviour = Behaviour::Good) {
        CycleWorld::publish(kRepository, tag, tag, behaviour);
    }

    void start(const std::string& name, const Json& more = Json::object()) {
        add_local(kRepository, "4.1.0", "4.1.0");
        Json body{{"Image", format("{}:4.1.0", kRepository)}};
        body.update(more);
        engine.run(name, body);
    }

    CycleReport go_back(const Rollback& rollback) { return cycle().roll_back(rollback, {}).value(); }
    std::string tag_of(const std::string& name) { return engine.inspect(name).value().reference.substr(17); }
    void hold(const std::string& name, std::optional<WallTime> until = {}) {
        ASSERT_TRUE(journal->hold({name, "training", clock.now(), until}));
    }
};

TEST_F(OrderedNode, AContainerOnHoldStaysAndSaysWhyAndUntilWhen) {
    start("node");
    publish("4.1.1");
    hold("node", clock.now() + 2h);
    const auto report = once();
    EXPECT_EQ(report.findings.at(0).verdict.reason, "on-hold");
    EXPECT_THAT(report.findings[0].verdict.sentence, HasSubstr("until 2026-01-01T02:00:00Z (training)"));
    EXPECT_EQ(report.findings[0].waits_until, clock.now() + 2h);
    EXPECT_EQ(tag_of("node"), "4.1.0");
    clock.advance(2h);
    EXPECT_EQ(once().outcomes.size(), 1U) << "the hold has run out";
    EXPECT_EQ(tag_of("node"), "4.1.1");
}

TEST_F(OrderedNode, ATargetOnHoldHoldsWhatItMeansAndNobodyElse) {
    start("node");
    start("twin");
    publish("4.1.1");
    hold("rule of node");
    static_cast<void>(once());
    EXPECT_EQ(tag_of("node"), "4.1.0");
    EXPECT_EQ(tag_of("twin"), "4.1.1");
    ASSERT_TRUE(journal->unhold("rule of node"));
    static_cast<void>(once());
    EXPECT_EQ(tag_of("node"), "4.1.1");
}

TEST_F(OrderedNode, OneOnHoldHoldsItsGroup) {
    for (Target& target : settings.targets) target.group = "pair";
    start("node");
    start("twin");
    publish("4.1.1");
    hold("twin");
    const auto report = once();
    EXPECT_TRUE(report.outcomes.empty());
    EXPECT_EQ(report.findings.at(0).verdict.reason, "on-hold");
}

TEST_F(OrderedNode, AContainerOnHoldIsNotMadeAgainForSomebodyElse) {
    start("node");
    start("sharer", {{"HostConfig", {{"NetworkMode", "container:" + engine.inspect("node").value().id.text()}}}});
    publish("4.1.1");
    hold("sharer");
    engine.forget_changes();
    const auto report = once();
    EXPECT_EQ(report.findings.at(0).verdict.reason, "on-hold");
    EXPECT_THAT(report.findings[0].verdict.sentence, HasSubstr("waits: sharer, which "));
    EXPECT_THAT(report.findings[0].verdict.sentence,
                HasSubstr(", is on hold until `lockstep unhold sharer` (training)"));
    EXPECT_TRUE(engine.changes().empty());
}

TEST_F(OrderedNode, ExplainKnowsHoldsAndPauses) {
    start("node");
    publish("4.1.1");
    const Orders paused{.pause = HoldOff{"paused", WallTime::max(), "waits: paused"}};
    EXPECT_EQ(cycle().explain("node", {}, paused).value().verdict.reason, "paused");
    hold("node");
    EXPECT_EQ(cycle().explain("node", {}).value().verdict.reason, "on-hold");
}

TEST_F(OrderedNode, GoesBackToWhatRanBeforeAndStaysThere) {
    start("node");
    publish("4.1.1");
    static_cast<void>(once());
    ASSERT_EQ(tag_of("node"), "4.1.1");
    const auto report = go_back({.container = "node", .reason = "it lost my data"});
    ASSERT_EQ(report.outcomes.size(), 1U);
    EXPECT_EQ(report.outcomes[0].result, SwapResult::Updated) << report.outcomes[0].reason;
    EXPECT_EQ(tag_of("node"), "4.1.0");
    EXPECT_EQ(engine.names(), std::vector<std::string>{"node"});

    const auto next = once();
    EXPECT_EQ(next.findings.at(0).verdict.reason, "bad-digest");
    EXPECT_THAT(next.findings[0].verdict.sentence, HasSubstr("it lost my data"));
    EXPECT_EQ(tag_of("node"), "4.1.0");
    publish("4.1.2");
    static_cast<void>(once());
    EXPECT_EQ(tag_of("node"), "4.1.2") << "the next release is taken";

    const auto lines = journal->history(9).value();
    ASSERT_EQ(lines.size(), 4U);
    EXPECT_EQ(lines[2].outcome, "ordered");
    EXPECT_THAT(lines[2].reason, HasSubstr("it lost my data"));
}

TEST_F(OrderedNode, GoingBackTwiceGoesFurtherBack) {
    start("node");
    for (const char* tag : {"4.1.1", "4.1.2"}) {
        publish(tag);
        static_cast<void>(once());
    }
    ASSERT_EQ(tag_of("node"), "4.1.2");
    static_cast<void>(go_back({.container = "node"}));
    EXPECT_EQ(tag_of("node"), "4.1.1");
    static_cast<void>(go_back({.container = "node"}));
    EXPECT_EQ(tag_of("node"), "4.1.0");
    const auto nothing = cycle().roll_back(Rollback{.container = "node"}, {});
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().code, "nothing-to-roll-back");
    EXPECT_THAT(nothing.error().remedy, HasSubstr("--to: 4.1.1, 4.1.2"));
    static_cast<void>(go_back({.container = "node", .to = "4.1.2"}));
    EXPECT_EQ(tag_of("node"), "4.1.2") << "by name also to one that was left";
}

TEST_F(OrderedNode, GoesBackByTheDigestThatItsHistoryKnows) {
    start("node");
    publish("4.1.1");
    static_cast<void>(once());
    static_cast<void>(go_back({.container = "node", .to = FakeRegistry::digest_of("4.1.0").text()}));
    EXPECT_EQ(tag_of("node"), "4.1.0");
    EXPECT_EQ(cycle().plan_rollback(Rollback{.container = "node", .to = "3.0.0"}).error().code, "nothing-to-roll-back");
}

TEST_F(OrderedNode, WhoMovedTogetherGoesBackTogether) {
    for (Target& target : settings.targets) target.group = "pair";
    start("node");
    start("twin");
    publish("4.1.1");
    static_cast<void>(once());
    ASSERT_EQ(tag_of("twin"), "4.1.1");
    const auto planned = cycle().plan_rollback(Rollback{.container = "node"}).value();
    ASSERT_EQ(planned.units.size(), 1U);
    EXPECT_EQ(planned.units[0].swaps.size(), 2U);
    static_cast<void>(go_back({.container = "node"}));
    EXPECT_EQ(tag_of("node"), "4.1.0");
    EXPECT_EQ(tag_of("twin"), "4.1.0");
}

TEST_F(OrderedNode, APlanToGoBackChangesNothing) {
    start("node");
    publish("4.1.1");
    static_cast<void>(once());
    engine.forget_changes();
    const auto planned = cycle().plan_rollback(Rollback{.container = "node"}).value();
    ASSERT_TRUE(planned.findings.at(0).swap);
    EXPECT_EQ(planned.findings[0].swap->to.tag(), "4.1.0");
    EXPECT_TRUE(engine.changes().empty());
    EXPECT_TRUE(journal->bad_digests()->empty());
}

TEST_F(OrderedNode, WithoutAHistoryThereIsNoWayBack) {
    start("node");
    const auto planned = cycle().plan_rollback(Rollback{.container = "node"});
    ASSERT_FALSE(planned);
    EXPECT_EQ(planned.error().code, "nothing-to-roll-back");
    const auto unknown = cycle().plan_rollback(Rollback{.container = "nod"});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, "no-such-container");
    EXPECT_THAT(unknown.error().remedy, HasSubstr("did you mean 'node'?"));
}

TEST_F(OrderedNode, KilledWhileItGoesBackItIsRepairedAndDoesNotGoUpAgain) {
    start("node");
    publish("4.1.1");
    static_cast<void>(once());
    engine.on_change = [](const std::string& words) {
        if (words.starts_with("start")) throw Killed{};
    };
    EXPECT_THROW(static_cast<void>(go_back({.container = "node"})), Killed);
    engine.on_change = [](const std::string&) {
    };
    const auto report = once();
    ASSERT_EQ(report.repaired.size(), 1U);
    EXPECT_EQ(tag_of("node"), "4.1.0");
    EXPECT_EQ(report.findings.at(0).verdict.reason, "bad-digest");
    EXPECT_EQ(engine.names(), std::vector<std::string>{"node"});
}

TEST_F(OrderedNode, AHoldIsKeptUnderTheContainersNameAndShown) {
    start("node");
    publish("4.1.1");
    const auto id = engine.inspect("node").value().id.text();
    const auto kept = cycle().hold({id, "audit", {}, clock.now() + 2h}).value();
    EXPECT_EQ(kept.name, "node");
    EXPECT_EQ(kept.since, clock.now());
    const auto report = plan();
    ASSERT_EQ(report.holds.size(), 1U);
    EXPECT_EQ(report.holds[0].reason, "audit");
    EXPECT_EQ(report.findings.at(0).verdict.reason, "on-hold");
    EXPECT_EQ(journal->history(1)->at(0).reason, "a person put it on hold until 2026-01-01T02:00:00Z (audit)");
    clock.advance(2h);
    EXPECT_TRUE(plan().holds.empty());
    EXPECT_EQ(cycle().hold({"nod", "", {}, {}}).error().remedy, "did you mean 'node'?");
    EXPECT_EQ(cycle().hold({"rule of twin", "", {}, {}}).value().name, "rule of twin");
}

TEST_F(OrderedNode, AHoldIsLiftedAlsoWhenItsContainerIsGone) {
    start("node");
    hold("node");
    hold("gone");
    EXPECT_EQ(cycle().unhold("gone").value()->name, "gone");
    EXPECT_EQ(cycle().unhold(engine.inspect("node").value().id.text()).value()->reason, "training");
    EXPECT_FALSE(cycle().unhold("node").value());
    EXPECT_EQ(cycle().unhold("gone").error().code, "no-such-container");
    EXPECT_TRUE(journal->holds()->empty());
}

TEST_F(OrderedNode, WhatFailedIsTriedAgainByAPersonsWord) {
    start("node");
    publish("4.1.1", Behaviour::Dies);
    static_cast<void>(once());
    ASSERT_EQ(once().findings.at(0).verdict.reason, "bad-digest");
    const auto forgotten = cycle().retry("node").value();
    ASSERT_EQ(forgotten.size(), 1U);
    EXPECT_EQ(forgotten[0].digest, FakeRegistry::digest_of("4.1.1").text());
    EXPECT_EQ(once().outcomes.size(), 1U) << "it is tried";
    EXPECT_TRUE(cycle().retry("node").has_value());
    EXPECT_TRUE(cycle().retry("node")->empty());
    EXPECT_EQ(cycle().retry("nod").error().code, "no-such-container");
}

/// Lockstep in a container of its own, "node", that a person labelled.
class OwnContainer : public OrderedNode {
  protected:
    OwnContainer() {
        settings.state_dir = directory / "state";
        start("node", {{"Cmd", {"--config", "/c.yaml", "run"}}, {"Labels", {{"lockstep.enable", "true"}}}});
        publish("4.1.1");
        own = engine.inspect("node").value().id.text();
        helper = format("node.{}.handover", own.substr(0, 12));
    }

    CycleReport look() {
        Cycle cycle({engine, registry, server, *trust, *journal, clock, notebook}, settings, sink, own);
        return cycle.run({}).value();
    }

    /// What the helper leaves in its own journal when it has finished.
    void report(const std::string& outcome, const std::string& reason) {
        std::string notice;
        const auto of_helper =
            open_sqlite_journal(settings.state_dir + "/handover", JournalMode::Write, notice).value();
        HistoryEntry line;
        line.at = clock.now();
        line.container = "node";
        line.digest = digest;
        line.outcome = outcome;
        line.reason = reason;
        ASSERT_TRUE(of_helper->finish({}, {line}));
        ASSERT_TRUE(engine.stop(engine.inspect(helper).value().id));
    }

    std::string own;
    std::string helper;
    std::string digest = FakeRegistry::digest_of("4.1.1").text();
};

TEST_F(OwnContainer, HandsOverToAHelperOfTheNewImageOnce) {
    const auto begun = look();
    ASSERT_EQ(begun.outcomes.size(), 1U);
    EXPECT_EQ(begun.outcomes[0].result, SwapResult::HandedOver) << begun.outcomes[0].reason;
    EXPECT_TRUE(begun.look_again);
    EXPECT_EQ(journal->bad_digests()->at(0).digest, digest) << "before anything is risked";
    const auto made = engine.inspect(helper).value();
    EXPECT_TRUE(made.running());
    EXPECT_EQ(made.image.text(), "sha256:id-of-4.1.1");
    EXPECT_EQ(made.labels.at("lockstep.enable"), "false");
    EXPECT_THAT(made.raw.text, HasSubstr(R"("--config","/c.yaml","handover","--state-dir")"));
    engine.forget_changes();
    EXPECT_TRUE(look().outcomes.empty());
    EXPECT_TRUE(engine.changes().empty()) << "it lets the helper work";
    EXPECT_EQ(tag_of("node"), "4.1.0");
}

TEST_F(OwnContainer, TakesInWhatTheHelperReports) {
    static_cast<void>(look());
    report("updated", "");
    hold("node");  // in this world nobody made the swap, so it would be tried again
    const auto after = look();
    ASSERT_EQ(after.repaired.size(), 1U);
    EXPECT_EQ(after.repaired[0].result, SwapResult::Updated);
    EXPECT_TRUE(journal->bad_digests()->empty());
    EXPECT_EQ(journal->history(1)->at(0).outcome, "updated");
    EXPECT_FALSE(engine.inspect(helper).has_value());
    EXPECT_TRUE(look().repaired.empty());
}

TEST_F(OwnContainer, AVersionThatFailedIsNotTriedAgain) {
    static_cast<void>(look());
    report("rolled-back", "new-exited: ended with exit code 3");
    EXPECT_EQ(look().repaired.at(0).result, SwapResult::RolledBack);
    EXPECT_THAT(journal->bad_digests()->at(0).reason, HasSubstr("exit code 3"));
    EXPECT_EQ(look().findings.at(0).verdict.reason, "bad-digest");
    EXPECT_EQ(engine.names(), std::vector<std::string>{"node"});
}

TEST_F(OwnContainer, AHelperThatEndsWithoutAWordIsToldAndNotTriedAgain) {
    static_cast<void>(look());
    ASSERT_TRUE(engine.stop(engine.inspect(helper).value().id));
    const auto after = look();
    ASSERT_EQ(after.repaired.size(), 1U);
    EXPECT_EQ(after.repaired[0].result, SwapResult::Aborted);
    EXPECT_THAT(after.repaired[0].reason, HasSubstr("its helper ended with exit code"));
    EXPECT_EQ(look().findings.at(0).verdict.reason, "bad-digest");
    EXPECT_EQ(engine.names(), std::vector<std::string>{"node"});
}

TEST_F(OwnContainer, TheHelperRunsTheOrdinarySwapAndIsRepairedLikeOne) {
    static_cast<void>(look());
    Notebook notes;
    std::string notice;
    const auto of_helper = open_sqlite_journal(settings.state_dir + "/handover", JournalMode::Write, notice).value();
    const auto to = Reference::parse(format("{}:4.1.1@{}", kRepository, digest)).value();
    const auto take_over = [&] {
        Cycle cycle({engine, registry, server, *trust, *of_helper, clock, notes}, settings, sink,
                    engine.inspect(helper).value().id.text());
        return cycle.take_over(own, to, {});
    };
    engine.on_change = [](const std::string& words) {
        if (words.starts_with("start")) throw Killed{};
    };
    EXPECT_THROW(static_cast<void>(take_over().has_value()), Killed);
    engine.on_change = [](const std::string&) {
    };
    EXPECT_EQ(take_over().value().repaired.at(0).result, SwapResult::Updated);
    EXPECT_EQ(tag_of("node"), "4.1.1");
    engine.forget_changes();
    EXPECT_TRUE(take_over().value().outcomes.empty());
    EXPECT_TRUE(engine.changes().empty()) << "once";
}

}  // namespace
}  // namespace lockstep
