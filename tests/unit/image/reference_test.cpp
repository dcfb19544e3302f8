// SPDX-License-Identifier: Apache-2.0
#include "lockstep/image/reference.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <string_view>

namespace lockstep {
namespace {

using testing::HasSubstr;

const std::string kHex(64, 'a');

struct Accepted {
    std::string text, registry, path, tag;
    bool digest = false;
};

TEST(Reference, follows_the_rules_of_docker) {
    const Accepted cases[] = {
        {"busybox", "docker.io", "library/busybox", "latest"},
        {"busybox:1.36", "docker.io", "library/busybox", "1.36"},
        {"team/app:1", "docker.io", "team/app", "1"},
        {"docker.io/busybox", "docker.io", "library/busybox", "latest"},
        {"index.docker.io/team/app", "docker.io", "team/app", "latest"},
        {"name:5000", "docker.io", "library/name", "5000"},
        {"localhost/app", "localhost", "app", "latest"},
        {"localhost:5000/app:2", "localhost:5000", "app", "2"},
        {"host:5000/app", "host:5000", "app", "latest"},
        {"Host/app", "Host", "app", "latest"},
        {"harbor2.vantage6.ai/infrastructure/node:4.2.0", "harbor2.vantage6.ai", "infrastructure/node", "4.2.0"},
        {"[::1]:5000/app:1", "[::1]:5000", "app", "1"},
        {"[2001:db8::1]/app", "[2001:db8::1]", "app", "latest"},
        {"app@sha256:" + kHex, "docker.io", "library/app", "", true},
        {"app:1@sha256:" + kHex, "docker.io", "library/app", "1", true},
        {"a__b/c---d/e.f_g", "docker.io", "a__b/c---d/e.f_g", "latest"},
        {"h.example/app:_X.-", "h.example", "app", "_X.-"},
    };
    for (const Accepted& expected : cases) {
        const auto reference = Reference::parse(expected.text);
        ASSERT_TRUE(reference) << reference.error().text();
        EXPECT_EQ(reference->repository().registry, expected.registry) << expected.text;
        EXPECT_EQ(reference->repository().path, expected.path) << expected.text;
        EXPECT_EQ(reference->tag(), expected.tag) << expected.text;
        EXPECT_EQ(reference->digest().has_value(), expected.digest) << expected.text;
    }
}

TEST(Reference, refuses_what_docker_refuses) {
    const std::string cases[] = {"",
                                 ":tag",
                                 "@sha256:" + kHex,
                                 "app:",
                                 "app:-x",
                                 "app:" + std::string(129, 'a'),
                                 "-app",
                                 "app-",
                                 "a..b",
                                 "a___b",
                                 "a._b",
                                 "a//b",
                                 "/app",
                                 "app/",
                                 "h.example/",
                                 "a b",
                                 "app:a b",
                                 "app@sha256:abc",
                                 "app@" + kHex,
                                 "app@sha256:" + std::string(64, 'A'),
                                 kHex,
                                 "sha256:" + kHex,
                                 "h.example:0/app",
                                 "h.example:65536/app",
                                 "h.example:/app",
                                 "h.example:x/app",
                                 "::1/app",
                                 "2001:db8::1/app",
                                 "[::1/app",
                                 "[fe80::1%eth0]/app",
                                 "[::ffff:1.2.3.4]/app",
                                 "-h.example/app",
                                 "h_x.example/app",
                                 "https://h.example/app",
                                 "app\n",
                                 "app\x1b[31m",
                                 "h.example/" + std::string(250, 'a'),
                                 "\xC3\xA9/app",
                                 "../app",
                                 "h.example/../app",
                                 "app:1@sha256:" + kHex + "@sha256:" + kHex};
    for (const std::string& text : cases) {
        const auto reference = Reference::parse(text);
        ASSERT_FALSE(reference) << text;
        EXPECT_EQ(reference.error().code, "reference-invalid") << text;
        EXPECT_EQ(reference.error().kind, ErrorKind::Malformed);
    }
}

TEST(Reference, says_what_is_wrong) {
    EXPECT_THAT(Reference::parse("h.example/App").error().message, HasSubstr("lower case"));
    EXPECT_THAT(Reference::parse("sha256:" + kHex).error().message, HasSubstr("id of an image"));
    EXPECT_THAT(Reference::parse(kHex).error().message, HasSubstr("id of an image"));
    EXPECT_THAT(Reference::parse("2001:db8::1/app").error().message, HasSubstr("brackets"));
    EXPECT_THAT(Reference::parse("h.example:70000/app").error().message, HasSubstr("port"));
}

TEST(Reference, keeps_the_words_a_person_used) {
    const auto reference = Reference::parse("busybox:1@sha256:" + kHex);
    ASSERT_TRUE(reference);
    EXPECT_EQ(reference->name(), "busybox");
    EXPECT_EQ(reference->with_tag("2").text(), "busybox:2");
    EXPECT_EQ(reference->with_tag("2").repository().text(), "docker.io/library/busybox");
    const auto digest = Digest::parse("sha256:" + std::string(64, 'b'));
    EXPECT_EQ(reference->pinned(*digest).text(), "busybox@sha256:" + std::string(64, 'b'));
}

RC_GTEST_PROP(ReferenceLaws, any_bytes_are_taken_or_refused_and_never_more, (const std::string& bytes)) {
    const auto reference = Reference::parse(bytes);
    if (!reference) RC_ASSERT(reference.error().code == "reference-invalid");
}

/// Text of the alphabet that references are made of, so that many are valid or nearly so.
rc::Gen<std::string> reference_like() {
    return rc::gen::container<std::string>(
        rc::gen::element('a', 'b', '1', '.', '-', '_', '/', ':', '@', 'A', '[', ']'));
}

RC_GTEST_PROP(ReferenceLaws, text_of_an_accepted_one_reads_as_the_same, ()) {
    const std::string written = *reference_like();
    const auto reference = Reference::parse(written);
    if (!reference) return;
    const auto again = Reference::parse(reference->text());
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->text() == reference->text());
    RC_ASSERT(again->repository() == reference->repository());
    const auto full = Reference::parse(reference->repository().text() + ":" + reference->tag());
    RC_ASSERT(full.has_value());
    RC_ASSERT(full->repository() == reference->repository());
}

RC_GTEST_PROP(ReferenceLaws, any_tag_that_is_one_can_be_put_on, ()) {
    const std::string tag =
        "a" + *rc::gen::container<std::string>(rc::gen::element('a', 'Z', '1', '.', '-', '_')).as("rest of the tag");
    if (!is_tag(tag)) return;  // longer than 128
    const auto reference = Reference::parse("h.example:5000/a/b:1");
    const auto moved = Reference::parse(reference->with_tag(tag).text());
    RC_ASSERT(moved.has_value());
    RC_ASSERT(moved->tag() == tag);
    RC_ASSERT(moved->repository() == reference->repository());
}

}  // namespace
}  // namespace lockstep
