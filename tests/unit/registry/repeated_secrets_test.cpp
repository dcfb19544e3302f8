// SPDX-License-Identifier: Apache-2.0
// Registries that repeat what they were sent, in every place that ends in a message.
#include "scripted_registry.hpp"

#include <string>

namespace lockstep {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::Not;

constexpr auto* kList = "GET /v2/team/app/tags/list";
constexpr auto* kPassword = "s3cret pass \u00fc";

struct RepeatingRegistry : ScriptedRegistry {
    RepeatingRegistry() { log_in(std::string("u:") + kPassword); }

    Result<Listing> tags() { return registry->tags(repository, {}); }

    /// Wants a login, and answers like this to whoever has one.
    void answer_login(ScriptedServer::Answer answer) {
        server.otherwise([answer](const SeenRequest& request) {
            if (!request.has("Authorization")) return Reply::status(401).with("WWW-Authenticate", "Basic");
            return answer(request);
        });
        learn_nothing();
    }
    void learn_nothing() {
        notebook = std::make_unique<Notebook>();
        registry = fresh();
    }
    /// What the message says, which must not be the password in any form.
    std::string told() {
        const auto listing = tags();
        const std::string text = listing ? listing->why_incomplete : listing.error().text();
        EXPECT_THAT(text, AllOf(Not(HasSubstr("s3cret")), Not(HasSubstr("dTpzM2NyZX"))));
        return text;
    }
};

TEST_F(RepeatingRegistry, in_the_body_of_a_failure) {
    answer_login([](const SeenRequest& request) {
        return Reply::status(403, "no s3cret pass \u00fc, s3cret%20pass%20%C3%BC, " + request.header("Authorization"));
    });
    EXPECT_THAT(told(), HasSubstr("[hidden], [hidden], Basic [hidden]"));
}

TEST_F(RepeatingRegistry, in_the_title_of_a_page) {
    answer_login([](const SeenRequest& request) {
        return Reply::html(std::string("<title>") + kPassword + " " + request.header("Authorization") + "</title>");
    });
    EXPECT_THAT(told(), HasSubstr("[hidden] Basic [hidden]"));
}

TEST_F(RepeatingRegistry, in_challenges_and_redirects_and_links) {
    for (const auto* place : {"", "http://169.254.169.254/"}) {
        const std::string url = std::string(place) + "s3cret%20pass%20%C3%BC";
        learn_nothing();
        server.otherwise([url](const SeenRequest&) {
            return Reply::status(401).with("WWW-Authenticate", "Bearer realm=\"ftp://" + url + '"');
        });
        EXPECT_THAT(told(), HasSubstr("[hidden]"));
        answer_login([url](const SeenRequest&) { return Reply::status(307).with("Location", "ftp://" + url); });
        EXPECT_THAT(told(), HasSubstr("[hidden]"));
        answer_login([url](const SeenRequest&) {
            return Reply::json(R"({"tags":["1"]})").with("Link", "<http://evil.example/" + url + ">; rel=next");
        });
        EXPECT_THAT(told(), HasSubstr("another server"));
    }
}

TEST_F(RepeatingRegistry, in_data) {
    answer_login([](const SeenRequest& request) {
        return Reply::json(R"({"name":")" + request.header("Authorization").substr(6) + R"(","tags":["1"]})");
    });
    ASSERT_TRUE(tags());
    EXPECT_THAT(notices, Contains(HasSubstr("under the name '[hidden]'")));
    const std::string manifest = std::string(R"({"schemaVersion":2,"mediaType":")") + kPassword + "\"}";
    answer_login([manifest](const SeenRequest&) { return Reply::json(manifest); });
    const auto found = registry->manifest(repository, *Digest::parse(digest_text(manifest)), {});
    ASSERT_FALSE(found);
    EXPECT_THAT(found.error().message, HasSubstr("[hidden]")) << found.error().text();
    EXPECT_THAT(notices, Each(Not(HasSubstr("s3cret"))));
}

TEST_F(RepeatingRegistry, and_tokens_that_it_gave_itself) {
    require_token("a-token-that-was-issued", [](const SeenRequest& request) {
        return Reply::status(403, "you said " + request.header("Authorization")).with("Warning", "299 - \"x\"");
    });
    const auto listing = tags();
    ASSERT_FALSE(listing);
    EXPECT_THAT(listing.error().text(), AllOf(HasSubstr("you said Bearer [hidden]"), Not(HasSubstr("issued"))));
    EXPECT_EQ(server.count(kList), 2U);
}

}  // namespace
}  // namespace lockstep
