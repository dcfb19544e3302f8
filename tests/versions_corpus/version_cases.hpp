// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"
#include "lockstep/version/policy.hpp"

namespace lockstep {

// Each runs one case of its type and returns what the program says, in the form of the case's "expect".

Json run_parse(const Json& test);
Json run_compare(const Json& test);
Json run_sort(const Json& test);
Json run_constraint(const Json& test);
Json run_select(const Json& test);
Json run_resolve(const Json& test);
Json run_track(const Json& test);

Codenames codenames_of(const Json& test);
Scheme case_scheme(const Json& test);
std::vector<std::string> strings(const Json& list);

}  // namespace lockstep
