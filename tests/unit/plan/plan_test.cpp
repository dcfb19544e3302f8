// SPDX-License-Identifier: Apache-2.0
#include "lockstep/plan/plan.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace lockstep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> words_of(Phase phase, bool auto_remove) {
    std::vector<std::string> words;
    for (const Step& step : steps_of(phase, SwapShape{.auto_remove = auto_remove})) words.emplace_back(word(step));
    return words;
}

/// Sixty-four digits of its own for each name.
std::string id_of(const std::string& name) {
    std::string digits;
    for (const char c : name) digits += format("{:02x}", static_cast<unsigned char>(c));
    return digits + std::string(64 - digits.size(), '0');
}

Container other(const std::string& name, const Json& host_config) {
    Container container;
    container.id = ContainerId(id_of(name));
    container.name = name;
    container.reference = "busybox:1.35";
    container.status = ContainerStatus::Running;
    container.raw.text = dump({{"HostConfig", host_config}});
    return container;
}

Decided decided(const std::string& name, const std::string& group = {}, Action action = Action::Update) {
    Container container = other(name, Json::object());
    container.image = ImageId("sha256:1");
    Image image;
    image.platform = {"linux", "arm64", ""};
    return {.container = container,
            .image = image,
            .from = Reference::parse("busybox:1.35").value(),
            .verdict = {.action = action, .tag = "1.36"},
            .digest = Digest::parse("sha256:" + std::string(64, 'a')).value(),
            .group = group,
            .gate = {}};
}

TEST(Steps, OfAPlainContainer) {
    EXPECT_THAT(words_of(Phase::Planned, false), ElementsAre("pull-image", "create-new"));
    EXPECT_THAT(words_of(Phase::Prepared, false), IsEmpty());
    EXPECT_THAT(words_of(Phase::Switching, false),
                ElementsAre("hold-restart", "park-old", "name-new", "stop-old", "start-new", "await-health"));
    EXPECT_THAT(words_of(Phase::Committed, false), ElementsAre("remove-old"));
    EXPECT_THAT(words_of(Phase::Rollback, false),
                ElementsAre("stop-new", "remove-new", "recreate-old", "restore-restart", "start-old", "restore-name"));
    EXPECT_THAT(words_of(Phase::Done, false), IsEmpty());
}

TEST(Steps, OfAnAutoRemovedContainer) {
    EXPECT_THAT(words_of(Phase::Planned, true), ElementsAre("pull-image", "create-new"));
    EXPECT_THAT(words_of(Phase::Switching, true),
                ElementsAre("park-old", "name-new", "stop-old", "await-removal", "start-new", "await-health"));
    EXPECT_THAT(words_of(Phase::Committed, true), IsEmpty());
    EXPECT_THAT(words_of(Phase::Rollback, true),
                ElementsAre("stop-new", "remove-new", "recreate-old", "start-old", "restore-name"));
}

TEST(Phases, HaveTheirOwnWordsThatReadBack) {
    std::set<std::string_view> words;
    for (const Phase phase : kPhases) {
        words.insert(word(phase));
        EXPECT_EQ(phase_of(word(phase)), phase);
    }
    EXPECT_EQ(words.size(), kPhases.size());
    for (const char* text : {"", "Planned", "switching ", "teleporting"}) EXPECT_FALSE(phase_of(text)) << text;
}

/// A plan of these and of nobody else.
Plan planned(const std::vector<Decided>& all, const std::vector<Container>& others = {}, std::string_view own = {}) {
    std::vector<Container> containers = others;
    for (const Decided& one : all) containers.push_back(one.container);
    return make_plan(all, containers, own);
}

/// "a+c+e b d": units, and who stands in them.
std::string shown(const Plan& plan) {
    std::vector<std::string> units;
    for (const SwapUnit& unit : plan.units) {
        std::vector<std::string> names;
        for (const Swap& swap : unit.swaps) {
            const auto kind = swap.shape.kind;
            names.push_back(swap.name + (kind == SwapKind::Move ? "" : kind == SwapKind::Recreate ? "*" : "~"));
        }
        units.push_back(join(names, "+"));
    }
    return join(units, " ");
}

TEST(MakePlan, TakesWhatItWasGivenAndNamesWhatItWillMake) {
    const auto plan = planned({decided("node")});
    ASSERT_EQ(plan.units.size(), 1U);
    const Swap& swap = plan.units.front().swaps.front();
    EXPECT_EQ(swap.id, swap_id(decided("node").container.id, ""));
    EXPECT_EQ(swap_id(decided("node").container.id, "0a1b2c3d").text(), swap.id.text() + "-0a1b2c3d");
    EXPECT_EQ(swap.temporary_name(), "node." + swap.id.text() + ".new");
    EXPECT_EQ(swap.parking_name(), "node." + swap.id.text() + ".old");
    EXPECT_EQ(swap.to.text(), "busybox:1.36");
    EXPECT_EQ(swap.platform.text(), "linux/arm64");
    EXPECT_EQ(swap.old_image, ImageId("sha256:1"));
}

