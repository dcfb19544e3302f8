// SPDX-License-Identifier: Apache-2.0
#include "cycle/replaced_images.hpp"

#include "support/fake_engine.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ReplacedImages : public testing::Test {
  protected:
    ReplacedImages() {
        std::string notice;
        journal_ = open_sqlite_journal(folder_ / "state", JournalMode::Write, notice).value();
        for (const char* id : {"sha256:1", "sha256:2", "sha256:3"}) {
            FakeImage image;
            image.id = ImageId(id);
            engine_.add_local(image);
        }
    }

    std::vector<std::string> replace(const std::string& container, const char* id, std::size_t keep) {
        std::vector<std::string> ids;
        for (const auto& removed :
             retire_images(engine_, *journal_, clock_, {container, ImageId(id), "node:4.1"}, keep)) {
            ids.push_back(removed.image.text());
        }
        clock_.advance(std::chrono::minutes(1));
        return ids;
    }

    TemporaryDirectory folder_;
    FakeEngine engine_;
    ManualClock clock_;
    std::unique_ptr<Journal> journal_;
};

TEST_F(ReplacedImages, TheNewestStayForARollback) {
    EXPECT_THAT(replace("node", "sha256:1", 1), IsEmpty());
    EXPECT_THAT(replace("node", "sha256:2", 1), ElementsAre("sha256:1"));
    EXPECT_FALSE(engine_.image("sha256:1"));
    EXPECT_TRUE(engine_.image("sha256:2"));
    EXPECT_THAT(replace("node", "sha256:3", 0), ElementsAre("sha256:3", "sha256:2"));
}

TEST_F(ReplacedImages, AnotherContainersImagesAreItsOwnAffair) {
    replace("node", "sha256:1", 1);
    EXPECT_THAT(replace("server", "sha256:2", 1), IsEmpty());
    EXPECT_TRUE(engine_.image("sha256:1"));
}

TEST_F(ReplacedImages, WhatIsInUseStaysAndIsTriedAgain) {
    const auto user = engine_.create("user", {{R"({"Image":"sha256:1"})"}, {}, {}});
    replace("node", "sha256:1", 1);
    EXPECT_THAT(replace("node", "sha256:2", 1), IsEmpty());
    ASSERT_TRUE(engine_.remove(*user, false));
    EXPECT_THAT(replace("node", "sha256:3", 1), ElementsAre("sha256:2", "sha256:1"));
}

}  // namespace
}  // namespace lockstep
