// SPDX-License-Identifier: Apache-2.0
// Connections, redirects, limits and outages. What needs TLS, proxies or HTTP/2 is in tests/integration.
#include "scripted_registry.hpp"
#include "support/manual_clock.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace lockstep {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr auto* kList = "GET /v2/team/app/tags/list";
constexpr auto* kTags = R"({"tags":["1"]})";

struct MisbehavingNetwork : ScriptedRegistry {
    Result<Listing> tags() { return registry->tags(repository, {}); }
    void learn_nothing() {
        notebook = std::make_unique<Notebook>();
        registry = fresh();
        server.forget_requests();
    }
    Error failure() {
        const auto listing = tags();
        EXPECT_FALSE(listing);
        return listing ? Error{} : listing.error();
    }
};

TEST_F(MisbehavingNetwork, N71_a_drip_is_ended) {
    server.on(kList, Reply::json(kTags).dripped(1, 700ms));
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(failure().code, "registry-unreachable");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 15s);
}

TEST_F(MisbehavingNetwork, N72_silence_ends_at_the_deadline_and_names_host_and_time) {
    pace.long_answer = 300ms;
    registry = fresh();
    server.on(kList, Reply::silence());
    const Error error = failure();
    EXPECT_EQ(error.code, "registry-unreachable");
    EXPECT_EQ(error.kind, ErrorKind::Transient);
    EXPECT_THAT(error.message, HasSubstr(server.host()));
    EXPECT_THAT(error.message, HasSubstr("300 ms"));
}

