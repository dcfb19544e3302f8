// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/release/check.hpp"

#include "support/fake_registry.hpp"
#include "support/fake_server_version.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace lockstep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kPrefix = "registry.example/v6";
const Codenames kCodenames{
    {"troltunga", "1"}, {"trolltunga", "1"}, {"petronas", "3"}, {"cotopaxi", "4"}, {"uluru", "5"}};

ReleaseQuestion about(const std::string& version) {
    return {.version = version,
            .parts = vantage6_release(kPrefix, parse_tag(version)).value(),
            .platforms = {},
            .tags = {},
            .codenames = kCodenames,
            .server = {},
            .containers = {}};
}

std::vector<std::string> aliases(const std::string& version, const std::string& part, bool here) {
    const auto question = about(version);
    std::vector<std::string> tags;
    for (const auto& one : question.parts) {
        if (one.name != part) continue;
        for (const auto& alias : expected_aliases(question, one, {})) {
            if (alias.here == here) tags.push_back(alias.tag);
        }
    }
    return tags;
}

TEST(ReleaseExpectation, a_final_moves_codename_latest_and_where_there_are_any_live_and_line) {
    EXPECT_THAT(aliases("4.2.1", "node", true), ElementsAre("4.2", "cotopaxi", "latest"));
    EXPECT_THAT(aliases("4.2.1", "server", true), ElementsAre("cotopaxi", "cotopaxi-live", "latest"));
    EXPECT_THAT(aliases("4.2.1", "ui", true), ElementsAre("cotopaxi", "latest"));
    EXPECT_THAT(aliases("4.2.1", "hq", true), IsEmpty()) << "hq is the server of major 5";
    EXPECT_THAT(aliases("5.0.0", "hq", true), ElementsAre("uluru", "uluru-live", "latest"));
    EXPECT_THAT(aliases("5.0.0", "server", true), IsEmpty());
}

TEST(ReleaseExpectation, a_pre_release_moves_its_line_only_at_patch_0) {
    EXPECT_THAT(aliases("4.14.0rc1", "node", true), ElementsAre("4.14"));
    EXPECT_THAT(aliases("4.14.0rc1", "node", false), ElementsAre("cotopaxi", "latest"));
    EXPECT_THAT(aliases("4.14.1rc1", "node", true), IsEmpty());
    EXPECT_THAT(aliases("4.14.1rc1", "node", false), ElementsAre("4.14", "cotopaxi", "latest"));
}

TEST(ReleaseExpectation, the_codename_of_major_5_may_be_a_candidate_of_its_first_release) {
    EXPECT_THAT(aliases("5.0.0rc2", "node", false), ElementsAre("latest"));
    EXPECT_THAT(aliases("5.1.0rc2", "node", false), ElementsAre("uluru", "latest"));
}

TEST(ReleaseExpectation, a_codename_is_looked_for_in_the_spelling_that_the_repository_has) {
    const auto question = about("1.2.3");
    const auto tags = expected_aliases(question, question.parts.front(), {"trolltunga", "1.2.3"});
    ASSERT_EQ(tags.size(), 3U);
    EXPECT_EQ(tags[1].tag, "trolltunga");
}

/// A registry with the releases 4.1.0 and 4.1.1 of all parts, complete; what is new comes from the test.
class CheckLineTest : public testing::Test {
  protected:
    CheckLineTest() {
        publish("4.1.0", {});
        publish("4.1.1", {"cotopaxi", "latest", "4.1"});
    }

    void publish(const std::string& version, const std::vector<std::string>& moved) {
        for (const char* part : {"node", "server", "algorithm-store", "ui"}) {
            const std::string repository = format("{}/{}", kPrefix, part);
            const std::string content = format("{} {}", part, version);
            registry_.push(repository, version, content);
            for (const std::string& tag : moved) {
                if (tag != "4.1" && tag != "4.2") registry_.push(repository, tag, content);
            }
            if (std::string(part) == "node") {
                for (const std::string& tag : moved) registry_.push(repository, tag, content);
            }
            if (std::string(part) == "server" && !moved.empty()) registry_.push(repository, "cotopaxi-live", content);
        }
    }

    std::vector<CheckLine> checks(const ReleaseQuestion& question) {
        return judge(question, ask_about(question, registry_, server_, {}));
    }

