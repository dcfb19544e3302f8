// SPDX-License-Identifier: Apache-2.0
#include "lockstep/config/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::Pair;

Settings valid(const std::string& yaml) {
    auto settings = parse_settings(yaml, "c.yaml");
    EXPECT_TRUE(settings) << (settings ? "" : settings.error().text());
    return settings ? *std::move(settings) : Settings{};
}

const Target& target_named(const Settings& settings, const std::string& name) {
    const auto found = std::ranges::find(settings.targets, name, &Target::name);
    if (found == settings.targets.end()) throw std::runtime_error("no target " + name);
    return *found;
}

TEST(Parse, takes_every_key_of_the_top) {
    const Settings s = valid(R"(
engine: {socket: unix:///run/docker.sock}
state_dir: /tmp/state
interval: 2h
registry: {docker_config: /etc/lockstep/logins.json, insecure: ["reg.local:5000", '[::1]:5000', plain], ca_file: /ca.pem}
server: {url: https://server.example/api/version, product: vantage6, pointer: /a/b, timeout: 4s, confirm: 90s, version_ttl: 1d}
gate: {settle: 0s, limit: 1m}
codenames: {banon: 2.10}
trust: {approved: ["sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]}
listen: unix:/run/lockstep/http.sock
presets: []
)");
    EXPECT_EQ(s.engine_socket, "/run/docker.sock");
    EXPECT_EQ(s.state_dir, "/tmp/state");
    EXPECT_EQ(s.interval, std::chrono::hours(2));
    EXPECT_EQ(s.registry.docker_config, "/etc/lockstep/logins.json");
    EXPECT_THAT(s.registry.insecure, ElementsAre("reg.local:5000", "[::1]:5000", "plain"));
    EXPECT_EQ(s.registry.ca_file, "/ca.pem");
    EXPECT_EQ(s.server.url, "https://server.example/api/version");
    EXPECT_EQ(s.server.product, "vantage6");
    EXPECT_EQ(s.server.pointer, "/a/b");
    EXPECT_EQ(s.server.timeout, milliseconds(4'000));
    EXPECT_EQ(s.server_confirm, milliseconds(90'000));
    EXPECT_EQ(s.server_version_ttl, std::chrono::hours(24));
    EXPECT_EQ(s.gate.settle, milliseconds(0));
    EXPECT_EQ(s.gate.limit, milliseconds(60'000));
    EXPECT_EQ(s.codenames.at("banon"), "2.10");
    EXPECT_EQ(s.codenames.at("cotopaxi"), "4");
    EXPECT_EQ(s.approved.size(), 1U);
    EXPECT_EQ(s.listen, "unix:/run/lockstep/http.sock");
    EXPECT_TRUE(s.presets.empty());
    EXPECT_TRUE(s.targets.empty());
}

TEST(Parse, takes_every_key_of_a_target) {
    const Settings s = valid(R"(
server: {url: "https://a.example/version", timeout: 7s}
gate: {settle: 20s}
codenames: {one: 1}
targets:
  - name: node
    match: {labels: {vantage6-type: node}, name: "vantage6-*", image: "*/node"}
    policy: server-exact
    scheme: pep440
    channel: rc
    constraint: ">=4.8,<5"
    exclude: ["4.9.0"]
    variant_match: family
    allow_downgrade: true
    server_downgrade: false
    pin_floating: false
    zero_major: plain
    fallback: same-minor
    exact_since: "22.09"
    track: version
    codenames: {two: "2.0"}
    server: {url: "http://b.example:5000/v", product: backendai, pointer: /manager, from_node: true}
    group: core
    group_by: minor
    gate: {limit: 9m}
    enabled: false
)");
    const Target& t = s.targets.front();
    EXPECT_EQ(t.name, "node");
    EXPECT_THAT(t.match.labels, ElementsAre(Pair("vantage6-type", "node")));
    EXPECT_EQ(t.match.name, "vantage6-*");
    EXPECT_EQ(t.match.image, "*/node");
    EXPECT_EQ(t.policy.kind, PolicyKind::ServerExact);
    EXPECT_EQ(t.policy.scheme, Scheme::Pep440);
    EXPECT_EQ(t.policy.channel, Channel::Rc);
    EXPECT_EQ(t.policy.constraint, ">=4.8,<5");
    EXPECT_THAT(t.policy.exclude, ElementsAre("4.9.0"));
    EXPECT_EQ(t.policy.variant_match, VariantMatch::Family);
    EXPECT_TRUE(t.policy.allow_downgrade);
    EXPECT_FALSE(t.policy.server_downgrade);
    EXPECT_FALSE(t.policy.pin_floating);
    EXPECT_EQ(t.policy.zero_major, ZeroMajor::Plain);
    EXPECT_EQ(t.policy.fallback, Fallback::SameMinor);
    EXPECT_EQ(t.policy.exact_since, "22.09");
    EXPECT_EQ(t.policy.track, Track::Version);
    EXPECT_EQ(t.policy.codenames.at("one"), "1");
    EXPECT_EQ(t.policy.codenames.at("two"), "2.0");
    EXPECT_EQ(t.policy.codenames.at("uluru"), "5");
    ASSERT_TRUE(t.server);
    EXPECT_EQ(t.server->url, "http://b.example:5000/v");
    EXPECT_EQ(t.server->product, "backendai");
    EXPECT_EQ(t.server->pointer, "/manager");
    EXPECT_EQ(t.server->timeout, milliseconds(7'000)) << "inherited";
    EXPECT_TRUE(t.server_of_node);
    EXPECT_EQ(t.group, "core");
    EXPECT_EQ(t.group_by, GroupBy::Minor);
    EXPECT_EQ(t.gate.settle, milliseconds(20'000)) << "inherited";
    EXPECT_EQ(t.gate.limit, std::chrono::minutes(9));
    EXPECT_FALSE(t.enabled);
}

TEST(Parse, a_target_has_the_safe_defaults) {
    const Settings s = valid("targets:\n  - {name: a, match: {name: web}}\n");
    const Target& t = s.targets.front();
    EXPECT_EQ(t.policy.kind, PolicyKind::SameMajor);
    EXPECT_FALSE(t.policy.allow_major);
    EXPECT_FALSE(t.policy.allow_downgrade);
    EXPECT_FALSE(t.server);
    EXPECT_TRUE(t.group.empty());
    EXPECT_TRUE(t.enabled);
}

TEST(Parse, a_number_stays_text_so_that_2_10_is_not_2_1) {
    EXPECT_EQ(valid("codenames: {banon: 2.10}\n").codenames.at("banon"), "2.10");
    EXPECT_EQ(valid("codenames: {banon: 010}\n").codenames.at("banon"), "010");
}

TEST(Presets, stand_behind_the_targets_of_the_file) {
    const Settings s = valid("targets:\n  - {name: mine, match: {name: web}}\n");
    std::vector<std::string> names;
    for (const auto& target : s.targets) names.push_back(target.name);
    EXPECT_THAT(names,
                ElementsAre("mine", "vantage6-node", "vantage6-server", "vantage6-store", "vantage6-ui", "labelled"));
}

TEST(Presets, give_way_to_a_target_of_the_same_name) {
    const Settings s = valid("targets:\n  - {name: vantage6-node, match: {name: v6}, policy: pin}\n");
    EXPECT_EQ(std::ranges::count(s.targets, "vantage6-node", &Target::name), 1);
    EXPECT_EQ(s.targets.front().policy.kind, PolicyKind::Pin);
}

TEST(Presets, the_vantage6_node_follows_the_server_of_the_file) {
    const Settings s = valid("server: {url: 'https://s.example/version', timeout: 3s}\ngate: {settle: 1s}\n");
    const Target& node = target_named(s, "vantage6-node");
    EXPECT_EQ(node.policy.kind, PolicyKind::ServerMinor);
    ASSERT_TRUE(node.server);
    EXPECT_EQ(node.server->url, "https://s.example/version");
    EXPECT_EQ(node.server->product, "vantage6");
    EXPECT_EQ(node.server->timeout, milliseconds(3'000));
    EXPECT_EQ(node.gate.settle, milliseconds(1'000));
    EXPECT_EQ(node.policy.codenames.at("cotopaxi"), "4");
    EXPECT_EQ(target_named(s, "vantage6-server").policy.kind, PolicyKind::SameMajor);
    EXPECT_FALSE(target_named(s, "vantage6-server").server);
}

TEST(Presets, the_vantage6_node_without_a_server_is_valid_and_has_none) {
    EXPECT_FALSE(target_named(valid("interval: 1h\n"), "vantage6-node").server);
}

TEST(Presets, both_spellings_of_the_first_codename_are_known) {
    const Codenames names = valid("interval: 1h\n").codenames;
    EXPECT_EQ(names, (Codenames{{"troltunga", "1"},
                                {"trolltunga", "1"},
                                {"harukas", "2"},
                                {"petronas", "3"},
                                {"cotopaxi", "4"},
                                {"uluru", "5"}}));
}

struct Invalid {
    const char* yaml;
    const char* message;
};

class InvalidText : public testing::TestWithParam<Invalid> {};

TEST_P(InvalidText, is_refused_with_place_and_remedy) {
    const auto settings = parse_settings(GetParam().yaml, "c.yaml");
    ASSERT_FALSE(settings);
    EXPECT_EQ(settings.error().kind, ErrorKind::Malformed);
    EXPECT_EQ(settings.error().code, "config-invalid");
    EXPECT_EQ(settings.error().text(), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Files, InvalidText,
    testing::Values(Invalid{"", "c.yaml: nothing is set in the file; the smallest valid one is 'interval: 15m'"},
                    Invalid{"# only\n# comments\n",
                            "c.yaml: nothing is set in the file; the smallest valid one is 'interval: 15m'"},
                    Invalid{"---\n", "c.yaml: nothing is set in the file; the smallest valid one is 'interval: 15m'"},
                    Invalid{"- a\n", "c.yaml:1: the file is a list; it must be a map of keys, such as 'interval: 15m'"},
                    Invalid{"interval: 1h\n---\ninterval: 2h\n",
                            "c.yaml:3: a second document begins here; keep one and remove the '---' line"},
                    Invalid{"interval: &a 1h\n", "c.yaml:1: anchors (&name) are not taken; write the value out"},
                    Invalid{"\ninterval: *a\n", "c.yaml:2: the referenced anchor is not defined"},
                    Invalid{"listen: !x 1h\n", "c.yaml:1: tags (!name) are not taken; write the plain value"},
                    Invalid{"listen: !!str 1h\n", "c.yaml:1: tags (!name) are not taken; write the plain value"},
                    Invalid{"a: [b\n", "c.yaml:2: end of sequence flow not found"},
                    Invalid{"state_dir: |\n  /a\n  /b\n",
                            "c.yaml:1: the value has a line break or control character; use one plain line"},
                    Invalid{"a: [[[[[[[[[1]]]]]]]]]\n", "c.yaml:1: nested deeper than 8 levels"}));

INSTANTIATE_TEST_SUITE_P(
    Keys, InvalidText,
    testing::Values(
        Invalid{"intervall: 1h\n", "c.yaml:1: key 'intervall' is unknown; did you mean 'interval'?"},
        Invalid{"taregts: []\n", "c.yaml:1: key 'taregts' is unknown; did you mean 'targets'?"},
        Invalid{"server:\n  ulr: x\n", "c.yaml:2: key 'server.ulr' is unknown; did you mean 'url'?"},
        Invalid{"gate: {zzzzzzz: 1}\n", "c.yaml:1: key 'gate.zzzzzzz' is unknown; known here: settle, limit"},
        Invalid{"targets:\n  - name: a\n    polcy: pin\n",
                "c.yaml:3: key 'targets[0].polcy' is unknown; did you mean 'policy'?"},
        Invalid{"\"a\\eb\": 1\n", "c.yaml:1: the value has a line break or control character; use one plain line"},
        Invalid{"? [a]\n: 1\n", "c.yaml:1: a key must be a plain word"},
        Invalid{"interval: 1h\nlisten: ''\ninterval: 2h\n",
                "c.yaml:3: key 'interval' stands here a second time; keep one of the two"},
        Invalid{"targets: []\ntargets: []\n", "c.yaml:2: key 'targets' stands here a second time; keep one of the two"},
        Invalid{"codenames: {a: 1, a: 2}\n",
                "c.yaml:1: key 'codenames.a' stands here a second time; keep one of the two"},
        Invalid{
            "server: https://x\n",
            "c.yaml:1: key 'server' is a single value; it must be a map with url, product, pointer, timeout, confirm, "
            "version_ttl"},
        Invalid{"interval: [1h]\n", "c.yaml:1: key 'interval' is a list; it must be a single value"},
        Invalid{"interval:\n", "c.yaml:1: key 'interval' is nothing; it must be a single value"},
        Invalid{"presets: vantage6\n", "c.yaml:1: key 'presets' is a single value; it must be a list"},
        Invalid{"presets: [[vantage6]]\n",
                "c.yaml:1: key 'presets' has an entry that is a list; each must be a single value"},
        Invalid{"codenames: [a]\n", "c.yaml:1: key 'codenames' is a list; it must be a map of names and values"},
        Invalid{"targets: {name: a}\n",
                "c.yaml:1: key 'targets' is a map; it must be a list of maps that begin like '- name: node'"},
        Invalid{"targets: [node]\n",
                "c.yaml:1: key 'targets[0]' is a single value; it must be a map that begins like '- name: node'"}));

INSTANTIATE_TEST_SUITE_P(
    Values, InvalidText,
    testing::Values(
        Invalid{"interval: 15x\n",
                "c.yaml:1: key 'interval' is '15x', not a duration; write a number with ms, s, m, h or d, such as 30s "
                "or 15m"},
        Invalid{"interval: 900\n",
                "c.yaml:1: key 'interval' is '900', not a duration; write a number with ms, s, m, h or d, such as 30s "
                "or 15m"},
        Invalid{"interval: -1m\n",
                "c.yaml:1: key 'interval' is '-1m', not a duration; write a number with ms, s, m, h or d, such as 30s "
                "or 15m"},
        Invalid{
            "interval: 99999999999999999d\n",
            "c.yaml:1: key 'interval' is '99999999999999999d', not a duration; write a number with ms, s, m, h or d, "
            "such as 30s or 15m"},
        Invalid{"interval: 9s\n", "c.yaml:1: key 'interval' is '9s', out of range; from 10s to 31d is taken"},
        Invalid{"state_dir: here\n", "c.yaml:1: key 'state_dir' is 'here', not an absolute path; begin it with '/'"},
        Invalid{
            "server: {url: 'ftp://s/version'}\n",
            "c.yaml:1: key 'server.url' is 'ftp://s/version', not an HTTP address; begin it with https:// or http://"},
        Invalid{"server: {url: 'https:///version'}\n",
                "c.yaml:1: key 'server.url' is 'https:///version', not an HTTP address; write it like "
                "https://server.example/api/version"},
        Invalid{"server: {url: 'https://u:secret@s/version'}\n",
                "c.yaml:1: key 'server.url' carries a user name or password; version addresses are asked without one, "
                "remove "
                "the part before '@'"},
        Invalid{"server: {product: vantage}\n",
                "c.yaml:1: key 'server.product' is 'vantage', none of: auto, vantage6, backendai; did you mean "
                "'vantage6'?"},
        Invalid{"server: {pointer: version}\n",
                "c.yaml:1: key 'server.pointer' is 'version', not a JSON pointer; begin it with '/', such as "
                "/data/version"},
        Invalid{
            "server: {pointer: /a~2}\n",
            "c.yaml:1: key 'server.pointer' is '/a~2', not a JSON pointer; '~' is written ~0 and '/' inside a name ~1"},
        Invalid{
            "registry:\n  insecure:\n    - a:5000\n    - http://b\n",
            "c.yaml:4: key 'registry.insecure' has the entry 'http://b', not a host; write host or host:port, such as "
            "registry.local:5000"},
        Invalid{"registry: {insecure: [10.0.0.0/33]}\n",
                "c.yaml:1: key 'registry.insecure' has the entry '10.0.0.0/33', not a host; write host or host:port, "
                "such as registry.local:5000"},
        Invalid{"gate: {settle: 10m, limit: 5m}\n",
                "c.yaml:1: key 'gate.settle' does not fit: gate.settle (10m) must be shorter than gate.limit (5m)"},
        Invalid{"codenames: {Uluru: 5}\n",
                "c.yaml:1: key 'codenames' has the codename 'Uluru'; use lower-case letters, digits and '-'"},
        Invalid{"codenames:\n  x: 5\n  y: v5\n",
                "c.yaml:3: key 'codenames' has 'v5' for codename 'y', not a release prefix; write numbers such as 4 or "
                "2.9"},
        Invalid{"trust: {approved: [sha256:1]}\n",
                "c.yaml:1: key 'trust.approved' has the entry 'sha256:1', not a digest; write sha256: and 64 "
                "lower-case hex "
                "digits"},
        Invalid{"listen: 0.0.0.0:80\n",
                "c.yaml:1: key 'listen' is '0.0.0.0:80', not a local address; write unix:/path or 127.0.0.1:port; the "
                "status "
                "pages have no password, so nothing else is served"},
        Invalid{"presets: [vantage5]\n",
                "c.yaml:1: key 'presets' is 'vantage5', none of: vantage6, vantage6-images, backendai, iree, oslo, "
                "labelled; did you mean 'vantage6'?"},
        Invalid{"presets: [vantage6, vantage6]\n", "c.yaml:1: key 'presets' has 'vantage6' twice"}));

INSTANTIATE_TEST_SUITE_P(
    Targets, InvalidText,
    testing::Values(
        Invalid{"targets:\n  - match: {name: a}\n",
                "c.yaml:2: key 'targets[0].name' is missing; give the target a name"},
        Invalid{"targets:\n  - {name: a, match: {name: x}}\n  - {name: a, match: {name: y}}\n",
                "c.yaml:3: key 'targets[1].name' is 'a', as in line 2; names must differ"},
        Invalid{"targets:\n  - {name: a b, match: {name: x}}\n",
                "c.yaml:2: key 'targets[0].name' is 'a b', not a name; use 1 to 64 letters, digits, '.', '_' or '-'"},
        Invalid{"targets:\n  - {name: a}\n",
                "c.yaml:2: key 'targets[0].match' has no condition; give at least one of labels, name, image"},
        Invalid{"targets:\n  - {name: a, match: {name: 'x[a'}}\n",
                "c.yaml:2: key 'targets[0].match.name' is 'x[a', has a '[' without a ']'; '*', '?' and '[a-z]' are "
                "patterns, "
                "'\\' takes the next character as it is"},
        Invalid{"targets:\n  - {name: a, match: {labels: {k: 'x\\'}}}\n",
                "c.yaml:2: key 'targets[0].match.labels' has the pattern 'x\\' for label 'k', which ends in '\\' with "
                "nothing "
                "behind it"},
        Invalid{"targets:\n  - name: a\n    match: {name: x}\n    policy: server-minor\n",
                "c.yaml:4: key 'targets[0].policy' is 'server-minor', but no server is known; set server.url, at the "
                "top or in "
                "this target"},
        Invalid{"targets:\n  - {name: a, match: {name: x}, policy: range}\n",
                "c.yaml:2: key 'targets[0].policy' is 'range', but no constraint is given; add one such as constraint: "
                "'>=4.8,<5'"},
        Invalid{"targets:\n  - {name: a, match: {name: x}, allow_major: true}\n",
                "c.yaml:2: key 'targets[0].allow_major' is true, but only policy 'range' can cross a major; remove it "
                "or set "
                "policy: range"},
        Invalid{"targets:\n  - {name: a, match: {name: x}, group_by: minor}\n",
                "c.yaml:2: key 'targets[0].group_by' is given without a group; add group: NAME, or leave it out"},
        Invalid{"targets:\n  - {name: a, match: {name: x}, group: g}\n"
                "  - {name: b, match: {name: y}, group: g, group_by: minor}\n",
                "c.yaml:3: key 'targets[1].group' is 'g', as in target a, but group_by or scheme differ; give both "
                "targets the same"},
        Invalid{"targets:\n  - {name: a, match: {name: x}, constraint: '>=four'}\n",
                "c.yaml:2: key 'targets[0].constraint' is not a range: constraint \">=four\" cannot be read from "
                "\">=four\" "
                "on; write for instance \">=4.1,<5\", \"~4.13.0\", \"^4.1\" or \"4.x || 5.x\"; a bound is a version "
                "without variant"},
        Invalid{"targets:\n  - {name: a, match: {name: x}, policy: sever-minor}\n",
                "c.yaml:2: key 'targets[0].policy' is 'sever-minor', none of: same-major, same-minor, server-minor, "
                "server-exact, range, pin; did you mean 'server-minor'?"},
        Invalid{"targets:\n  - {name: a, match: {name: x}, exact_since: v22}\n",
                "c.yaml:2: key 'targets[0].exact_since' is 'v22', not a release; write numbers such as 22.09"},
        Invalid{"targets:\n  - {name: a, like: backendai-agent}\n",
                "c.yaml:2: key 'targets[0].policy' is 'server-exact', but no server is known; set server.url, at the "
                "top or in this target"},
        Invalid{"targets:\n  - {name: a, match: {name: x}, enabled: yes}\n",
                "c.yaml:2: key 'targets[0].enabled' is 'yes', not a truth value; write true or false"}));

TEST(Parse, reports_the_first_error_by_line_whatever_its_kind) {
    const auto settings = parse_settings("interval: 1x\nzzz: 1\nstate_dir: x\n", "c.yaml");
    ASSERT_FALSE(settings);
    EXPECT_THAT(settings.error().message, testing::StartsWith("c.yaml:1: key 'interval'"));
}

TEST(Parse, refuses_a_file_that_is_too_large) {
    const auto settings = parse_settings("interval: 1h\n#" + std::string(256 * 1024, 'x') + "\n", "c.yaml");
    ASSERT_FALSE(settings);
    EXPECT_EQ(settings.error().message, "c.yaml: the file has 262159 bytes; at most 262144 are taken");
}

TEST(Parse, escapes_what_a_terminal_would_obey) {
    const auto settings = parse_settings("\"a\xE2\x80\xAE\": 1\n", "c.yaml");
    ASSERT_FALSE(settings);
    EXPECT_THAT(settings.error().message, testing::HasSubstr("key 'a\\u{202e}' is unknown"));
}

}  // namespace
}  // namespace lockstep
