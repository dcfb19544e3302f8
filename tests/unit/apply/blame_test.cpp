// SPDX-License-Identifier: Apache-2.0
#include "apply/blame.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

Error error(const std::string& code, const std::string& origin) {
    return {.kind = ErrorKind::Refused, .code = code, .message = "start", .origin = origin};
}

TEST(Blame, TheImageIsBlamedForItsOwnProgram) {
    for (const char* words :
         {R"(OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "serve": )"
          R"(executable file not found in $PATH: unknown)",
          R"(failed to create task: exec: "/run.sh": stat /run.sh: no such file or directory: unknown)",
          R"(standard_init_linux.go:228: exec user process caused: exec format error)",
          R"(exec: "/run.sh": permission denied: unknown)"}) {
        EXPECT_TRUE(blames_image(error("engine-refused", words))) << words;
    }
    for (const char* code : {"new-exited", "new-restarting", "new-unhealthy", "new-not-healthy"}) {
        EXPECT_TRUE(blames_image(error(code, ""))) << code;
    }
}

TEST(Blame, TheImageIsNotBlamedForTheNode) {
    for (const char* words :
         {"driver failed programming external connectivity: Bind for 0.0.0.0:80 failed: port is already allocated",
          "listen tcp 0.0.0.0:80: bind: address already in use", "Address already in use",
          "invalid mount config for type \"bind\": bind source path does not exist: /data",
          "could not select device driver \"nvidia\"", "network backend not found"}) {
        EXPECT_FALSE(blames_image(error("engine-refused", words))) << words;
    }
    EXPECT_FALSE(blames_image(error("new-exited", "port is already allocated")));
    for (const char* code : {"engine-unreachable", "engine-interrupted", "new-gone", "recovered", "name-taken"}) {
        EXPECT_FALSE(blames_image(error(code, ""))) << code;
    }
}

}  // namespace
}  // namespace lockstep