    static CheckLine of(const std::vector<CheckLine>& checks, const std::string& subject) {
        const auto found = std::ranges::find(checks, subject, &CheckLine::subject);
        if (found != checks.end()) return *found;
        ADD_FAILURE() << "no check of " << subject;
        return {};
    }

    static std::vector<std::string> not_good(const std::vector<CheckLine>& checks) {
        std::vector<std::string> found;
        for (const auto& check : checks) {
            if (check.state != CheckState::Good) found.push_back(format("{} {}", check.subject, check.reason));
        }
        return found;
    }

    FakeRegistry registry_;
    FakeServerVersion server_{std::string("4.2.0")};
};

TEST_F(CheckLineTest, a_complete_release_is_good_in_every_line) {
    publish("4.2.0", {"cotopaxi", "latest", "4.2"});
    const auto found = checks(about("4.2.0"));
    EXPECT_THAT(not_good(found), IsEmpty());
    EXPECT_EQ(found.size(), 4U + 3 + 3 + 2 + 2);
    EXPECT_EQ(of(found, "server:cotopaxi-live").reason, "points-here");
}

TEST_F(CheckLineTest, a_half_published_release_names_what_is_missing_and_how_to_make_it) {
    const std::string node = format("{}/node", kPrefix);
    registry_.push(node, "4.2.0", "node 4.2.0");
    registry_.push(node, "latest", "node 4.2.0");
    const auto found = checks(about("4.2.0"));
    EXPECT_EQ(of(found, "node").reason, "published");
    EXPECT_EQ(of(found, "node:latest").reason, "points-here");
    EXPECT_EQ(of(found, "node:4.2").reason, "tag-missing");
    EXPECT_EQ(of(found, "node:cotopaxi").reason, "points-elsewhere");
    EXPECT_EQ(of(found, "node:cotopaxi").sentence, "points to 4.1.1");
    EXPECT_EQ(of(found, "node:cotopaxi").remedy,
              "docker buildx imagetools create --tag registry.example/v6/node:cotopaxi registry.example/v6/node:4.2.0");
    EXPECT_EQ(of(found, "server").reason, "image-missing");
    EXPECT_FALSE(of(found, "server").remedy.empty());
}

TEST_F(CheckLineTest, a_tag_that_a_later_version_moved_is_good) {
    publish("4.2.0", {"cotopaxi", "latest", "4.2"});
    const auto found = checks(about("4.1.1"));
    EXPECT_THAT(not_good(found), IsEmpty());
    EXPECT_EQ(of(found, "node:cotopaxi").reason, "superseded");
    EXPECT_EQ(of(found, "node:4.1").reason, "points-here");
}

TEST_F(CheckLineTest, a_pre_release_must_not_move_what_people_follow) {
    publish("4.2.0rc1", {"latest"});
    const auto found = checks(about("4.2.0rc1"));
    EXPECT_EQ(of(found, "ui:latest").reason, "moved-by-pre-release");
    EXPECT_THAT(of(found, "ui:latest").remedy, HasSubstr("ui:latest registry.example/v6/ui:4.1.1"));
    EXPECT_EQ(of(found, "server:cotopaxi-live").reason, "moved-by-pre-release");
    EXPECT_EQ(of(found, "node:cotopaxi").reason, "untouched");
    EXPECT_EQ(of(found, "node:4.2").reason, "tag-missing");
}

TEST_F(CheckLineTest, the_other_spelling_of_a_version_is_that_version) {
    registry_.push("registry.example/v6/node", "5.0.0-rc2", "node 5");
    auto question = about("5.0.0rc2");
    question.parts.resize(1);
    EXPECT_EQ(of(checks(question), "node").reason, "published");
}

TEST_F(CheckLineTest, own_tags_take_the_place_of_the_usual_ones) {
    auto question = about("4.1.1");
    question.tags = {"latest", "stable"};
    const auto found = checks(question);
    EXPECT_EQ(found.size(), 4U * 3);
    EXPECT_EQ(of(found, "ui:stable").reason, "tag-missing");
}

