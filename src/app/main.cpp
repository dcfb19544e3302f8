// SPDX-License-Identifier: Apache-2.0
#include "app/command_line.hpp"
#include "app/command_table.hpp"
#include "app/session.hpp"
#include "app/signals.hpp"

#include <cstdio>
#include <variant>

int main(int argc, char** argv) {
    const auto parsed = lockstep::parse_command_line(lockstep::command_table(), argc, argv);
    if (const auto* end = std::get_if<lockstep::UsageEnd>(&parsed)) {
        std::fputs(end->text.c_str(), end->exit_code == 0 ? stdout : stderr);
        return end->exit_code;
    }
    lockstep::StopSignals signals;
    return static_cast<int>(lockstep::Session(std::get<lockstep::Invocation>(parsed), signals).run());
}
