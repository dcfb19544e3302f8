// SPDX-License-Identifier: Apache-2.0
#include "scripted_registry.hpp"

#include <algorithm>
#include <string>

namespace lockstep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto* kList = "GET /v2/team/app/tags/list";

struct TagsTest : ScriptedRegistry {
    Result<Listing> tags() { return registry->tags(repository, {}); }
};

Reply page(const std::string& tags, const std::string& link = "") {
    const Reply reply = Reply::json(R"({"name":"team/app","tags":[)" + tags + "]}");
    return link.empty() ? reply : reply.with("Link", "<" + link + ">; rel=\"next\"");
}

TEST_F(TagsTest, asks_for_the_whole_list_first) {
    server.on(kList, page(R"("1","2")"));
    const auto listing = tags();
    ASSERT_TRUE(listing) << listing.error().text();
    EXPECT_THAT(listing->tags, ElementsAre("1", "2"));
    EXPECT_TRUE(listing->complete);
    EXPECT_THAT(server.lines(), ElementsAre("GET /v2/team/app/tags/list"));
    EXPECT_EQ(server.requests().front().header("Accept"), "application/json");
}

TEST_F(TagsTest, follows_links_of_all_forms_and_forgets_repetitions) {
    server.on(kList, page(R"("1")", "/v2/team/app/tags/list?p=2"));
    server.on(std::string(kList) + "?p=2", page(R"("1","2")", "?p=3"));
    server.on(std::string(kList) + "?p=3", page("", server.url("/v2/team/app/tags/list?p=4")));
    server.on(std::string(kList) + "?p=4", page(R"("3")"));
    const auto listing = tags();
    ASSERT_TRUE(listing);
    EXPECT_THAT(listing->tags, ElementsAre("1", "2", "3"));
    EXPECT_TRUE(listing->complete) << listing->why_incomplete;
}

TEST_F(TagsTest, an_interrupted_list_is_incomplete_and_says_why) {
    server.on(kList, page(R"("1")", "?p=2"));
    server.on(std::string(kList) + "?p=2", Reply::status(503));
    const auto listing = tags();
    ASSERT_TRUE(listing);
    EXPECT_THAT(listing->tags, ElementsAre("1"));
    EXPECT_FALSE(listing->complete);
    EXPECT_THAT(listing->why_incomplete, HasSubstr("503"));
}

TEST_F(TagsTest, loops_and_unsafe_links_make_the_list_incomplete) {
    for (const std::string& link :
         {std::string("?"), std::string("/v2/team/app/tags/list"), std::string("http://evil.example/"),
          std::string("//evil.example/x"), std::string("http://user@" + server.host() + "/x")}) {
        server.on(kList, page(R"("1")", link));
        const auto listing = tags();
        ASSERT_TRUE(listing) << link;
        EXPECT_FALSE(listing->complete) << link;
        EXPECT_FALSE(listing->why_incomplete.empty()) << link;
    }
}

TEST_F(TagsTest, pages_without_end_and_without_news_are_left) {
    int number = 0;
    server.otherwise([&](const SeenRequest&) { return page(R"("1")", "?p=" + std::to_string(++number)); });
    const auto listing = tags();
    ASSERT_TRUE(listing);
    EXPECT_FALSE(listing->complete);
    EXPECT_LT(server.requests().size(), 10U);
}

TEST_F(TagsTest, an_empty_repository_has_an_empty_complete_list) {
    server.on(kList, Reply::json(R"({"name":"team/app","tags":null})"));
    const auto listing = tags();
    ASSERT_TRUE(listing);
    EXPECT_TRUE(listing->tags.empty());
    EXPECT_TRUE(listing->complete);
}

TEST_F(TagsTest, each_failure_has_its_code) {
    struct Row {
        Reply reply;
        std::string code;
        ErrorKind kind;
    };
    const Row rows[] = {
        {Reply::json(R"({"errors":[{"code":"NAME_UNKNOWN","message":"no"}]})", 404), "repository-missing",
         ErrorKind::NotFound},
        {Reply::status(404, "404 page not found\n"), "repository-missing", ErrorKind::NotFound},
        {Reply::html("<html>nothing here</html>", 404), "not-a-registry", ErrorKind::NotFound},
        {Reply::html("<html><title>Welcome</title></html>"), "not-a-registry", ErrorKind::Transient},
        {Reply::status(403), "registry-denied", ErrorKind::Denied},
        {Reply::status(401).with("WWW-Authenticate", ""), "registry-denied", ErrorKind::Denied},
        {Reply::json(R"({"errors":[{"code":"toomanyrequests"}]})", 429).with("Retry-After", "60"), "registry-busy",
         ErrorKind::Transient},
        {Reply::json(R"({"errors":[{"code":"PROJECTPOLICYVIOLATION","message":"vulnerable"}]})", 412),
         "registry-denied", ErrorKind::Refused},
        {Reply::status(500), "registry-unreachable", ErrorKind::Transient},
        {Reply::json("{}", 405), "registry-malformed", ErrorKind::Malformed},
        {Reply::json(R"({"tags":{}})"), "registry-malformed", ErrorKind::Malformed},
        {Reply::json("[1"), "registry-malformed", ErrorKind::Malformed},
    };
    for (const Row& row : rows) {
        server.on(kList, row.reply);
        notebook = std::make_unique<Notebook>();
        registry = fresh();
        const auto listing = tags();
        ASSERT_FALSE(listing) << row.reply.body;
        EXPECT_EQ(listing.error().code, row.code) << row.reply.body;
        EXPECT_EQ(listing.error().kind, row.kind) << row.reply.body;
        EXPECT_THAT(listing.error().text(), HasSubstr(server.host()));
    }
    notebook = std::make_unique<Notebook>();
    registry = fresh();
    server.on(kList, Reply::status(429).with("Retry-After", "60"));
    EXPECT_THAT(tags().error().remedy, HasSubstr("it is asked again after 20")) << "a time";
}

TEST_F(TagsTest, asks_once_more_when_the_connection_broke) {
    server.on(kList, {Reply::hang_up(), page(R"("1")")});
    EXPECT_TRUE(tags());
    server.forget_requests();
    server.on(kList, Reply::json(R"({"tags":["1"]})").cut_after(3));
    EXPECT_EQ(tags().error().code, "registry-unreachable");
    EXPECT_EQ(server.count(kList), 2U);
}

TEST_F(TagsTest, names_the_host_when_nobody_listens) {
    repository.registry = "127.0.0.1:1";
    const auto listing = tags();
    ASSERT_FALSE(listing);
    EXPECT_EQ(listing.error().code, "registry-unreachable");
    EXPECT_THAT(listing.error().message, HasSubstr("127.0.0.1:1"));
}

TEST_F(TagsTest, reads_a_hundred_thousand_tags) {
    std::string all = "\"0\"";
    for (int i = 1; i < 100'000; ++i) all += ",\"" + std::to_string(i) + ".0\"";
    server.on(kList, page(all));
    const auto listing = tags();
    ASSERT_TRUE(listing) << listing.error().text();
    EXPECT_EQ(listing->tags.size(), 100'000U);
}

TEST_F(TagsTest, a_stop_is_not_an_outage) {
    std::stop_source source;
    source.request_stop();
    EXPECT_EQ(registry->tags(repository, source.get_token()).error().kind, ErrorKind::Cancelled);
}

}  // namespace
}  // namespace lockstep