TEST_F(CheckLineTest, no_answer_is_no_verdict) {
    registry_.fail({ErrorKind::Transient, "registry-unreachable", "it is away", "start it"});
    server_.now_says(Error{ErrorKind::Transient, "server-unreachable", "it is away", "start it"});
    auto question = about("4.1.1");
    question.server = ServerEndpoint{.url = "https://server.example/version"};
    for (const auto& check : checks(question)) {
        EXPECT_EQ(check.state, CheckState::Unknown) << check.subject << " " << check.reason;
        EXPECT_FALSE(check.remedy.empty());
    }
}

TEST_F(CheckLineTest, a_list_that_broke_off_does_not_hide_a_tag) {
    for (const char* part : {"node", "server", "algorithm-store", "ui"}) {
        registry_.cut_lists(format("{}/{}", kPrefix, part), 1);
    }
    EXPECT_THAT(not_good(checks(about("4.1.1"))), IsEmpty());
    publish("4.2.0", {"cotopaxi", "latest", "4.2"});
    const auto found = checks(about("4.1.1"));
    EXPECT_EQ(of(found, "ui:latest").reason, "tag-list-incomplete") << "4.2.0 is not in the part of the list";
    EXPECT_EQ(of(found, "ui:latest").state, CheckState::Unknown);
}

TEST_F(CheckLineTest, the_server_has_to_say_this_version) {
    auto question = about("4.1.1");
    question.server = ServerEndpoint{.url = "https://server.example/version"};
    EXPECT_EQ(of(checks(question), "https://server.example/version").reason, "server-elsewhere");
    server_.now_says(std::string("4.1.1+build5"));
    EXPECT_EQ(of(checks(question), "https://server.example/version").reason, "server-runs-it");
}

TEST_F(CheckLineTest, platforms_are_those_that_were_asked_for) {
    auto question = about("4.1.1");
    question.platforms = {normalised("linux", "amd64", ""), normalised("linux", "s390x", "")};
    const auto found = checks(question);
    std::size_t platforms = 0;
    for (const auto& check : found) platforms += check.area == "platform" ? 1U : 0U;
    EXPECT_EQ(platforms, 8U);
}

TEST_F(CheckLineTest, containers_of_this_host_are_held_against_it) {
    publish("4.2.0", {"cotopaxi", "latest", "4.2"});
    const Repository node{"registry.example", "v6/node"};
    const Digest now = FakeRegistry::digest_of("node 4.2.0");
    const Digest old = FakeRegistry::digest_of("node 4.1.1");
    auto question = about("4.2.0");
    question.containers = {{"current", node, "4.2.0", {now}},
                           {"alias", node, "cotopaxi", {now}},
                           {"behind", node, "4.1.1", {old}},
                           {"old-alias", node, "cotopaxi", {old}},
                           {"repushed", node, "4.2.0", {old}},
                           {"ahead", node, "4.3.0", {}},
                           {"other", node, "3.9.0", {}},
                           {"other-alias", node, "petronas", {}},
                           {"elsewhere", {"x.example", "y"}, "1.0", {}}};
    const auto found = checks(question);
    const auto reason = [&](const std::string& name) {
        return of(found, name).reason;
    };
    EXPECT_EQ(reason("current"), "runs-it");
    EXPECT_EQ(reason("alias"), "runs-it");
    EXPECT_EQ(reason("behind"), "lags");
    EXPECT_EQ(reason("old-alias"), "lags");
    EXPECT_EQ(reason("repushed"), "stale-image");
    EXPECT_EQ(reason("ahead"), "runs-newer");
    EXPECT_EQ(reason("other"), "other-major");
    EXPECT_EQ(reason("other-alias"), "other-major");
    EXPECT_FALSE(std::ranges::any_of(found, [](const auto& check) { return check.subject == "elsewhere"; }));
}

TEST_F(CheckLineTest, a_pre_release_is_not_for_containers_on_stable_ones) {
    publish("4.2.0rc1", {});
    auto question = about("4.2.0rc1");
    question.containers = {{"stable", {"registry.example", "v6/node"}, "4.1.1", {}},
                           {"tester", {"registry.example", "v6/node"}, "4.2.0b1", {}}};
    const auto found = checks(question);
    EXPECT_EQ(of(found, "stable").reason, "pre-release");
    EXPECT_EQ(of(found, "tester").reason, "lags");
}

}  // namespace
}  // namespace lockstep
