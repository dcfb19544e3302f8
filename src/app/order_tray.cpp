// SPDX-License-Identifier: Apache-2.0
#include "app/order_tray.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "app/state_file.hpp"

#include <cstdio>
#include <filesystem>
#include <random>
#include <system_error>

namespace lockstep {
namespace {

namespace fs = std::filesystem;

/// In the order in which they were left, and no two alike.
std::string new_id() {
    const auto now = SystemClock().now().time_since_epoch().count();
    std::random_device random;
    return format("{:013}-{:08x}{:08x}", now, random(), random());
}

bool is_there(const std::string& path) {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored));
}

bool is_forgotten(const fs::directory_entry& file) {
    std::error_code failed;
    const auto written = file.last_write_time(failed);
    return !failed && fs::file_time_type::clock::now() - written > std::chrono::hours(24);
}

Error lost() {
    return {.kind = ErrorKind::Transient,
            .code = "order-lost",
            .message = "the lockstep that had taken this order left no answer",
            .remedy = "`lockstep history` and `lockstep status` say what was done; give the order again if it was not"};
}

Error interrupted() {
    return {.kind = ErrorKind::Transient,
            .code = "order-interrupted",
            .message = "the lockstep that had taken this order ended before it was done; what it left is repaired",
            .remedy = lost().remedy};
}

}  // namespace

Result<std::string> OrderTray::leave(const Order& order) const {
    if (auto made = make_state_folder(folder_); !made) return std::move(made).error();
    std::string id = new_id();
    if (auto left = write_state_file(path_of(id, ".order"), file_text(order)); !left) return std::move(left).error();
    return id;
}

Result<bool> OrderTray::withdraw(const std::string& id) const {
    return remove_state_file(path_of(id, ".order"));
}

Result<std::optional<OrderAnswer>> OrderTray::collect(const std::string& id) const {
    // Who answers writes the answer first, so when both are gone afterwards there is either an answer or none ever.
    const bool pending = is_there(path_of(id, ".order")) || is_there(path_of(id, ".taken"));
    const std::string path = path_of(id, ".answer");
    const auto text = read_state_file(path, kLongestOrder);
    if (!text) return text.error();
    if (!*text) return pending ? Result<std::optional<OrderAnswer>>(std::optional<OrderAnswer>{}) : lost();
    if (auto removed = remove_state_file(path); !removed) return std::move(removed).error();
    auto answer = order_answer_in(**text);
    if (!answer) return std::move(answer).error();
    return std::optional<OrderAnswer>(std::move(*answer));
}

Result<Order> OrderTray::read(const std::string& id) const {
    const auto text = read_state_file(path_of(id, ".taken"), kLongestOrder);
    if (!text) return text.error();
    return order_in(text->value_or(""));
}

std::optional<OrderTray::Taken> OrderTray::take() const {
    std::error_code failed;
    std::string oldest;
    for (auto file = fs::directory_iterator(folder_, failed); !failed && file != fs::directory_iterator();
         file.increment(failed)) {
        const std::string ending = file->path().extension();
        if (ending == ".answer" && is_forgotten(*file)) static_cast<void>(remove_state_file(file->path()));
        if (ending != ".order" && ending != ".taken") continue;
        if (oldest.empty() || file->path().filename() < oldest) oldest = file->path().filename();
    }
    if (oldest.empty()) return std::nullopt;
    const std::string id = fs::path(oldest).stem();
    if (oldest.ends_with(".taken")) return Taken{id, interrupted()};
    if (std::rename(path_of(id, ".order").c_str(), path_of(id, ".taken").c_str()) != 0) return std::nullopt;
    auto order = read(id);
    if (!order) std::rename(path_of(id, ".taken").c_str(), path_of(id, ".bad").c_str());
    return Taken{id, std::move(order)};
}

Result<void> OrderTray::answer(const std::string& id, const OrderAnswer& answer) const {
    auto written = write_state_file(path_of(id, ".answer"), file_text(answer));
    // Also without an answer: whoever waits then sees that none will come.
    auto removed = remove_state_file(path_of(id, ".taken"));
    if (written && !removed) return std::move(removed).error();
    return written;
}

}  // namespace lockstep
