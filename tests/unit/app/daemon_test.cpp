// SPDX-License-Identifier: Apache-2.0
#include "app/daemon.hpp"

#include "lockstep/core/format.hpp"

#include "app/order_tray.hpp"
#include "app/pause.hpp"
#include "app/status.hpp"
#include "support/fake_engine.hpp"
#include "support/fake_registry.hpp"
#include "support/fake_server_version.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

namespace lockstep {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr const char* kRepository = "example.org/node";

class QuietSink final : public Sink {
  public:
    void take(const Event& event) override {
        if (std::holds_alternative<CycleFinished>(event)) ++cycles;
        if (const auto* notice = std::get_if<Notice>(&event)) notices += notice->text + "\n";
    }
    int cycles = 0;
    std::string notices;
};

/// A node that nobody watches, whose time passes as fast as it is waited for. It begins on Thursday, 2026-01-01.
class Unattended : public testing::Test {
  protected:
    Unattended() {
        Target target;
        target.name = "node";
        target.match.labels = {{"follow", "yes"}};
        target.gate = {1s, 10s};
        settings.targets = {target};
        settings.interval = 15min;
        settings.state_dir = directory / "state";
        publish("4.1.0");
        open_journal();
    }

    void open_journal() {
        journal.reset();
        std::string notice;
        journal = std::move(open_sqlite_journal(settings.state_dir, JournalMode::Write, notice)).value();
        notebook = std::make_unique<Notebook>(journal->notes().value());
    }

    void publish(const std::string& tag) {
        const Digest digest = registry.push(kRepository, tag, tag);
        engine.add_remote({.id = ImageId("sha256:id-of-" + tag),
                           .tags = {},
                           .repo_digests = {format("{}@{}", kRepository, digest.text())},
                           .behaviour = Behaviour::Good});
    }

    void start(const std::string& name) {
        engine.add_local({.id = ImageId("sha256:id-of-4.1.0"),
                          .tags = {format("{}:4.1.0", kRepository)},
                          .repo_digests = {format("{}@{}", kRepository, FakeRegistry::digest_of("4.1.0").text())}});
        engine.run(name, {{"Image", format("{}:4.1.0", kRepository)}, {"Labels", {{"follow", "yes"}}}});
    }

    std::string image_of(const std::string& name) { return engine.inspect(name).value().reference; }
    bool updated() { return image_of("node") != "example.org/node:4.1.0"; }

    /// Lets the daemon live until `done`, or for `limit` of its own time; true when it was done.
    bool live(const std::function<bool()>& done, milliseconds limit = 24h * 30) {
        std::stop_source stop;
        bool reached = false;
        const WallTime end = clock.now() + limit;
        clock.on_wait = [&] {
            reached = reached || done();
            if (reached || clock.now() >= end) stop.request_stop();
        };
        const Supervisor nobody("", 0us);
        const Ports ports{engine, registry, server, *trust, *journal, clock, *notebook};
        EXPECT_EQ(run_daemon(ports, settings, sink, nobody, bell, reload, stop.get_token()), ExitCode::UpToDate);
        clock.on_wait = [] {
        };
        return reached;
    }