TEST_F(MisbehavingNetwork, N72_who_closes_one_half_before_or_after_the_header_gave_no_answer) {
    for (const auto* half : {"", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"}) {
        learn_nothing();
        server.on(kList, Reply::raw(half));
        const Error error = failure();
        EXPECT_EQ(error.code, "registry-unreachable") << error.text();
        EXPECT_EQ(error.kind, ErrorKind::Transient);
    }
}

TEST_F(MisbehavingNetwork, N73_a_broken_connection_is_worth_one_more) {
    server.on(kList, {Reply::json(kTags).cut_after(5), Reply::json(kTags)});
    EXPECT_TRUE(tags());
    learn_nothing();
    server.on(kList, Reply::hang_up());
    EXPECT_EQ(failure().kind, ErrorKind::Transient);
    EXPECT_LE(server.count(kList), 3U) << "a kept connection that turns out dead is not counted as a try";
}

TEST_F(MisbehavingNetwork, N74_endless_headers_and_interim_answers_are_cut) {
    std::string lines = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 10'000; ++i) lines += "X-" + std::to_string(i) + ": yyyyyyyyyy\r\n";
    std::string interim;
    for (int i = 0; i < 10'000; ++i) interim += "HTTP/1.1 100 Continue\r\n\r\n";
    for (const std::string& bytes : {lines, interim}) {
        learn_nothing();
        server.on(kList, Reply::raw(bytes));
        EXPECT_EQ(failure().code, "registry-malformed");
    }
}

TEST_F(MisbehavingNetwork, N75_redirects_are_followed_by_our_rules) {
    log_in("u:p");
    ScriptedServer other;
    other.otherwise([](const SeenRequest&) { return Reply::json(kTags); });
    for (const int status : {301, 302, 303, 307, 308}) {
        learn_nothing();
        other.forget_requests();
        server.on(kList, [&](const SeenRequest& request) {
            if (!request.has("Authorization")) return Reply::status(401).with("WWW-Authenticate", "Basic");
            return Reply::status(status).with("Location", other.url("/elsewhere"));
        });
        ASSERT_TRUE(tags()) << status;
        EXPECT_FALSE(other.requests().at(0).has("Authorization")) << "another port is another party";
    }
    server.otherwise(
        [](const SeenRequest& request) { return Reply::status(302).with("Location", request.target + "x"); });
    learn_nothing();
    server.on(kList, Reply::status(302).with("Location", "/a"));
    EXPECT_EQ(failure().code, "redirect-refused");
    EXPECT_EQ(server.requests().size(), 6U);
}

TEST_F(MisbehavingNetwork, N76_no_cookie_comes_back) {
    server.on(kList, Reply::json(kTags).with("Set-Cookie", "session=1"));
    ASSERT_TRUE(tags());
    ASSERT_TRUE(tags());
    EXPECT_FALSE(server.requests().back().has("Cookie"));
}

TEST_F(MisbehavingNetwork, N79_an_https_port_asked_in_plain_http_says_so) {
    server.on(kList, Reply::status(400, "Client sent an HTTP request to an HTTPS server.\n"));
    const Error error = failure();
    EXPECT_EQ(error.code, "registry-tls") << error.text();
    EXPECT_THAT(error.message, HasSubstr("HTTPS port"));
}

TEST_F(MisbehavingNetwork, N80_an_unknown_name_is_transient_and_named) {
    repository.registry = "no-such-host.invalid:5000";
    const Error error = failure();
    EXPECT_EQ(error.code, "registry-unreachable");
    EXPECT_THAT(error.message, HasSubstr("no-such-host.invalid"));
}

TEST_F(MisbehavingNetwork, N82_retry_after_is_clamped_and_shared_by_all_references) {
    ManualClock clock;
    for (const std::string value : {"600", "1e12", "1000000000000", "-1", "0", "soon", "Thu, 01 Jan 1970 00:00:00 GMT",
                                    "Thu, 01 Jan 2026 00:10:00 GMT"}) {
        learn_nothing();
        OciRegistryOptions options{.docker_config = (folder / "config.json").string()};
        options.notebook = notebook.get();
        options.clock = &clock;
        const auto patient = make_oci_registry(http, options);
        server.on(kList, Reply::status(429).with("Retry-After", value));
        EXPECT_EQ(patient->tags(repository, {}).error().code, "registry-busy") << value;
        server.forget_requests();
        const Repository other{.registry = server.host(), .path = "another/one"};
        EXPECT_EQ(patient->tags(other, {}).error().code, "registry-busy");
        const auto next_run = make_oci_registry(http, options);
        EXPECT_EQ(next_run->tags(repository, {}).error().code, "registry-busy") << "it is remembered";
        EXPECT_TRUE(server.requests().empty());
        clock.advance(61min);
        server.on(kList, Reply::json(kTags));
        EXPECT_TRUE(next_run->tags(repository, {})) << value << ": never longer than an hour";
    }
}

TEST_F(MisbehavingNetwork, N83_without_pulls_left_only_gets_of_manifests_stop) {
    const std::string bytes = image('a');
    server.on(
        "HEAD /v2/team/app/manifests/1.0",
        manifest(bytes).with("Docker-Content-Digest", digest_text(bytes)).with("ratelimit-remaining", "0;w=21600"));
    ASSERT_TRUE(registry->digest(repository, "1.0", {}));
    server.forget_requests();
    EXPECT_EQ(registry->manifest(repository, *Digest::parse(digest_text(bytes)), {}).error().code, "registry-busy");
    EXPECT_TRUE(server.requests().empty());
    server.on(kList, Reply::json(kTags));
    EXPECT_TRUE(tags());
}

TEST_F(MisbehavingNetwork, N84_a_host_that_is_down_is_left_alone_and_taken_up_again) {
    ManualClock clock;
    OciRegistryOptions options{.docker_config = (folder / "config.json").string()};
    options.clock = &clock;
    options.notebook = notebook.get();
    const auto patient = make_oci_registry(http, options);
    server.otherwise([](const SeenRequest&) { return Reply::status(503); });
    for (int i = 0; i < 20; ++i) EXPECT_FALSE(patient->tags(repository, {}));
    EXPECT_LE(server.requests().size(), 6U) << "two questions of three tries, then silence";
    const Error closed = patient->tags(repository, {}).error();
    EXPECT_EQ(closed.code, "registry-unreachable");
    EXPECT_THAT(closed.message, HasSubstr("was not asked once more"));
    clock.advance(2min);
    EXPECT_THAT(patient->tags(repository, {}).error().message, HasSubstr("failing since"));
    server.on(kList, Reply::json(kTags));
    clock.advance(7h);
    EXPECT_TRUE(patient->tags(repository, {}));
    EXPECT_TRUE(patient->tags(repository, {})) << "one success closes the matter";
}

TEST_F(MisbehavingNetwork, N85_N86_errors_in_any_shape_go_by_the_status_and_cannot_forge_lines) {
    for (const std::string& body :
         {std::string(R"({"errors":{"code":"DENIED"}})"), std::string(R"({"errors":[]})"), std::string("\"text\""),
          std::string(R"({"code":"X","message":"a\nERROR forged\u001b[31m"})"), std::string(5U << 20U, 'x'),
          std::string("<html>no</html>")}) {
        learn_nothing();
        server.on(kList, Reply::json(body, 403).with("Warning", "299 - \"" + std::string(2000, 'w') + '"'));
        const Error error = failure();
        EXPECT_EQ(error.code, "registry-denied") << error.text();
        EXPECT_LT(error.text().size(), 1500U);
        for (const auto* mark : {"\n", "\x1b"}) EXPECT_THAT(error.text(), Not(HasSubstr(mark)));
    }
}

TEST_F(MisbehavingNetwork, N86_a_warning_of_a_megabyte_is_cut_with_its_header) {
    server.on(kList, Reply::json(kTags).with("Warning", "299 - \"" + std::string(1U << 20U, 'w') + '"'));
    const Error error = failure();
    EXPECT_EQ(error.code, "registry-malformed") << error.text();
    EXPECT_LT(error.text().size(), 1500U);
}

TEST_F(MisbehavingNetwork, N87_a_clock_that_jumps_only_costs_a_token) {
    ManualClock clock;
    OciRegistryOptions options{.docker_config = (folder / "config.json").string()};
    options.clock = &clock;
    const auto patient = make_oci_registry(http, options);
    require_token("abc", [](const SeenRequest&) { return Reply::json(kTags); });
    ASSERT_TRUE(patient->tags(repository, {}));
    for (const auto& jump : {24h, -48h}) {
        server.forget_requests();
        clock.set_wall(clock.now() + jump);
        for (int i = 0; i < 3; ++i) ASSERT_TRUE(patient->tags(repository, {}));
        EXPECT_EQ(server.requests().size(), 3U) << "tokens live by a clock that nobody sets";
    }
    server.forget_requests();
    clock.advance(24h);
    ASSERT_TRUE(patient->tags(repository, {}));
    EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(MisbehavingNetwork, policies_of_harbor_and_the_law_are_no_outages) {
    server.on(kList, Reply::json(R"({"errors":[{"code":"PROJECTPOLICYVIOLATION","message":"not scanned"}]})", 412));
    EXPECT_EQ(failure().kind, ErrorKind::Refused);
    EXPECT_THAT(failure().origin, HasSubstr("not scanned"));
    // A HEAD has no words, so the reason costs a GET.
    const std::string reason(500, 'r');
    server.on("HEAD /v2/team/app/manifests/1.0", Reply::status(412));
    server.on("GET /v2/team/app/manifests/1.0",
              Reply::json(format(R"({{"errors":[{{"code":"PROJECTPOLICYVIOLATION","message":"{}"}}]}})", reason), 412));
    EXPECT_THAT(registry->digest(repository, "1.0", {}).error().origin, HasSubstr(reason)) << "in full";
    for (const Reply& blocked : {Reply::status(451), Reply::html("<html>blocked</html>", 403)}) {
        server.on(kList, blocked);
        EXPECT_EQ(failure().kind, ErrorKind::Denied);
        EXPECT_THAT(failure().remedy, HasSubstr("law"));
    }
}

TEST_F(MisbehavingNetwork, a_used_up_quota_is_told_from_too_many_requests) {
    server.on(
        kList,
        Reply::json(R"({"errors":[{"code":"TOOMANYREQUESTS","message":"You have reached your pull rate limit."}]})",
                    429));
    const Error quota = failure();
    EXPECT_THAT(quota.message, HasSubstr("all the pulls of this period"));
    EXPECT_THAT(quota.remedy, HasSubstr("log in"));
    learn_nothing();
    server.on(kList, Reply::status(429, "Too Many Requests").with("Retry-After", "600"));
    const Error abuse = failure();
    EXPECT_THAT(abuse.message, HasSubstr("too many requests"));
    EXPECT_THAT(abuse.remedy, HasSubstr("it is asked again after 20")) << "a time";
}

}  // namespace
}  // namespace lockstep