TEST(MakePlan, LeavesOutWhatIsNoUpdateOrHasNoDigest) {
    Decided without_digest = decided("c");
    without_digest.digest.reset();
    EXPECT_THAT(planned({decided("a", "", Action::Keep), decided("b", "", Action::Refuse), without_digest}).units,
                IsEmpty());
}

TEST(MakePlan, AGroupIsOneUnitAndTheOrderIsKeptOtherwise) {
    EXPECT_EQ(
        shown(planned({decided("a", "x"), decided("b"), decided("c", "x"), decided("d", "y"), decided("e", "x")})),
        "a+c+e b d");
}

TEST(MakePlan, WhoeverRefersToAReplacedContainerIsMadeAgainAfterIt) {
    const auto sharer = other("sharer", {{"NetworkMode", "container:" + id_of("db")}});
    const auto linked = other("linked", {{"Links", {"/sharer:/linked/s"}}});
    const auto plan = planned({decided("db")}, {linked, sharer, other("stranger", Json::object())});
    EXPECT_EQ(shown(plan), "db+sharer*+linked*");
    EXPECT_EQ(plan.units.front().swaps[1].because, "lives in the network or processes of db");
    EXPECT_EQ(plan.units.front().swaps[2].depth, 2);
}

TEST(MakePlan, ADependantThatMovesItselfIsHandledOnce) {
    Decided web = decided("web");
    web.container.raw = other("web", {{"Links", {"/db:/web/db"}}}).raw;
    EXPECT_EQ(shown(planned({web, decided("db")})), "db+web");
}

TEST(MakePlan, ADependantOfTwoPutsThemIntoOneUnit) {
    const auto both = other("both", {{"Links", {"/a:/both/a", "/b:/both/b"}}});
    EXPECT_EQ(shown(planned({decided("a"), decided("c"), decided("b")}, {both})), "a+b+both* c");
}

Container composed(Container container, const std::string& service, const std::string& depends_on) {
    container.labels = {{"com.docker.compose.project", "p"},
                        {"com.docker.compose.service", service},
                        {"com.docker.compose.depends_on", depends_on}};
    return container;
}

TEST(MakePlan, ComposeDecidesWhoIsRestartedAndWhoOnlyStartsLater) {
    Decided web = decided("web");
    web.container = composed(web.container, "web", "db:service_started:false");
    Decided database = decided("db");
    database.container = composed(database.container, "db", "");
    EXPECT_EQ(shown(planned({web, database})), "db web") << "units of their own, in order";
    const auto restarted = composed(other("app", Json::object()), "app", "db:service_started:true");
    EXPECT_EQ(shown(planned({database}, {restarted})), "db+app~");
}

TEST(MakePlan, ACircleIsRefusedWithItsNames) {
    Decided a = decided("a");
    a.container.raw = other("a", {{"Links", {"/b:/a/b"}}}).raw;
    const auto b = other("b", {{"NetworkMode", "container:" + id_of("a")}});
    const auto plan = planned({a, decided("c")}, {b});
    EXPECT_EQ(shown(plan), "c");
    ASSERT_EQ(plan.refused.size(), 1U);
    EXPECT_EQ(plan.refused.front().container, a.container.id);
    EXPECT_EQ(plan.refused.front().reason, "dependency-cycle");
    EXPECT_THAT(plan.refused.front().sentence, HasSubstr("a -> b -> a"));
}

TEST(MakePlan, WhatCouldNotBeBroughtBackForOthersIsRefused) {
    Decided node = decided("node");
    node.container.auto_remove = true;
    const auto plan = planned({node}, {other("sharer", {{"PidMode", "container:node"}})});
    EXPECT_THAT(plan.units, IsEmpty());
    EXPECT_EQ(plan.refused.front().reason, "has-dependants");
}

TEST(MakePlan, WhatLockstepItselfRunsOnIsRefused) {
    const auto own = other("agent", {{"NetworkMode", "container:vpn"}});
    EXPECT_EQ(planned({decided("vpn")}, {own}, own.id.text()).refused.front().reason, "depended-on-by-self");
    const auto agent = decided("agent");
    const auto sharer = other("sharer", {{"NetworkMode", "container:agent"}});
    EXPECT_EQ(planned({agent}, {sharer}, agent.container.id.text()).refused.front().reason, "moves-with-self");
    EXPECT_EQ(planned({agent}, {}, agent.container.id.text()).units.size(), 1U);
    EXPECT_EQ(shown(planned({decided("vpn")}, {own})), "vpn+agent*");
}

