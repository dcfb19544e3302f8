// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "app/doctor/examine.hpp"

#include <unistd.h>

namespace lockstep {

void examine_configuration(const Overrides& overrides, const Environment& environment, Findings& findings) {
    const std::string file = escaped(configuration_file(overrides, environment), 400);
    const auto wrong = check_settings(overrides, environment);
    for (const std::string& sentence : wrong) {
        findings.bad("configuration", file,
                     {.kind = ErrorKind::Malformed, .code = "config-invalid", .message = sentence});
    }
    if (!wrong.empty()) return;
    const bool there = access(file.c_str(), F_OK) == 0;
    findings.good("configuration", file, there ? "valid" : "none",
                  there ? "every value is usable" : "no such file: defaults and built-in rules");
}

}  // namespace lockstep
