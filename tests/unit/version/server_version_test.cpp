// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/server_version.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

TEST(ServerVersion, KeepsWhatTheServerWrote) {
    EXPECT_EQ(server_version(" 5.0.0rc2\n").value(), "5.0.0rc2");
    EXPECT_EQ(server_version("1.0.dev0+abc.5").value(), "1.0.dev0+abc.5");
    EXPECT_EQ(server_version("v4.1").value(), "v4.1");
}

TEST(ServerVersion, RefusesEverythingElse) {
    for (const char* wrong : {"", "4", "latest", "v9.20250722", "1!2.0", "4.1.0-alpine", "x-4.1.0", "4.1.0-amd64",
                              "20240101", "7e10f3a", "+1.0", "4.1.0\x01"})
        EXPECT_EQ(server_version(wrong).error().code, "server-version-invalid") << wrong;
}

}  // namespace
}  // namespace lockstep
