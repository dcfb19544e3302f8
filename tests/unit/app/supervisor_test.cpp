// SPDX-License-Identifier: Apache-2.0
#include "app/supervisor.hpp"

#include "app/pulse.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <string>

namespace lockstep {
namespace {

using namespace std::chrono_literals;

/// A service manager's end of the socket.
class ManagerSocket {
  public:
    explicit ManagerSocket(const std::string& path) : descriptor_(socket(AF_UNIX, SOCK_DGRAM, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, path.size());
        const void* generic = &address;
        EXPECT_EQ(bind(descriptor_, static_cast<const sockaddr*>(generic), sizeof address), 0);
    }
    ManagerSocket(const ManagerSocket&) = delete;
    ManagerSocket& operator=(const ManagerSocket&) = delete;
    ~ManagerSocket() { close(descriptor_); }

    /// The next message, or "" when none comes within the limit.
    std::string next(std::chrono::milliseconds limit = 5s) const {
        pollfd waiting{descriptor_, POLLIN, 0};
        if (poll(&waiting, 1, static_cast<int>(limit.count())) != 1) return "";
        std::string text(4096, '\0');
        const ssize_t size = recv(descriptor_, text.data(), text.size(), 0);
        text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
        return text;
    }

  private:
    int descriptor_;
};

TEST(Supervisor, HearsWhatIsTold) {
    const TemporaryDirectory directory;
    const ManagerSocket socket(directory / "notify");
    const Supervisor manager(directory / "notify", 0us);
    manager.tell("READY=1\nSTATUS=looking");
    EXPECT_EQ(socket.next(), "READY=1\nSTATUS=looking");
}

TEST(Supervisor, ThatIsNotThereChangesNothing) {
    Supervisor("", 1s).tell("READY=1");
    Supervisor("/nonexistent/socket", 1s).tell("READY=1");
    EXPECT_EQ(Supervisor("", 1s).watchdog(), 0us);
}

TEST(Supervisor, IsFoundInTheEnvironment) {
    const TemporaryDirectory directory;
    const ManagerSocket socket(directory / "notify");
    setenv("NOTIFY_SOCKET", (directory / "notify").c_str(), 1);
    setenv("WATCHDOG_USEC", "60000000", 1);
    setenv("WATCHDOG_PID", std::to_string(getpid()).c_str(), 1);
    const auto manager = Supervisor::from_environment();
    EXPECT_EQ(manager.watchdog(), 60s);
    EXPECT_EQ(getenv("NOTIFY_SOCKET"), nullptr);
    setenv("NOTIFY_SOCKET", (directory / "notify").c_str(), 1);
    setenv("WATCHDOG_PID", "1", 1);
    EXPECT_EQ(Supervisor::from_environment().watchdog(), 0us) << "the watchdog is another process's";
    unsetenv("WATCHDOG_USEC");
    unsetenv("WATCHDOG_PID");
}

TEST(Pulse, FeedsTheWatchdogOnlyWhileThereAreSignsOfLife) {
    const TemporaryDirectory directory;
    const ManagerSocket socket(directory / "notify");
    const Supervisor manager(directory / "notify", 30ms);
    ManualClock clock;
    clock.advance(1h);
    Pulse pulse(manager, clock, 30min);
    EXPECT_EQ(socket.next(), "WATCHDOG=1");
    clock.advance(31min);
    while (!socket.next(200ms).empty()) continue;  // what was under way
    EXPECT_EQ(socket.next(200ms), "") << "a daemon that hangs is not kept alive";
    pulse.take(Notice{});
    EXPECT_EQ(socket.next(), "WATCHDOG=1");
}

}  // namespace
}  // namespace lockstep