TEST(MakePlan, TwoAtOnceNeedNoFixedPortOrAddressAndNoCompany) {
    const auto starts_first = [](Json host, const std::vector<Container>& others = {}) {
        Decided one = decided("web");
        one.start_first = true;
        one.container.raw = other("web", std::move(host)).raw;
        return planned({one}, others).units.front().swaps.front().shape.start_first;
    };
    const auto bound = [](const char* port) {
        return Json{{"PortBindings", {{"80/tcp", {{{"HostIp", ""}, {"HostPort", port}}}}}}};
    };
    EXPECT_TRUE(starts_first(Json::object()));
    EXPECT_TRUE(starts_first(bound("")));
    EXPECT_FALSE(starts_first(bound("8080")));
    EXPECT_FALSE(starts_first({{"NetworkMode", "host"}}));
    EXPECT_FALSE(starts_first(Json::object(), {other("linked", {{"Links", {"/web:/linked/w"}}})}));
}

TEST(UnitSteps, DependantsStopFirstAndStartLastAndEveryGateComesBeforeTheNextDepth) {
    const auto sharer = other("sharer", {{"NetworkMode", "container:" + id_of("db")}});
    const SwapUnit unit = planned({decided("db"), decided("web", "g"), decided("api", "g")}, {sharer}).units.front();
    const auto steps = [](Phase phase, const SwapUnit& of) {
        std::vector<std::string> words;
        for (const UnitStep& one : steps_of(phase, of)) {
            words.push_back(std::string(word(one.step)) + " " + of.swaps[one.swap].name);
        }
        return words;
    };
    EXPECT_THAT(steps(Phase::Planned, unit), ElementsAre("pull-image db", "create-new db", "create-new sharer"));
    EXPECT_THAT(steps(Phase::Switching, unit),
                ElementsAre("hold-restart db", "hold-restart sharer", "park-old db", "name-new db", "park-old sharer",
                            "name-new sharer", "stop-old sharer", "stop-old db", "start-new db", "await-health db",
                            "start-new sharer", "await-health sharer"));
    EXPECT_THAT(steps(Phase::Committed, unit), ElementsAre("remove-old sharer", "remove-old db"));
    const SwapUnit group = planned({decided("web", "g"), decided("api", "g")}).units.front();
    EXPECT_THAT(steps(Phase::Planned, group),
                ElementsAre("pull-image web", "pull-image api", "create-new web", "create-new api"));
    EXPECT_THAT(steps(Phase::Switching, group),
                ElementsAre("hold-restart web", "hold-restart api", "park-old web", "park-old api", "name-new web",
                            "name-new api", "stop-old web", "stop-old api", "start-new web", "start-new api",
                            "await-health web", "await-health api"));
}

TEST(Stages, AreTheSameForEveryShapeOfAPhase) {
    for (const Phase phase : kPhases) {
        const auto first = stages_of(phase, {});
        for (const SwapKind kind : {SwapKind::Move, SwapKind::Recreate, SwapKind::Restart}) {
            for (const bool auto_remove : {false, true}) {
                const auto stages = stages_of(phase, {.kind = kind, .auto_remove = auto_remove});
                ASSERT_EQ(stages.size(), first.size());
                for (std::size_t i = 0; i < stages.size(); ++i) {
                    EXPECT_TRUE(stages[i].steps.empty() || stages[i].walk == first[i].walk) << word(phase) << i;
                }
            }
        }
    }
}

TEST(Kinds, HaveTheirOwnWordsThatReadBack) {
    for (const SwapKind kind : {SwapKind::Move, SwapKind::Recreate, SwapKind::Restart}) {
        EXPECT_EQ(swap_kind_of(word(kind)), kind);
    }
    EXPECT_FALSE(swap_kind_of("teleport"));
}

TEST(Sentence, SaysOfEveryStepWhatItDoesToWhom) {
    const Swap swap = planned({decided("node")}).units.front().swaps.front();
    EXPECT_EQ(sentence(StopOld{}, swap), "stop node (its own signal and timeout)");
    for (const bool auto_remove : {false, true}) {
        for (const Phase phase : kPhases) {
            for (const Step& step : steps_of(phase, SwapShape{.auto_remove = auto_remove})) {
                EXPECT_THAT(sentence(step, swap), testing::AnyOf(HasSubstr("node"), HasSubstr("busybox")));
            }
        }
    }
}

}  // namespace
}  // namespace lockstep
