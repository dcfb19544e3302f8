// SPDX-License-Identifier: Apache-2.0
#include "registry/listed_digests.hpp"

#include "registry/tag_stream.hpp"
#include "scripted_registry.hpp"
#include "support/manual_clock.hpp"

#include <algorithm>

namespace lockstep {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

using Digests = std::map<std::string, std::string>;

/// Reads `body` in pieces of each size: what stands at the end of one must not be lost.
Digests digests_in(const std::string& body) {
    Digests found;
    for (const std::size_t step : {body.size(), std::size_t(1), std::size_t(7)}) {
        TagStream stream([](std::string_view) {});
        for (std::size_t i = 0; i < body.size(); i += step)
            EXPECT_TRUE(stream.feed(std::string_view(body).substr(i, step)));
        EXPECT_TRUE(stream.finish()) << body;
        EXPECT_TRUE(step == body.size() || stream.digests() == found) << step;
        found = stream.digests();
    }
    return found;
}

TEST(DigestsInTagLists, stand_beside_the_tags_of_google) {
    const std::string body =
        R"({"child":["x"],"manifest":{
             "sha256:aa":{"imageSizeBytes":"1","layerId":"","mediaType":"m","tag":["1.0","latest"],"timeUploadedMs":"1"},
             "sha256:bb":{"tag":[],"more":{"tag":["no"]}},
             "sha256:cc":{"tag":["0.9",7,null,"not a tag",["deep"]]}},
           "name":"team/app","tags":["0.9","1.0","latest"]})";
    EXPECT_THAT(digests_in(body),
                ElementsAre(Pair("0.9", "sha256:cc"), Pair("1.0", "sha256:aa"), Pair("latest", "sha256:aa")));
}

TEST(DigestsInTagLists, are_none_where_nothing_is_clear) {
    EXPECT_THAT(digests_in(R"({"tags":["1.0"]})"), IsEmpty());
    EXPECT_THAT(digests_in(R"({"manifest":[["1.0"]],"tags":["1.0"]})"), IsEmpty());
    EXPECT_THAT(digests_in(R"({"other":{"sha256:aa":{"tag":["1.0"]}},"tags":["1.0"]})"), IsEmpty());
    EXPECT_THAT(digests_in(R"({"manifest":{"sha256:aa":{"tag":{"x":"1.0"}}}})"), IsEmpty());
    EXPECT_THAT(digests_in(R"({"manifest":{"sha256:aa":{"tag":["1.0"]},"sha256:bb":{"tag":["1.0"]}}})"),
                ElementsAre(Pair("1.0", "")))
        << "one tag, two digests";
}

struct ListedDigestsTest : ScriptedRegistry {
    ListedDigestsTest() {
        server.on("GET /v2/team/app/tags/list",
                  Reply::json(format(R"({{"manifest":{{"{}":{{"tag":["1.0"]}},"sha256:short":{{"tag":["2.0"]}}}},
                                          "tags":["1.0","2.0"]}})",
                                     digest_text(bytes))));
        server.otherwise([this](const SeenRequest& request) {
            return request.method == "HEAD" ? manifest(bytes).with("Docker-Content-Digest", digest_text(bytes))
                                            : Reply::status(404);
        });
    }
    const std::string bytes = image('a');
};

TEST_F(ListedDigestsTest, save_the_question_for_a_digest_once) {
    ASSERT_TRUE(registry->tags(repository, {}));
    server.forget_requests();
    EXPECT_EQ(registry->digest(repository, "1.0", {})->text(), digest_text(bytes));
    EXPECT_THAT(server.lines(), IsEmpty());
    EXPECT_TRUE(registry->digest(repository, "1.0", {}));
    EXPECT_TRUE(registry->digest(repository, "2.0", {})) << "what is no digest is asked for";
    EXPECT_THAT(server.lines(), ElementsAre("HEAD /v2/team/app/manifests/1.0", "HEAD /v2/team/app/manifests/2.0"));
    EXPECT_EQ(server.requests().front().header("If-None-Match"), '"' + digest_text(bytes) + '"');
}

TEST(ListedDigests, are_good_for_a_minute_and_until_the_next_list) {
    ManualClock clock;
    ListedDigests listed(clock);
    const Repository repository{.registry = "gcr.example", .path = "a"};
    const Digest digest = *Digest::parse("sha256:" + std::string(64, 'a'));
    listed.learn(repository, {{"1.0", digest}});
    EXPECT_FALSE(listed.take({.registry = "gcr.example", .path = "b"}, "1.0"));
    clock.advance(std::chrono::seconds(61));
    EXPECT_FALSE(listed.take(repository, "1.0"));
    listed.learn(repository, {{"1.0", digest}});
    listed.learn(repository, {});
    EXPECT_FALSE(listed.take(repository, "1.0"));
}

}  // namespace
}  // namespace lockstep