    TemporaryDirectory directory;
    FakeEngine engine;
    FakeRegistry registry;
    FakeServerVersion server{std::string("4.1.0")};
    ManualClock clock;
    std::unique_ptr<Trust> trust = make_approved_digests({});
    std::unique_ptr<Journal> journal;
    std::unique_ptr<Notebook> notebook;
    Settings settings;
    /// What is in the file when it is read again.
    Reload reload = [this](const Settings&) {
        return Result<Settings>(settings);
    };
    QuietSink sink;
    Doorbell bell;
};

TEST_F(Unattended, UpdatesWithinOneIntervalAndItsSplay) {
    start("node");
    publish("4.1.1");
    EXPECT_TRUE(live([&] { return updated(); }, 20min));
}

TEST_F(Unattended, UpdatesOnlyInItsWindow) {
    settings.targets[0].timing.windows = {*WeeklyWindow::parse("Sat 02:00-05:00 Europe/Amsterdam")};
    start("node");
    publish("4.1.1");
    ASSERT_TRUE(live([&] { return updated(); }));
    const WallTime opening = sys_days(2026y / 1 / 3) + 1h;
    EXPECT_GE(clock.now(), opening);
    EXPECT_LE(clock.now(), opening + 1min) << "it does not wait for the next look of its pace";
}

TEST_F(Unattended, SaysWhileItWaitsWhatForAndUntilWhen) {
    settings.targets[0].timing.windows = {*WeeklyWindow::parse("Sat 02:00-05:00")};
    start("node");
    publish("4.1.1");
    ASSERT_FALSE(live([&] { return updated(); }, 1h));
    const auto status = last_status(*journal).value();
    ASSERT_TRUE(status);
    ASSERT_EQ(status->lines.size(), 1U);
    EXPECT_EQ(status->lines[0].reason, "outside-window");
    EXPECT_EQ(status->lines[0].action, "keep");
    EXPECT_EQ(status->lines[0].tag, "4.1.1");
    EXPECT_EQ(status->lines[0].waits_until, sys_days(2026y / 1 / 3) + 2h);
    EXPECT_EQ(status->lines[0].evidence_at, status->looked_at);
    ASSERT_TRUE(status->next_look);
    EXPECT_GT(*status->next_look, status->looked_at);
}

TEST_F(Unattended, SoaksFromItsOwnFirstSightAlsoAcrossARestart) {
    settings.targets[0].timing.soak = 48h;
    start("node");
    publish("4.1.1");
    ASSERT_FALSE(live([&] { return updated(); }, 40h));
    open_journal();
    ASSERT_TRUE(live([&] { return updated(); }, 9h));
}

TEST_F(Unattended, ASecondReleaseSoaksAnew) {
    settings.targets[0].timing.soak = 48h;
    start("node");
    publish("4.1.1");
    ASSERT_FALSE(live([&] { return updated(); }, 40h));
    publish("4.1.2");
    ASSERT_FALSE(live([&] { return updated(); }, 40h)) << "the higher one is what it would move to";
    ASSERT_TRUE(live([&] { return updated(); }, 9h));
    EXPECT_EQ(image_of("node"), "example.org/node:4.1.2");
}

TEST_F(Unattended, APauseHoldsUntilItsEnd) {
    start("node");
    publish("4.1.1");
    ASSERT_TRUE(pause_updates(settings.state_dir, clock.now() + 5h, "training"));
    ASSERT_TRUE(live([&] { return updated(); }, 6h));
    EXPECT_GE(clock.now(), WallTime(sys_days(2026y / 1 / 1)) + 5h);
    EXPECT_LE(clock.now(), WallTime(sys_days(2026y / 1 / 1)) + 5h + 1min);
}

TEST_F(Unattended, APauseWithoutEndHoldsUntilAPersonEndsIt) {
    start("node");
    publish("4.1.1");
    ASSERT_TRUE(pause_updates(settings.state_dir, WallTime::max(), "training"));
    ASSERT_FALSE(live([&] { return updated(); }, 48h));
    const auto status = last_status(*journal).value();
    EXPECT_EQ(status->lines.at(0).reason, "paused");
    EXPECT_NE(status->lines[0].sentence.find("training"), std::string::npos);
    ASSERT_TRUE(resume_updates(settings.state_dir).value());
    bell.ring("resumed");
    EXPECT_TRUE(live([&] { return updated(); }, 10min));
}

TEST_F(Unattended, CarriesOutAnOrderWhileItRestsAndShowsItSoon) {
    settings.interval = 24h;
    settings.splay = 0s;
    start("node");
    ASSERT_TRUE(live([&] { return sink.cycles > 0; }, 1s));
    publish("4.1.1");
    std::filesystem::create_directories(settings.state_dir);
    const OrderTray tray(settings.state_dir);
    const auto id = tray.leave({.kind = OrderKind::Hold, .container = "node", .until = {}}).value();
    std::optional<OrderAnswer> answer;
    ASSERT_TRUE(live([&] { return answer || (answer = tray.collect(id).value()); }, 1min));
    EXPECT_EQ(answer->code, ExitCode::UpToDate) << answer->told;
    const int before = sink.cycles;
    ASSERT_TRUE(live([&] { return sink.cycles > before; }, 1min));
    EXPECT_EQ(last_status(*journal).value()->lines.at(0).reason, "on-hold");
    EXPECT_FALSE(updated());
}

TEST_F(Unattended, AWordThatIsNoOrderIsToldAndSetAside) {
    std::filesystem::create_directories(settings.state_dir + "/orders");
    std::ofstream(settings.state_dir + "/orders/1.order") << "hold everything";
    std::filesystem::permissions(settings.state_dir + "/orders/1.order", std::filesystem::perms(0600));
    live([] { return false; }, 1min);
    EXPECT_NE(sink.notices.find("1: this is no order"), std::string::npos) << sink.notices;
    EXPECT_TRUE(std::filesystem::exists(settings.state_dir + "/orders/1.bad"));
    EXPECT_EQ(OrderTray(settings.state_dir).collect("1").value()->code, ExitCode::Configuration);
}

TEST_F(Unattended, TakesNewSettingsWhenAskedTo) {
    settings.interval = 24h;
    settings.splay = 0s;
    start("node");
    ASSERT_TRUE(live([&] { return sink.cycles > 0; }, 1s));
    publish("4.1.1");
    reload = [this](const Settings& running) {
        Settings fresh = running;
        fresh.interval = 10min;
        return Result<Settings>(fresh);
    };
    bell.ring_to_reload();
    EXPECT_TRUE(live([&] { return updated(); }, 1h));
}

TEST_F(Unattended, WrongSettingsLeaveTheOldOnesInForce) {
    settings.interval = 10min;
    start("node");
    reload = [](const Settings&) {
        return Result<Settings>(Error{.kind = ErrorKind::Malformed, .code = "config-invalid", .message = "line 3"});
    };
    bell.ring_to_reload();
    ASSERT_TRUE(live([&] { return sink.cycles > 1; }, 1h));
    EXPECT_NE(sink.notices.find("stay in force"), std::string::npos);
    publish("4.1.1");
    EXPECT_TRUE(live([&] { return updated(); }, 20min));
}

TEST_F(Unattended, APauseFileThatCannotBeReadPauses) {
    std::filesystem::create_directories(settings.state_dir + "/paused.json");
    EXPECT_TRUE(pause_in_force(settings.state_dir, clock.now()));
}

TEST_F(Unattended, ANodeThatSomebodyStartsIsLookedAtSoon) {
    settings.interval = 24h;
    settings.splay = 0s;
    publish("4.1.1");
    ASSERT_TRUE(live([&] { return sink.cycles > 0; }, 1s)) << "the first look comes before the first wait";
    ASSERT_EQ(sink.cycles, 1);
    WallTime started{};
    const auto start_after_an_hour = [&] {
        if (started == WallTime{} && clock.now() >= WallTime(sys_days(2026y / 1 / 1)) + 1h) {
            start("node");
            started = clock.now();
        }
        return started != WallTime{} && updated();
    };
    ASSERT_TRUE(live(start_after_an_hour, 20h));
    EXPECT_LE(clock.now() - started, 1min);
}

TEST_F(Unattended, OneThatWaitsMakesItsGroupWait) {
    Target other = settings.targets[0];
    other.name = "store";
    other.match.labels = {};
    other.match.name = "store";
    other.group = settings.targets[0].group = "federation";
    other.timing.soak = 48h;
    settings.targets.insert(settings.targets.begin(), other);
    start("node");
    start("store");
    publish("4.1.1");
    ASSERT_FALSE(live([&] { return updated(); }, 40h));
    ASSERT_TRUE(live([&] { return updated(); }, 9h));
    EXPECT_EQ(image_of("store"), "example.org/node:4.1.1");
}

TEST_F(Unattended, AReleaseThatWasSeenByAClockThatRanAheadSoaksFromTheRightTime) {
    settings.targets[0].timing.soak = 48h;
    start("node");
    publish("4.1.1");
    const WallTime right = clock.now();
    clock.set_wall(right + 24h * 3650);
    ASSERT_FALSE(live([&] { return updated(); }, 1h));
    clock.set_wall(right);
    ASSERT_FALSE(live([&] { return updated(); }, 40h));
    ASSERT_TRUE(live([&] { return updated(); }, 9h));
}

TEST_F(Unattended, AClockThatJumpsNeitherStopsNorRacesIt) {
    start("node");
    ASSERT_FALSE(live([] { return false; }, 1h));
    EXPECT_EQ(sink.notices.find("clock"), std::string::npos) << sink.notices;
    for (const milliseconds jump : {milliseconds(-24h * 365 * 10), milliseconds(24h * 365 * 20), milliseconds(-7h)}) {
        const int before = sink.cycles;
        clock.set_wall(clock.now() + jump);
        live([] { return false; }, 10h);
        EXPECT_NEAR(sink.cycles - before, 40, 4) << "ten hours of looks every quarter";
    }
    EXPECT_NE(sink.notices.find(" d before the last look"), std::string::npos) << sink.notices;
    EXPECT_NE(sink.notices.find(" h before the last look"), std::string::npos) << sink.notices;
    const int looks = sink.cycles;
    bool jumped = false;
    const auto jump_once = [&] {
        if (sink.cycles == looks + 2 && !jumped) {
            clock.set_wall(clock.now() + 72h);
            jumped = true;
        }
        return sink.cycles > looks + 4;
    };
    ASSERT_TRUE(live(jump_once, 24h * 30));
    EXPECT_NE(sink.notices.find("jumped ahead by"), std::string::npos) << sink.notices;
}

int open_files() {
    int count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) ++count;
    return count;
}

