// SPDX-License-Identifier: Apache-2.0
// Tag lists that are wrong, endless, hostile or simply odd: what is sure is taken, the rest makes the list incomplete.
#include "scripted_registry.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace lockstep {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAreArray;

constexpr auto* kList = "GET /v2/team/app/tags/list";

struct MisbehavingTags : ScriptedRegistry {
    Result<Listing> tags() { return registry->tags(repository, {}); }

    static Reply page(const std::string& tags, const std::string& link = "") {
        const Reply reply = Reply::json(R"({"name":"team/app","tags":[)" + tags + "]}");
        return link.empty() ? reply : reply.with("Link", link);
    }
    static std::string next(const std::string& target) { return "<" + target + ">; rel=\"next\""; }

    void is_complete(const std::vector<std::string>& wanted) {
        const auto listing = tags();
        ASSERT_TRUE(listing) << listing.error().text();
        EXPECT_TRUE(listing->complete) << listing->why_incomplete;
        EXPECT_THAT(listing->tags, UnorderedElementsAreArray(wanted));
    }
    void is_incomplete(const std::vector<std::string>& wanted, const std::string& why) {
        const auto listing = tags();
        ASSERT_TRUE(listing) << listing.error().text();
        EXPECT_FALSE(listing->complete);
        EXPECT_THAT(listing->why_incomplete, HasSubstr(why));
        EXPECT_THAT(listing->tags, UnorderedElementsAreArray(wanted));
    }
    void keeps(const std::string& code, ErrorKind kind) {
        const auto listing = tags();
        ASSERT_FALSE(listing);
        EXPECT_EQ(listing.error().code, code) << listing.error().text();
        EXPECT_EQ(listing.error().kind, kind) << listing.error().text();
    }
    void learn_nothing() {
        notebook = std::make_unique<Notebook>();
        registry = fresh();
        server.forget_requests();
    }
};

TEST_F(MisbehavingTags, T27_T28_loops_are_left) {
    server.on(kList, page("\"1\"", next("?")));
    is_incomplete({"1"}, "lead back");
    server.on(std::string(kList) + "?b", page("\"2\"", next("?a")));
    server.on(std::string(kList) + "?a", page("\"3\"", next("?b")));
    server.on(kList, page("\"1\"", next("?a")));
    learn_nothing();
    is_incomplete({"1", "2", "3"}, "lead back");
    EXPECT_LE(server.requests().size(), 3U);
}

TEST_F(MisbehavingTags, T29_links_to_elsewhere_are_not_followed) {
    for (const std::string& link : {std::string("http://evil.example/x"), std::string("//evil.example/x"),
                                    "https://" + server.host() + "/v2/team/app/tags/list?p",
                                    "http://user@" + server.host() + "/x", std::string("javascript:x")}) {
        learn_nothing();
        server.on(kList, page("\"1\"", next(link)));
        is_incomplete({"1"}, "another server");
        EXPECT_EQ(server.requests().size(), 1U) << link;
    }
}

TEST_F(MisbehavingTags, T30_all_forms_of_links_are_followed) {
    for (const std::string& link :
         {std::string("?p=2"), std::string("/v2/team/app/tags/list?p=2"), std::string("list?p=2"),
          server.url("/v2/team/app/tags/list?p=2"), std::string("/repository/hosted/v2/team/app/tags/list?p=2")}) {
        learn_nothing();
        server.on(kList, page("\"1\"", "<x>; rel=prev, " + next(link)));
        server.on(std::string(kList) + "?p=2", page("\"2\""));
        is_complete({"1", "2"});
    }
}

TEST_F(MisbehavingTags, T31_a_broken_link_is_not_the_end) {
    for (const auto* link : {"</v2/x; rel=next", "<>; rel=next", "rel=next"}) {
        learn_nothing();
        server.on(kList, page("\"1\"", link));
        is_incomplete({"1"}, "malformed");
    }
}

TEST_F(MisbehavingTags, T32_endless_pages_end_at_the_time_limit_of_a_listing) {
    pace.listing = std::chrono::milliseconds(300);
    registry = fresh();
    int number = 0;
    server.otherwise([&number](const SeenRequest&) {
        ++number;
        return page("\"" + std::to_string(number) + "\"", next("?p=" + std::to_string(number)));
    });
    const auto listing = tags();
    ASSERT_TRUE(listing);
    EXPECT_FALSE(listing->complete);
    EXPECT_THAT(listing->why_incomplete, testing::AnyOf(HasSubstr("too long"), HasSubstr("5000 pages")));
}

TEST_F(MisbehavingTags, T33_an_empty_page_is_passed_once) {
    server.on(kList, page("", next("?p=2")));
    server.on(std::string(kList) + "?p=2", page("\"2\""));
    is_complete({"2"});
    int number = 0;
    server.on(kList, [&number](const SeenRequest&) { return page("", next("?q=" + std::to_string(++number))); });
    learn_nothing();
    is_incomplete({}, "without a new tag");
}

TEST_F(MisbehavingTags, T34_nothing_is_empty_and_nonsense_an_error) {
    for (const auto* body : {R"({"tags":null})", "{}", R"({"tags":[]})"}) {
        server.on(kList, Reply::json(body));
        is_complete({});
    }
    for (const auto* body : {R"({"tags":{"a":1}})", R"({"tags":7})", R"([])"}) {
        server.on(kList, Reply::json(body));
        keeps("registry-malformed", ErrorKind::Malformed);
    }
}

