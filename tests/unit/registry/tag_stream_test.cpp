// SPDX-License-Identifier: Apache-2.0
#include "registry/tag_stream.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/image/reference.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace lockstep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Seen {
    std::vector<std::string> tags;
    std::size_t skipped = 0;
    std::string error;

    bool operator==(const Seen&) const = default;
};

Seen read(std::string_view body, std::size_t piece = 0) {
    Seen seen;
    TagStream stream([&](std::string_view tag) { seen.tags.emplace_back(tag); });
    const std::size_t step = piece == 0 ? std::max<std::size_t>(body.size(), 1) : piece;
    for (std::size_t i = 0; i < body.size() && stream.feed(body.substr(i, step)); i += step) {
    }
    if (const auto end = stream.finish(); !end) seen.error = end.error().code;
    seen.skipped = stream.skipped();
    return seen;
}

TEST(TagStream, keeps_what_can_be_a_tag_and_counts_the_rest) {
    const Seen seen = read(format(
        R"({{"name":"x","tags":["4.1.0",null,"","sha256:{}","a b","\u001b[31m","sha256-{}.sig","sha256-{}",5,{{"a":["b"]}},
            ["7"],"{}",true,"é","latest"],"extra":["no",{{"tags":["neither"]}}]}})",
        std::string(64, 'a'), std::string(64, 'a'), std::string(64, 'b'), std::string(200, 'x')));
    EXPECT_EQ(seen.error, "");
    EXPECT_THAT(seen.tags, ElementsAre("4.1.0", "latest"));
    EXPECT_EQ(seen.skipped, 13U);
}

TEST(TagStream, takes_null_and_missing_as_empty) {
    for (const auto* body : {R"({"tags":null})", R"({"tags":[]})", R"({"name":"a"})", "{}", " {\"tags\" : [ ] } \n"})
        EXPECT_EQ(read(body), Seen{}) << body;
}

TEST(TagStream, refuses_everything_else) {
    const std::string bodies[] = {R"({"tags":{}})",
                                  R"({"tags":5})",
                                  R"({"tags":"a"})",
                                  R"({"tags":true})",
                                  R"(["a"])",
                                  "",
                                  "<html>",
                                  "null",
                                  R"({"tags":[]}x)",
                                  R"({"tags":[]}{})",
                                  R"({"tags":["a"],"tags":["b"]})",
                                  R"({"tags":["a",]})",
                                  R"({"tags":["a")",
                                  R"({"tags":["a" "b"]})",
                                  R"({"tags":["a"]]})",
                                  R"({"tags":["a"}])",
                                  R"({"tags"["a"]})",
                                  R"({tags:["a"]})",
                                  R"({"tags":[nul]})",
                                  R"({"tags":[01]})",
                                  R"({"tags":[1.]})",
                                  R"({"tags":[-]})",
                                  R"({"tags":["\x"]})",
                                  R"({"tags":["\u12g4"]})",
                                  "{\"tags\":[\"a\nb\"]}",
                                  "\xEF\xBB\xBF{\"tags\":[]}",
                                  R"({,"tags":[]})",
                                  R"({"a":1,,"tags":[]})",
                                  R"({"tags":[)" + std::string(40, '[') + std::string(40, ']') + "]}"};
    for (const std::string& body : bodies) EXPECT_EQ(read(body).error, "registry-malformed") << body;
}

TEST(TagStream, knows_name_and_beginning) {
    TagStream stream([](std::string_view) {});
    EXPECT_TRUE(stream.feed(R"({"name":"team/app","tags":["1"]})"));
    EXPECT_TRUE(stream.finish());
    EXPECT_EQ(stream.name(), "team/app");
    EXPECT_EQ(stream.last(), "1");
    EXPECT_THAT(stream.beginning(), HasSubstr("team/app"));
}

TEST(TagStream, a_number_of_a_million_digits_or_a_deep_nest_costs_nothing) {
    EXPECT_EQ(read(R"({"tags":["1",)" + std::string(1'000'000, '7') + "]}").tags.size(), 1U);
    EXPECT_EQ(read("{\"a\":" + std::string(1'000'000, '[')).error, "registry-malformed");
    EXPECT_EQ(read("{\"tags\":[\"" + std::string(1'000'000, 'x') + "\",\"2\"]}").tags, std::vector<std::string>{"2"});
}

/// Valid JSON documents around a list of strings that are mostly tags.
rc::Gen<std::string> document() {
    const auto text =
        rc::gen::oneOf(rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789abcXYZ._-"))),
                       rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab\"\\ /\n\t{}[]:,"))));
    return rc::gen::map(rc::gen::pair(rc::gen::container<std::vector<std::string>>(text), rc::gen::inRange(0, 4)),
                        [](const std::pair<std::vector<std::string>, int>& made) {
                            Json body{{"name", "x"}, {"tags", made.first}};
                            if (made.second == 1) body["manifest"] = {{"a", {1, 2.5, nullptr, true}}};
                            if (made.second == 2) body["tags"].push_back(nullptr);
                            return made.second == 3 ? body.dump(2) : body.dump();
                        });
}

RC_GTEST_PROP(TagStreamLaws, it_reads_what_the_whole_parser_reads, ()) {
    const std::string body = *document();
    std::vector<std::string> expected;
    const auto parsed = parse_json(body, "it");
    RC_ASSERT(parsed.has_value());
    for (const Json& element : at(*parsed, "/tags")) {
        if (element.is_string() && is_tag(element.get<std::string>())) expected.push_back(element.get<std::string>());
    }
    const Seen seen = read(body);
    RC_ASSERT(seen.error.empty());
    RC_ASSERT(seen.tags == expected);
}

RC_GTEST_PROP(TagStreamLaws, the_pieces_do_not_matter, ()) {
    std::string body = *document();
    const auto piece = *rc::gen::inRange<std::size_t>(1, 9);
    // Also broken documents: one byte changed.
    if (*rc::gen::arbitrary<bool>()) {
        const auto where = *rc::gen::inRange<std::size_t>(0, body.size());
        body[where] = *rc::gen::elementOf(std::string("\"\\{}[],:x0 \n"));
    }
    Seen whole = read(body);
    Seen pieces = read(body, piece);
    if (!whole.error.empty()) whole = pieces = {.tags = {}, .error = whole.error == pieces.error ? "same" : "other"};
    RC_ASSERT(whole.error != "other");
    RC_ASSERT(whole == pieces);
}

RC_GTEST_PROP(TagStreamLaws, what_it_accepts_is_json, ()) {
    std::string body = *document();
    const auto where = *rc::gen::inRange<std::size_t>(0, body.size());
    body[where] = *rc::gen::elementOf(std::string("\"\\{}[],:x0 \n"));
    if (read(body).error.empty()) RC_ASSERT(Json::accept(body));
}

}  // namespace
}  // namespace lockstep