long resident_kb() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) return std::stol(line.substr(6));
    }
    return 0;
}

// LOCKSTEP_SOAK_LOOKS=10000 for the long run; memory counts only where no sanitizer keeps what was freed.
TEST_F(Unattended, ManyLooksLeaveNothingBehind) {
    const char* wanted = std::getenv("LOCKSTEP_SOAK_LOOKS");
    const int looks = wanted == nullptr ? 100 : std::stoi(wanted);
    start("node");
    const auto size_of_state = [&] {
        std::uintmax_t size = 0;
        for (const auto& file : std::filesystem::directory_iterator(settings.state_dir)) size += file.file_size();
        return size;
    };
    live([&] { return sink.cycles >= 100; });
    const int files = open_files();
    const long memory = resident_kb();
    live([&] { return sink.cycles >= 100 + looks; }, 24h * 3650);
    EXPECT_GE(sink.cycles, 100 + looks);
    EXPECT_EQ(open_files(), files);
    EXPECT_LE(size_of_state(), 8U << 20U) << "the write-ahead log is about 4 MB before it starts over";
#ifndef __SANITIZE_ADDRESS__
    // The registry of the test remembers every question: below 200 bytes a look are its own.
    EXPECT_LE(resident_kb(), memory + 1024 + looks / 5);
#endif
    RecordProperty("resident_kb_before", static_cast<int>(memory));
    RecordProperty("resident_kb_after", static_cast<int>(resident_kb()));
}

}  // namespace
}  // namespace lockstep