TEST_F(MisbehavingTags, T35_what_cannot_be_a_tag_is_skipped_and_counted) {
    server.on(kList, page("null,\"\",\"sha256:" + std::string(64, 'a') + "\",\"" + std::string(200, 'x') +
                          R"(","a\u0000b","\u001b[31mred","ok")"));
    const auto listing = tags();
    ASSERT_TRUE(listing);
    EXPECT_THAT(listing->tags, ElementsAre("ok"));
    EXPECT_EQ(listing->skipped, 6U);
}

TEST_F(MisbehavingTags, T36_a_refused_request_is_repeated_with_small_pages) {
    for (const int status : {400, 405, 413}) {
        learn_nothing();
        server.on(kList, [status](const SeenRequest& request) {
            if (request.target.find("n=100") != std::string::npos) return page("\"1\"");
            return Reply::json(R"({"errors":[{"code":"PAGINATION_NUMBER_INVALID"}]})", status);
        });
        is_complete({"1"});
        EXPECT_EQ(server.requests().size(), 2U);
        is_complete({"1"});
        EXPECT_EQ(server.requests().size(), 3U) << "the size is known now";
    }
}

TEST_F(MisbehavingTags, T37_a_full_page_without_link_is_probed_and_a_repetition_is_the_end) {
    std::string hundred;
    std::vector<std::string> all;
    for (int i = 100; i < 200; ++i) {
        hundred += (i == 100 ? "\"" : ",\"") + std::to_string(i) + "\"";
        all.push_back(std::to_string(i));
    }
    server.on(kList, [hundred](const SeenRequest& request) {
        return request.target.find("n=100") == std::string::npos ? Reply::status(400) : page(hundred);
    });
    is_complete(all);
    EXPECT_EQ(server.lines().back(), std::string(kList) + "?n=100&last=199") << "ignored there, and found out";
}

TEST_F(MisbehavingTags, T38_a_last_tag_that_was_deleted_meanwhile_is_not_the_end) {
    server.on(kList, page(R"("1","2")", next("?last=2")));
    server.on(std::string(kList) + "?last=2", Reply::status(404));
    is_incomplete({"1", "2"}, "does not know the tags");
    server.on(kList, page(R"("1","3")"));
    is_complete({"1", "3"});
}

TEST_F(MisbehavingTags, T39_T40_order_and_repetitions_do_not_matter) {
    server.on(kList, page(R"("b","A","a")", next("?p=2")));
    server.on(std::string(kList) + "?p=2", page(R"("a","C","B","0")"));
    is_complete({"0", "A", "B", "C", "a", "b"});
}

TEST_F(MisbehavingTags, T41_another_name_is_told_and_changes_nothing) {
    server.on(kList, Reply::json(R"({"name":"evil/app","tags":["1"]})"));
    is_complete({"1"});
    EXPECT_THAT(notices, Contains(HasSubstr("evil/app")));
}

TEST_F(MisbehavingTags, T42_a_body_beyond_the_cap_is_cut) {
    pace.low_speed = std::chrono::seconds(8);  // a sanitizer needs long for so many bytes
    registry = fresh();
    server.on(kList, Reply::json("{\"x\":\"" + std::string(33U << 20U, 'x') + "\"}").chunked(1U << 20U));
    const auto listing = tags();
    ASSERT_FALSE(listing);
    EXPECT_EQ(listing.error().code, "registry-malformed") << listing.error().text();
    EXPECT_EQ(listing.error().kind, ErrorKind::Malformed);
    EXPECT_THAT(listing.error().message, HasSubstr("larger than 33554432 bytes"));
    server.on(kList, page(R"("1","2","3")").dripped(1, std::chrono::milliseconds(1)));
    is_complete({"1", "2", "3"});
}

TEST_F(MisbehavingTags, T43_T44_what_is_no_strict_json_is_refused_or_skipped) {
    const std::string bad[] = {"{\"tags\":" + std::string(100'000, '['), "\xEF\xBB\xBF{\"tags\":[\"1\"]}",
                               R"({"tags":["1"]} x)", R"({"tags":["1"],"tags":["2"]})"};
    for (const std::string& body : bad) {
        server.on(kList, Reply::json(body));
        keeps("registry-malformed", ErrorKind::Malformed);
    }
    server.on(kList, Reply::json("{\"n\":" + std::string(1U << 20U, '9') + ",\"tags\":[\"\xff\xfe\",\"1\"]}"));
    is_complete({"1"});
}

/// A gzip stream that unpacks to at least `size` blanks: one literal, then repetitions of 258 bytes each, in the fixed
/// Huffman code of RFC 1951. It has no end, which nobody should get to.
std::string gzipped_blanks(std::size_t size) {
    std::string bits = "110";
    bits += "01010000";
    for (std::size_t done = 0; done < size; done += 258) bits += "1100010100000";
    std::string packed("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
    for (std::size_t i = 0; i < bits.size(); i += 8) {
        unsigned int byte = 0;
        for (std::size_t k = 0; k < 8 && i + k < bits.size(); ++k) byte |= (bits[i + k] == '1' ? 1U : 0U) << k;
        packed += static_cast<char>(byte);
    }
    return packed;
}

TEST_F(MisbehavingTags, T45_a_gzip_bomb_is_cut_at_what_it_unpacks_to) {
    server.on(kList, Reply::json(gzipped_blanks(64U << 20U)).with("Content-Encoding", "gzip"));
    keeps("registry-malformed", ErrorKind::Malformed);
}

}  // namespace
}  // namespace lockstep
