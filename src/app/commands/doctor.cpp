// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.hpp"

namespace lockstep {

CommandSpec doctor_command() {
    return {.path = "doctor",
            .chapter = Chapter::SetUp,
            .summary = "Walk the way to what Lockstep depends on, and say where it breaks"};
}

}  // namespace lockstep
