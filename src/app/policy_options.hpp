// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/version/policy.hpp"

#include "app/command.hpp"

#include <vector>

namespace lockstep {

/// Every setting of a policy as an option of the command line: "--policy", "--scheme", "--channel", ...
const std::vector<Parameter>& policy_parameters();

/// "--scheme" alone, for commands that only read versions.
Parameter scheme_parameter();
Scheme scheme_in(const Arguments& arguments);

/// The policy that the given options make on top of `base`. Malformed `config-invalid` or `constraint-invalid` for a
/// value that cannot be used.
Result<Policy> policy_in(const Arguments& arguments, Policy base);

}  // namespace lockstep
