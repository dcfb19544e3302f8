// SPDX-License-Identifier: Apache-2.0
// Servers that challenge or give tokens badly. "Keep" is an error of a known kind: whoever asked changes nothing.
#include "scripted_registry.hpp"

#include <ctime>
#include <string>
#include <vector>

namespace lockstep {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr auto* kTags = R"({"tags":["1"]})";
constexpr auto* kList = "GET /v2/team/app/tags/list";

struct MisbehavingChallenge : ScriptedRegistry {
    Result<Listing> tags() { return registry->tags(repository, {}); }

    /// Challenges like this unless the request has this Authorization.
    void challenge(const std::string& header, const std::string& wanted = "Bearer abc") {
        server.otherwise([header, wanted](const SeenRequest& request) {
            if (request.header("Authorization") == wanted) return Reply::json(kTags);
            return Reply::status(401).with("WWW-Authenticate", header);
        });
    }
    void bearer(const std::string& error = "") {
        challenge("Bearer realm=\"" + server.url("/token") + "\",service=\"s\"" +
                  (error.empty() ? "" : ",error=\"" + error + "\""));
    }
    void token(const std::string& body) { server.on("GET /token", Reply::json(body)); }

    void keeps(const std::string& code, ErrorKind kind) {
        const auto listing = tags();
        ASSERT_FALSE(listing);
        EXPECT_EQ(listing.error().code, code) << listing.error().text();
        EXPECT_EQ(listing.error().kind, kind) << listing.error().text();
        EXPECT_THAT(listing.error().text(), HasSubstr(server.host()));
        EXPECT_FALSE(listing.error().remedy.empty());
    }
};

TEST_F(MisbehavingChallenge, A1_a_401_without_challenge_costs_one_ping) {
    server.otherwise([](const SeenRequest&) { return Reply::status(401); });
    keeps("registry-denied", ErrorKind::Denied);
    EXPECT_THAT(server.lines(), testing::ElementsAre(kList, "GET /v2/"));
}

TEST_F(MisbehavingChallenge, A2_an_empty_challenge_means_denied_or_missing) {
    challenge("");
    keeps("registry-denied", ErrorKind::Denied);
    EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(MisbehavingChallenge, A3_basic_without_realm_is_usable) {
    log_in("u:p");
    challenge("Basic", "Basic " + base64("u:p"));
    EXPECT_TRUE(tags());
}

TEST_F(MisbehavingChallenge, A4_an_unquoted_realm_is_read) {
    token(R"({"token":"abc"})");
    challenge("Bearer realm=" + server.url("/token") + ",service=s");
    EXPECT_TRUE(tags());
}

TEST_F(MisbehavingChallenge, A5_negotiate_is_passed_over) {
    log_in("u:p");
    challenge("Negotiate, Basic realm=\"x\"", "Basic " + base64("u:p"));
    EXPECT_TRUE(tags());
}

TEST_F(MisbehavingChallenge, A6_ten_thousand_challenges_are_cut) {
    std::string many;
    for (int i = 0; i < 3000; ++i) many += "Digest realm=\"x\", ";
    challenge(many + "Basic");
    keeps("registry-denied", ErrorKind::Denied);
    server.otherwise([](const SeenRequest&) {
        return Reply::status(401).with("WWW-Authenticate", "Basic realm=\"" + std::string(70'000, 'x') + "\"");
    });
    keeps("registry-malformed", ErrorKind::Malformed);
}

TEST_F(MisbehavingChallenge, A7_an_open_quote_is_not_trusted) {
    challenge("Bearer realm=\"" + server.url("/token"));
    keeps("registry-denied", ErrorKind::Denied);
    EXPECT_EQ(server.count("GET /token"), 0U);
}

TEST_F(MisbehavingChallenge, A9_A10_a_realm_elsewhere_is_refused) {
    log_in("u:secret");
    for (const auto* realm : {"file:///etc/passwd", "ftp://h.example/", "javascript:alert(1)",
                              "http://169.254.169.254/latest", "http://[fd00:ec2::254]/", "http://evil.example/"}) {
        server.forget_requests();
        challenge(std::string("Bearer realm=\"") + realm + '"');
        keeps("realm-refused", ErrorKind::Refused);
        EXPECT_EQ(server.requests().size(), 1U) << realm;
    }
}

TEST_F(MisbehavingChallenge, A11_a_realm_that_moves_to_another_host_stops_the_login) {
    log_in("u:secret");
    token(R"({"token":"abc"})");
    bearer();
    ASSERT_TRUE(tags());
    server.otherwise([](const SeenRequest&) {
        return Reply::status(401).with("WWW-Authenticate", "Bearer realm=\"https://evil.example/token\"");
    });
    keeps("realm-refused", ErrorKind::Refused);
    EXPECT_THAT(tags().error().message, HasSubstr("evil.example"));
}

TEST_F(MisbehavingChallenge, A12_a_realm_that_redirects_gets_no_credentials_elsewhere) {
    log_in("u:secret");
    ScriptedServer other;
    server.on("GET /token", Reply::status(307).with("Location", other.url("/token")));
    bearer();
    keeps("registry-malformed", ErrorKind::Malformed);
    EXPECT_TRUE(other.requests().empty());
}

TEST_F(MisbehavingChallenge, A13_a_token_page_names_the_realm) {
    bearer();
    server.on("GET /token", Reply::html("<html>log in</html>"));
    keeps("registry-malformed", ErrorKind::Malformed);
    EXPECT_THAT(tags().error().message, HasSubstr("/token"));
}

TEST_F(MisbehavingChallenge, A14_A15_access_token_counts_and_a_difference_is_told) {
    bearer();
    token(R"({"access_token":"abc"})");
    ASSERT_TRUE(tags());
    EXPECT_TRUE(notices.empty());
    registry = fresh();
    token(R"({"access_token":"abc","token":"other"})");
    ASSERT_TRUE(tags());
    EXPECT_THAT(notices, Contains(HasSubstr("two different tokens")));
}

TEST_F(MisbehavingChallenge, A16_A17_odd_times_do_not_matter) {
    bearer();
    for (const auto* odd : {R"("expires_in":0)", R"("expires_in":-1)", R"("expires_in":"300")", R"("expires_in":1e18)",
                            R"("issued_at":"0001-01-01T00:00:00Z")", R"("issued_at":"2099-01-01T00:00:00Z")"}) {
        registry = fresh();
        token(std::string(R"({"token":"abc",)") + odd + "}");
        server.forget_requests();
        ASSERT_TRUE(tags()) << odd;
        ASSERT_TRUE(tags()) << odd;
        EXPECT_EQ(server.count("GET /token"), 1U) << odd;
    }
}

TEST_F(MisbehavingChallenge, A18_a_token_that_is_not_valid_yet_is_shown_once_more) {
    int shown = 0;
    token(R"({"token":"abc"})");
    const std::string header = "Bearer realm=\"" + server.url("/token") + "\",error=\"invalid_token\"";
    server.otherwise([&shown, header](const SeenRequest& request) {
        const bool has_token = request.header("Authorization") == "Bearer abc";
        if (has_token && ++shown == 2) return Reply::json(kTags);
        return Reply::status(401).with("WWW-Authenticate", header);
    });
    EXPECT_TRUE(tags());
    EXPECT_EQ(server.count("GET /token"), 1U);
    server.otherwise([header](const SeenRequest&) {
        return Reply::status(401).with("WWW-Authenticate", header).with("Date", "Thu, 01 Jan 2026 00:00:00 GMT");
    });
    registry = fresh();
    server.forget_requests();
    keeps("registry-denied", ErrorKind::Denied);
    EXPECT_LE(server.count(kList), 3U);
    EXPECT_THAT(tags().error().text(), HasSubstr("clock")) << "the Date header is months away";
}

TEST_F(MisbehavingChallenge, A19_a_token_server_that_reads_the_first_scope_only) {
    const Repository other{.registry = server.host(), .path = "team/other"};
    registry->expect({repository, other});
    server.on("GET /token", [](const SeenRequest& request) {
        const auto begin = request.target.find("scope=") + 6;
        return Reply::json(R"({"token":")" + request.target.substr(begin, request.target.find('&', begin) - begin) +
                           "\"}");
    });
    server.otherwise([this](const SeenRequest& request) {
        const std::string path = request.path().find("/app/") != std::string::npos ? "app" : "other";
        if (request.header("Authorization") == "Bearer repository%3Ateam%2F" + path + "%3Apull")
            return Reply::json(kTags);
        return Reply::status(401).with("WWW-Authenticate",
                                       "Bearer realm=\"" + server.url("/token") + "\",error=\"insufficient_scope\"");
    });
    ASSERT_TRUE(tags());
    const auto listing = registry->tags(other, {});
    ASSERT_TRUE(listing) << listing.error().text();
    EXPECT_EQ(server.count("GET /token"), 2U);
    server.forget_requests();
    ASSERT_TRUE(tags());
    ASSERT_TRUE(registry->tags(other, {}));
    EXPECT_LE(server.requests().size(), 3U) << "it is known now: one token each";
    server.forget_requests();
    ASSERT_TRUE(tags());
    ASSERT_TRUE(registry->tags(other, {}));
    EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(MisbehavingChallenge, one_token_serves_all_repositories_that_were_announced) {
    const Repository other{.registry = server.host(), .path = "team/other"};
    registry->expect({repository, other});
    token(R"({"token":"abc"})");
    bearer();
    ASSERT_TRUE(tags());
    ASSERT_TRUE(registry->tags(other, {}));
    EXPECT_EQ(server.count("GET /token"), 1U);
    EXPECT_EQ(server.requests().size(), 4U);
}

TEST_F(MisbehavingChallenge, A20_A22_a_held_scope_that_is_refused_is_denied_after_one_retry) {
    for (const auto* error : {"", "insufficient_scope"}) {
        registry = fresh();
        notebook = std::make_unique<Notebook>();
        registry = fresh();
        server.forget_requests();
        token(R"({"token":"useless"})");
        bearer(error);
        keeps("registry-denied", ErrorKind::Denied);
        EXPECT_EQ(server.count(kList), 2U) << error;
        EXPECT_EQ(server.count("GET /token"), 1U) << error;
    }
}

TEST_F(MisbehavingChallenge, A21_bearer_first_and_basic_afterwards_is_not_chased) {
    token(R"({"token":"useless"})");
    server.otherwise([this](const SeenRequest& request) {
        return Reply::status(401).with("WWW-Authenticate", request.has("Authorization")
                                                               ? "Basic realm=\"harbor\""
                                                               : "Bearer realm=\"" + server.url("/token") + "\"");
    });
    keeps("registry-denied", ErrorKind::Denied);
    EXPECT_LE(server.requests().size(), 3U);
}

TEST_F(MisbehavingChallenge, A23_an_endless_token_is_cut) {
    bearer();
    server.on("GET /token", Reply::json(R"({"token":")" + std::string(10U << 20U, 'x') + "\"}").chunked(65536));
    keeps("registry-malformed", ErrorKind::Malformed);
}

TEST_F(MisbehavingChallenge, A25_a_token_server_that_limits_defers_the_whole_host) {
    bearer();
    server.on("GET /token", Reply::status(429).with("Retry-After", "600"));
    keeps("registry-busy", ErrorKind::Transient);
    server.forget_requests();
    repository.path = "team/other";
    keeps("registry-busy", ErrorKind::Transient);
    EXPECT_TRUE(server.requests().empty());
}

TEST_F(MisbehavingChallenge, A26_a_wrong_password_is_tried_once_until_it_changes) {
    log_in("u:wrong");
    challenge("Basic", "Basic " + base64("u:right"));
    for (int i = 0; i < 5; ++i) keeps("registry-denied", ErrorKind::Denied);
    std::size_t tried = 0;
    for (const SeenRequest& request : server.requests()) tried += request.has("Authorization") ? 1U : 0U;
    EXPECT_EQ(tried, 1U);
    log_in("u:right");
    EXPECT_TRUE(tags());
}

TEST_F(MisbehavingChallenge, a_robot_of_harbor_needs_no_token) {
    log_in("robot$x:s");
    server.otherwise([this](const SeenRequest& request) {
        if (request.header("Authorization") == "Basic " + base64("robot$x:s")) return Reply::json(kTags);
        return Reply::status(401).with(
            "WWW-Authenticate", "Bearer realm=\"" + server.url("/service/token") + "\",service=\"harbor-registry\"");
    });
    ASSERT_TRUE(tags());
    ASSERT_TRUE(tags());
    EXPECT_EQ(server.requests().size(), 3U) << "challenge, answer, answer";
}

TEST_F(MisbehavingChallenge, what_was_learnt_is_there_in_the_next_run) {
    token(R"({"token":"abc"})");
    bearer();
    ASSERT_TRUE(tags());
    registry = fresh();
    server.forget_requests();
    ASSERT_TRUE(tags());
    EXPECT_EQ(server.requests().size(), 2U) << "token, list: the challenge was known";
    for (const Note& note : notebook->take_changes()) {
        EXPECT_THAT(note.value, Not(HasSubstr("abc"))) << "tokens are never kept";
        notebook->keep(note.subject, note.key, "{]rubbish", note.at);
    }
    registry = fresh();
    server.forget_requests();
    ASSERT_TRUE(tags()) << "a spoilt notebook costs requests only";
    EXPECT_EQ(server.requests().size(), 3U);
}

}  // namespace
}  // namespace lockstep
