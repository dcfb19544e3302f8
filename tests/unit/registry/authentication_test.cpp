// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/json.hpp"

#include "scripted_registry.hpp"

#include <string>
#include <thread>
#include <vector>

namespace lockstep {
namespace {

using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto* kTags = R"({"tags":["1"]})";

struct AuthenticationTest : ScriptedRegistry {
    Result<Listing> tags() { return registry->tags(repository, {}); }
    static Reply listed(const SeenRequest&) { return Reply::json(kTags); }
};

TEST_F(AuthenticationTest, an_anonymous_token_is_asked_once_and_kept) {
    require_token("abc", listed);
    ASSERT_TRUE(tags());
    EXPECT_THAT(server.lines(),
                ElementsAre("GET /v2/team/app/tags/list",
                            "GET /token?client_id=lockstep&scope=repository%3Ateam%2Fapp%3Apull&service=svc",
                            "GET /v2/team/app/tags/list"))
        << "the scope is ours, not the one the registry asks for";
    EXPECT_FALSE(server.requests()[1].has("Authorization"));
    server.forget_requests();
    ASSERT_TRUE(tags());
    EXPECT_THAT(server.lines(), ElementsAre("GET /v2/team/app/tags/list"));
}

TEST_F(AuthenticationTest, many_threads_cause_one_token_request) {
    require_token("abc", listed);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) threads.emplace_back([&] { EXPECT_TRUE(tags()); });
    threads.clear();
    EXPECT_EQ(server.count("GET /token"), 1U);
}

TEST_F(AuthenticationTest, another_repository_needs_a_token_of_its_own_but_no_second_challenge) {
    require_token("abc", listed);
    ASSERT_TRUE(tags());
    server.forget_requests();
    repository.path = "team/other";
    ASSERT_TRUE(tags());
    EXPECT_THAT(server.lines(),
                ElementsAre(HasSubstr("scope=repository%3Ateam%2Fother%3Apull"), "GET /v2/team/other/tags/list"));
}

TEST_F(AuthenticationTest, an_expired_token_is_replaced_also_when_only_basic_is_offered_then) {
    std::string valid = "one";
    server.on("GET /token", [&](const SeenRequest&) { return Reply::json(R"({"access_token":")" + valid + "\"}"); });
    server.otherwise([&](const SeenRequest& request) {
        if (request.header("Authorization") == "Bearer " + valid) return Reply::json(kTags);
        const bool refused = request.has("Authorization");
        return Reply::status(401).with(
            "WWW-Authenticate", refused ? R"(Basic realm="harbor")" : "Bearer realm=\"" + server.url("/token") + "\"");
    });
    ASSERT_TRUE(tags());
    valid = "two";
    const auto again = tags();
    EXPECT_TRUE(again) << again.error().text();
}

TEST_F(AuthenticationTest, a_registry_that_always_says_401_is_left_after_one_try_more) {
    server.on("GET /token", Reply::json(R"({"token":"abc"})"));
    server.otherwise([&](const SeenRequest&) {
        return Reply::status(401).with("WWW-Authenticate", "Bearer realm=\"" + server.url("/token") + "\"");
    });
    const auto listing = tags();
    ASSERT_FALSE(listing);
    EXPECT_EQ(listing.error().code, "registry-denied");
    EXPECT_THAT(listing.error().message, HasSubstr("without credentials"));
    EXPECT_THAT(listing.error().message, HasSubstr("config.json"));
    EXPECT_EQ(server.requests().size(), 3U);
}

