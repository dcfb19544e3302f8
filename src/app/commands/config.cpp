// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.hpp"

namespace lockstep {

CommandSpec config_command() {
    return {.path = "config", .chapter = Chapter::SetUp, .summary = "Show, check or write the configuration"};
}

}  // namespace lockstep
