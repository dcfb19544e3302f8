// SPDX-License-Identifier: Apache-2.0
#include "app/order_watch.hpp"

#include "app/state_file.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace lockstep {

OrderWatch::OrderWatch(const OrderTray& tray, Doorbell& bell)
    : bell_(bell), changes_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)), end_(eventfd(0, EFD_CLOEXEC)) {
    if (changes_ < 0 || end_ < 0 || !make_state_folder(tray.folder())) return;
    if (inotify_add_watch(changes_, tray.folder().c_str(), IN_MOVED_TO | IN_ONLYDIR) < 0) return;
    thread_ = std::jthread([this] { watch(); });
}

OrderWatch::~OrderWatch() {
    eventfd_write(end_, 1);
    if (thread_.joinable()) thread_.join();
    if (changes_ >= 0) close(changes_);
    if (end_ >= 0) close(end_);
}

void OrderWatch::watch() {
    std::array<pollfd, 2> both{{{changes_, POLLIN, 0}, {end_, POLLIN, 0}}};
    for (;;) {
        if (poll(both.data(), both.size(), -1) < 0 && errno != EINTR) return;
        if (both[1].revents != 0) return;
        std::array<char, 4096> news{};
        if (read(changes_, news.data(), news.size()) > 0) bell_.wake();
    }
}

}  // namespace lockstep