TEST_F(AuthenticationTest, basic_is_used_with_credentials_and_remembered) {
    log_in("robot$x:secret");
    server.otherwise([&](const SeenRequest& request) {
        if (request.header("Authorization") == "Basic " + base64("robot$x:secret")) return Reply::json(kTags);
        return Reply::status(401).with("WWW-Authenticate", "Basic");
    });
    ASSERT_TRUE(tags());
    server.forget_requests();
    ASSERT_TRUE(tags());
    EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(AuthenticationTest, a_401_without_challenge_is_explained_by_the_root) {
    log_in("u:p");
    server.on("GET /v2/", Reply::status(401).with("WWW-Authenticate", "Basic"));
    server.on("GET /v2/team/app/tags/list", [&](const SeenRequest& request) {
        return request.has("Authorization") ? Reply::json(kTags) : Reply::status(401);
    });
    EXPECT_TRUE(tags());
}

TEST_F(AuthenticationTest, credentials_go_to_the_token_server_as_basic_with_the_account) {
    log_in("user:secret");
    require_token("abc", listed);
    ASSERT_TRUE(tags());
    const SeenRequest token = server.requests()[1];
    EXPECT_EQ(token.header("Authorization"), "Basic " + base64("user:secret"));
    EXPECT_THAT(token.target, HasSubstr("account=user"));
    EXPECT_THAT(token.target, Not(HasSubstr("secret")));
}

TEST_F(AuthenticationTest, a_wrong_password_is_tried_once_and_named) {
    log_in("user:wrong");
    require_token("abc", listed);
    server.on("GET /token", Reply::status(401));
    for (int i = 0; i < 3; ++i) {
        const auto listing = tags();
        ASSERT_FALSE(listing);
        EXPECT_EQ(listing.error().code, "registry-denied");
        EXPECT_THAT(listing.error().message, HasSubstr("user 'user'"));
        EXPECT_THAT(listing.error().text(), Not(HasSubstr("wrong")));
    }
    EXPECT_EQ(server.count("GET /token"), 1U) << "three would lock the account";
    log_in("user:right");
    server.on("GET /token", Reply::json(R"({"token":"abc"})"));
    EXPECT_TRUE(tags()) << "new credentials are tried at once";
}

TEST_F(AuthenticationTest, A24_an_identity_token_is_posted_and_falls_back_to_get) {
    std::ofstream(folder / "config.json")
        << format(R"({{"auths":{{"{}":{{"identitytoken":"refresh+1"}}}}}})", server.host());
    require_token("abc", listed);
    server.on("POST /token", Reply::json(R"({"access_token":"abc"})"));
    ASSERT_TRUE(tags());
    EXPECT_EQ(server.requests()[1].body,
              "grant_type=refresh_token&client_id=lockstep&service=svc&scope=repository%3Ateam%2Fapp%3Apull&refresh_"
              "token=refresh%2B1");
    for (const int status : {404, 405}) {
        server.on("POST /token", Reply::status(status));
        server.forget_requests();
        repository.path = "team/other" + std::to_string(status);
        EXPECT_TRUE(tags()) << status;
        EXPECT_EQ(server.count("GET /token"), 1U) << status;
    }
}

TEST_F(AuthenticationTest, credentials_never_go_to_a_foreign_realm) {
    log_in("user:secret");
    for (const auto* realm :
         {"http://evil.example/token", "https://evil.example/token", "file:///etc/passwd", "javascript:x"}) {
        server.forget_requests();
        server.otherwise([&](const SeenRequest&) {
            return Reply::status(401).with("WWW-Authenticate", format("Bearer realm=\"{}\"", realm));
        });
        const auto listing = tags();
        ASSERT_FALSE(listing) << realm;
        EXPECT_EQ(listing.error().code, "realm-refused") << realm;
        EXPECT_EQ(server.requests().size(), 1U);
    }
}

TEST_F(AuthenticationTest, strange_token_answers_name_the_realm_and_nothing_else) {
    const Reply answers[] = {Reply::html("<html>log in, secret</html>"), Reply::json("{}"),
                             Reply::json(R"({"token":5,"x":"secret"})"),
                             Reply::json(R"({"token":"a)" + std::string(70'000, 'x') + "\"}"),
                             Reply::status(302).with("Location", "http://127.0.0.1:1/")};
    for (const Reply& answer : answers) {
        require_token("abc", listed);
        server.on("GET /token", answer);
        const auto listing = tags();
        ASSERT_FALSE(listing);
        EXPECT_EQ(listing.error().code, "registry-malformed");
        EXPECT_THAT(listing.error().text(), HasSubstr("/token"));
        EXPECT_THAT(listing.error().text(), Not(HasSubstr("secret")));
    }
}

TEST_F(AuthenticationTest, gives_the_engine_what_it_needs_to_pull) {
    EXPECT_TRUE(registry->engine_auth(repository)->empty());
    log_in("user:pass?>");
    const auto auth = registry->engine_auth(repository);
    ASSERT_TRUE(auth);
    std::string standard(auth->reveal());
    for (char& c : standard) c = c == '-' ? '+' : c == '_' ? '/' : c;
    const auto json = parse_json(*base64_decoded(standard), "it");
    ASSERT_TRUE(json);
    EXPECT_EQ(string_at(*json, "/username"), "user");
    EXPECT_EQ(string_at(*json, "/password"), "pass?>");
    EXPECT_EQ(string_at(*json, "/serveraddress"), server.host());
}

TEST_F(AuthenticationTest, a_broken_credential_file_is_said_and_not_ignored) {
    std::ofstream(folder / "config.json") << "{";
    server.otherwise(listed);
    EXPECT_EQ(tags().error().code, "credentials-invalid");
    EXPECT_TRUE(server.requests().empty());
}

}  // namespace
}  // namespace lockstep
