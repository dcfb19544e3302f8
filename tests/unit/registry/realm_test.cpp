// SPDX-License-Identifier: Apache-2.0
#include "registry/realm.hpp"

#include "lockstep/net/address.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep {
namespace {

using testing::HasSubstr;

const RealmRules kRules({{"gitlab.example:5050", "gitlab.example"}, {"harbor.example", "sso.example"}});

struct Row {
    std::string registry, realm;
    bool anonymous, with_credentials;
};

TEST(Realm, is_only_trusted_as_far_as_it_is_safe) {
    const Row rows[] = {
        {"https://harbor.example/v2/", "https://harbor.example/service/token", true, true},
        {"https://harbor.example/v2/", "https://harbor.example:8443/token", true, true},
        {"https://registry-1.docker.io/v2/", "https://auth.docker.io/token", true, true},
        {"https://registry.gitlab.com/v2/", "https://gitlab.com/jwt/auth", true, true},
        {"https://harbor.example/v2/", "https://auth.example/token", true, false},
        {"https://evil.example/v2/", "https://auth.docker.io/token", true, false},
        {"https://harbor.example/v2/", "http://harbor.example/service/token", false, false},
        {"https://harbor.example/v2/", "ftp://harbor.example/", false, false},
        {"https://harbor.example/v2/", "file:///etc/passwd", false, false},
        {"https://harbor.example/v2/", "javascript:alert(1)", false, false},
        {"https://harbor.example/v2/", "https://harbor.example@evil.example/", false, false},
        {"https://harbor.example/v2/", "https://169.254.169.254/latest", false, false},
        {"https://harbor.example/v2/", "https://[fd00:ec2::254]/", false, false},
        {"https://harbor.example/v2/", "https://127.1/token", false, false},
        {"https://harbor.example/v2/", "https://localhost/token", false, false},
        {"http://127.0.0.1:5000/v2/", "http://127.0.0.1:5001/token", true, true},
        {"http://localhost:5000/v2/", "http://127.0.0.1:5001/token", true, true},
        {"http://127.0.0.1:5000/v2/", "http://auth.example/token", false, false},
        {"http://plain.example/v2/", "http://plain.example/token", true, true},
        {"http://10.0.0.5:5000/v2/", "https://10.0.0.6/token", true, false},
        {"https://harbor.example/v2/", "https://sso.example/token", true, true},
        {"https://harbor.example/v2/", "http://sso.example/token", false, false},
        {"https://gitlab.example:5050/v2/", "https://gitlab.example/jwt/auth", true, true},
        {"https://other.example/v2/", "https://sso.example/token", true, false},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(kRules.check(row.registry, row.realm, false).has_value(), row.anonymous)
            << row.registry << " " << row.realm;
        EXPECT_EQ(kRules.check(row.registry, row.realm, true).has_value(), row.with_credentials)
            << row.registry << " " << row.realm;
    }
}

TEST(Realm, names_both_hosts_when_credentials_would_leave) {
    const auto refused = kRules.check("https://harbor.example/v2/", "https://auth.example/token", true);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "realm-refused");
    EXPECT_EQ(refused.error().kind, ErrorKind::Refused);
    EXPECT_THAT(refused.error().message, HasSubstr("harbor.example"));
    EXPECT_THAT(refused.error().message, HasSubstr("auth.example"));
    EXPECT_THAT(kRules.check("https://h.example/", "http://h.example/", true).error().remedy,
                HasSubstr("external_url"));
}

TEST(Address, knows_what_is_near) {
    for (const auto* host :
         {"127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "::1", "fe80::1",
          "fc00::1", "::ffff:10.0.0.1", "localhost", "a.localhost", "2130706433", "0x7f.1"})
        EXPECT_TRUE(is_inner_address(host)) << host;
    for (const auto* host : {"8.8.8.8", "172.32.0.1", "2001:db8::1", "harbor.example", "10.example"})
        EXPECT_FALSE(is_inner_address(host)) << host;
    EXPECT_EQ(host_of("https://[::1]:5000/x"), "::1");
    EXPECT_EQ(host_of("H.example:5000"), "h.example");
    EXPECT_EQ(host_of("http://h?x"), "h");
}

}  // namespace
}  // namespace lockstep
