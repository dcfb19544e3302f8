// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/base64.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace lockstep {
namespace {

RC_GTEST_PROP(Base64Laws, decoding_undoes_encoding, (const std::string& bytes)) {
    RC_ASSERT(base64_decoded(base64(bytes)) == bytes);
    RC_ASSERT(base64url(bytes).size() == (bytes.size() + 2) / 3 * 4);
}

TEST(Base64, refuses_other_characters_and_lengths) {
    EXPECT_EQ(base64("f"), "Zg==");
    EXPECT_EQ(base64_decoded("Zg"), "f");
    EXPECT_EQ(base64url("\xff\xff\xfe"), "___-");
    for (const auto* text : {"Z", "Zg=a", "Z g=", "Zg\n", "Zm9v_w=="})
        EXPECT_EQ(base64_decoded(text), std::nullopt) << text;
}

}  // namespace
}  // namespace lockstep
