// SPDX-License-Identifier: Apache-2.0
#include "lockstep/select/select.hpp"

#include "support/also.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace lockstep {
namespace {

Question ask(std::string current, std::vector<std::string> tags, PolicyKind kind = PolicyKind::SameMajor) {
    Question question;
    question.current = std::move(current);
    question.tags.tags = std::move(tags);
    question.policy.kind = kind;
    return question;
}

Digest digest(char fill) {
    return Digest::parse("sha256:" + std::string(64, fill)).value();
}

TEST(Select, NewerMajorIsShownAndNotTaken) {
    const Verdict verdict = select(ask("4.1.0", {"4.1.0", "5.0.0", "6.0.0rc1"}));
    EXPECT_EQ(verdict.action, Action::Keep);
    EXPECT_EQ(verdict.reason, "up-to-date");
    EXPECT_EQ(verdict.newer_major, "5.0.0");
    EXPECT_FALSE(verdict.sentence.empty());
}

TEST(Select, PartialListMovesOnlyUp) {
    Question question = ask("4.2.0", {"4.1.0", "4.2.0"}, PolicyKind::ServerMinor);
    question.tags.complete = false;
    question.server = ServerRuns{"4.1.0"};
    EXPECT_EQ(select(question).reason, "tag-list-incomplete");
    question.server = ServerRuns{"4.3.0"};
    EXPECT_EQ(select(question).reason, "tag-list-incomplete");
    question.tags.tags = also(question.tags.tags, "4.3.1");
    EXPECT_EQ(select(question).tag, "4.3.1");
    EXPECT_EQ(select(question).reason, "server-moved");
}

TEST(Select, AnEqualImageIsNoUpdate) {
    Question question = ask("4.1.0", {"4.1.0", "4.1.0.post1"});
    question.running = {digest('a')};
    question.digests["4.1.0.post1"] = {digest('a')};
    EXPECT_EQ(select(question).action, Action::Keep);
}

TEST(Select, ServerPoliciesWithoutAnAnswer) {
    Question question = ask("4.1.0", {"4.1.0", "4.1.1"}, PolicyKind::ServerMinor);
    EXPECT_EQ(select(question).reason, "server-unreachable");
    question.server = ServerUnreadable{"<html>"};
    EXPECT_EQ(select(question).reason, "server-version-invalid");
}

TEST(Select, AnAliasNamesItsVariant) {
    Question question = ask("latest-alpine", {"1.0.0", "1.1.0", "1.0.0-alpine", "1.1.0-alpine"});
    question.resolved = "1.0.0-alpine";
    EXPECT_EQ(select(question).tag, "1.1.0-alpine");
}

TEST(Select, TraceNamesEveryTagOnceBestFirst) {
    Question question = ask("4.1.0", {"latest", "4.0.0", "4.1.0", "4.2.0", "4.3.0rc1", "5.0.0", "4.2.0-alpine", "4.2"});
    question.want_trace = true;
    const Verdict verdict = select(question);
    ASSERT_EQ(verdict.trace.size(), question.tags.tags.size());
    EXPECT_EQ(verdict.trace.front().tag, "5.0.0");
    EXPECT_EQ(verdict.trace.back().tag, "latest");
    const auto reason = [&verdict](std::string_view tag) {
        for (const Candidate& one : verdict.trace)
            if (one.tag == tag) return one.reason;
        return std::string();
    };
    EXPECT_EQ(reason("4.2.0"), "taken");
    EXPECT_EQ(reason("4.1.0"), "running");
    EXPECT_EQ(reason("4.0.0"), "older");
    EXPECT_EQ(reason("4.3.0rc1"), "pre-release");
    EXPECT_EQ(reason("5.0.0"), "other-major");
    EXPECT_EQ(reason("4.2.0-alpine"), "other-variant");
    EXPECT_EQ(reason("4.2"), "floating");
    EXPECT_EQ(reason("latest"), "not-a-version");
    for (const Candidate& one : verdict.trace) EXPECT_FALSE(one.sentence.empty()) << one.reason;
}

}  // namespace
}  // namespace lockstep
