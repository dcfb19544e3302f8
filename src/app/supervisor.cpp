// SPDX-License-Identifier: Apache-2.0
#include "app/supervisor.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace lockstep {
namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

long long number(std::string_view text) {
    long long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && value > 0 ? value : 0;
}

}  // namespace

Supervisor Supervisor::from_environment() {
    const std::string pid = variable("WATCHDOG_PID");
    const bool ours = pid.empty() || number(pid) == getpid();
    Supervisor manager(variable("NOTIFY_SOCKET"),
                       std::chrono::microseconds(ours ? number(variable("WATCHDOG_USEC")) : 0));
    unsetenv("NOTIFY_SOCKET");
    return manager;
}

Supervisor::Supervisor(std::string socket, std::chrono::microseconds watchdog)
    : socket_(std::move(socket)), watchdog_(socket_.empty() ? std::chrono::microseconds(0) : watchdog) {}

void Supervisor::tell(const std::string& message) const {
    sockaddr_un address{};
    if (socket_.empty() || socket_.size() >= sizeof address.sun_path) return;
    address.sun_family = AF_UNIX;
    socket_.copy(address.sun_path, socket_.size());
    // "@name" is an abstract socket, whose name begins with a zero byte and has no end mark.
    if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
    const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return;
    const void* generic = &address;
    // A manager that does not read is its own trouble: never wait for it, never fail because of it.
    static_cast<void>(sendto(descriptor, message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
                             static_cast<const sockaddr*>(generic), size));
    close(descriptor);
}

}  // namespace lockstep
