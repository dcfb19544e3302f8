// SPDX-License-Identifier: Apache-2.0
#include "registry/insecure_hosts.hpp"
#include "scripted_registry.hpp"

namespace lockstep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<std::string> kHttpsOnly{"https"};

TEST(InsecureHosts, are_meant_by_name_port_and_network) {
    const InsecureHosts hosts({"Registry.lan:5000", "plain.lan", "10.1.0.0/16", "fd00::/8"});
    for (const auto* insecure : {"registry.lan:5000", "plain.lan", "10.1.2.3", "10.1.2.3:5000", "[fd00::1]:5000"})
        EXPECT_TRUE(hosts.contains(insecure)) << insecure;
    for (const auto* secure : {"registry.lan", "plain.lan:5000", "10.2.0.1", "a.plain.lan", "[fe00::1]", "10.1.lan"})
        EXPECT_FALSE(hosts.contains(secure)) << secure;
}

TEST(InsecureHosts, alone_and_loopback_are_spoken_to_in_plain_http) {
    const InsecureHosts hosts({"plain.lan"});
    EXPECT_THAT(hosts.schemes("plain.lan"), ElementsAre("https", "http"));
    EXPECT_THAT(hosts.schemes("127.0.0.1:5000"), ElementsAre("http", "https"));
    EXPECT_EQ(hosts.schemes("registry.example"), kHttpsOnly);
}

/// Names lead to a proxy of the test, which denies every tunnel: nothing leaves this machine.
struct MirrorsTest : ScriptedRegistry {
    MirrorsTest() {
        const Proxy proxy{.url = "http://" + way_out.host()};
        outside = std::make_unique<HttpClient>(HttpOptions{.proxies = {.http = proxy, .https = proxy}});
        way_out.otherwise([](const SeenRequest&) { return Reply::status(403); });
        repository = {.registry = "docker.io", .path = "library/app"};
    }
    std::unique_ptr<Registry> with(OciRegistryOptions options) {
        options.docker_config = (folder / "config.json").string();
        options.pace = pace;
        options.notice = [this](const std::string& sentence) {
            notices.push_back(sentence);
        };
        return make_oci_registry(*outside, options);
    }
    void log_in_to(const std::string& host) {
        std::ofstream(folder / "config.json")
            << format(R"({{"auths":{{"{}":{{"auth":"{}"}}}}}})", host, base64("user:secret-of-hub"));
    }

    ScriptedServer way_out;
    std::unique_ptr<HttpClient> outside;
    const std::string list = "GET /v2/library/app/tags/list";
};

TEST_F(MirrorsTest, a_mirror_is_asked_before_docker_hub_and_gets_no_login_of_it) {
    log_in_to("https://index.docker.io/v1/");
    server.on(list, {Reply::status(401).with("WWW-Authenticate", "Basic realm=\"mirror\""),
                     Reply::json(R"({"tags":["1.0"]})")});
    const auto mirrored = with({.mirrors = {server.url("/")}});
    EXPECT_FALSE(mirrored->tags(repository, {})) << "the mirror wants a login that nobody gave for it";
    const auto listing = mirrored->tags(repository, {});
    ASSERT_TRUE(listing) << listing.error().text();
    EXPECT_THAT(listing->tags, ElementsAre("1.0"));
    for (const SeenRequest& request : server.requests()) EXPECT_FALSE(request.has("Authorization"));
}

TEST_F(MirrorsTest, the_next_one_is_asked_when_a_mirror_is_of_no_use) {
    ScriptedServer gone;
    gone.otherwise([](const SeenRequest&) { return Reply::hang_up(); });
    ScriptedServer portal;
    portal.otherwise([](const SeenRequest&) { return Reply::html("<html>log in first</html>"); });
    ScriptedServer without;
    server.on(list, Reply::json(R"({"tags":["1.0"]})"));
    const auto mirrored = with({.mirrors = {gone.url(), portal.url(), without.url(), server.url()}});
    EXPECT_TRUE(mirrored->tags(repository, {}));
    EXPECT_EQ(without.requests().size(), 1U) << "a mirror need not have everything";
    EXPECT_THAT(notices, Contains(HasSubstr("the mirror " + gone.host() + " is of no use")));
    EXPECT_THAT(way_out.requests(), IsEmpty()) << "Docker Hub need not be asked";
}

TEST_F(MirrorsTest, without_any_useful_mirror_docker_hub_itself_is_asked_and_named) {
    const auto mirrored = with({.mirrors = {server.url()}});
    const auto listing = mirrored->tags(repository, {});
    ASSERT_FALSE(listing);
    EXPECT_EQ(listing.error().code, "proxy-denied") << listing.error().text();
    EXPECT_THAT(listing.error().message, HasSubstr("registry-1.docker.io"));
}

TEST_F(MirrorsTest, mirrors_are_of_docker_hub_only) {
    repository.registry = "registry.example";
    EXPECT_FALSE(with({.mirrors = {server.url()}})->tags(repository, {}));
    EXPECT_THAT(server.requests(), IsEmpty());
    EXPECT_EQ(way_out.lines().front(), "CONNECT registry.example:443");
}

TEST_F(MirrorsTest, a_login_over_plain_http_is_told) {
    log_in_to("registry.lan");
    repository = {.registry = "registry.lan", .path = "app"};
    way_out.on("GET http://registry.lan/v2/app/tags/list",
               {Reply::status(401).with("WWW-Authenticate", "Basic"), Reply::json(R"({"tags":[]})")});
    EXPECT_FALSE(with({})->tags(repository, {}));
    EXPECT_EQ(way_out.count("GET http://registry.lan/v2/app/tags/list"), 0U) << "never a silent way down";
    const auto listing = with({.insecure = {"registry.lan"}})->tags(repository, {});
    ASSERT_TRUE(listing) << listing.error().text();
    EXPECT_THAT(notices, Contains(HasSubstr("the login for registry.lan goes over plain HTTP")));
}

TEST_F(MirrorsTest, warnings_of_a_registry_are_told_and_change_nothing) {
    server.on(list, Reply::json(R"({"tags":["1.0"]})")
                        .with("Warning", "299 - \"this registry moves\x1b[31m on 1 May\"")
                        .with("Warning", "199 - \"of no matter\"")
                        .with("Warning", "299 - unquoted"));
    const auto mirrored = with({.mirrors = {server.url()}});
    EXPECT_TRUE(mirrored->tags(repository, {}));
    ASSERT_EQ(notices.size(), 1U);
    EXPECT_THAT(notices[0], HasSubstr(server.host() + " warns: this registry moves"));
    EXPECT_THAT(notices[0], Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace lockstep
