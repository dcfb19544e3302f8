// SPDX-License-Identifier: Apache-2.0
#include "command_line.hpp"
#include "commands.hpp"
#include "signals.hpp"

#include <cstdio>
#include <variant>

int main(int argc, char** argv) {
    auto parsed = lockstep::parse_command_line(argc, argv);
    if (const auto* end = std::get_if<lockstep::UsageEnd>(&parsed)) {
        std::fputs(end->text.c_str(), end->exit_code == 0 ? stdout : stderr);
        return end->exit_code;
    }
    const lockstep::StopSignals signals;
    return static_cast<int>(lockstep::run_command(std::get<lockstep::Invocation>(parsed), signals.token()));
}
