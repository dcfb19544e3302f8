// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
// RapidCheck's bridge needs gtest first.
#include "lockstep/version/policy.hpp"

#include <rapidcheck/gtest.h>

#include <string>

namespace lockstep {

/// Mostly tags as people write them, sometimes any bytes.
inline rc::Gen<std::string> tag_gen() {
    const auto number =
        rc::gen::element<std::string>("0", "1", "2", "10", "03", "4", "20240101", "99999999999999999999");
    const auto glue = rc::gen::element<std::string>("", ".", "-", "_");
    const auto word = rc::gen::element<std::string>("", "rc", "a", "beta", "dev", "post", "r", "alpine", "7e10f3a", "m",
                                                    "nightly", "Final", "amd64", "foo");
    const auto written = rc::gen::map(rc::gen::tuple(rc::gen::element<std::string>("", "", "v", "x-"), number, number,
                                                     number, glue, word, glue, number),
                                      [](const auto& parts) {
                                          const auto& [prefix, x, y, z, g1, w, g2, n] = parts;
                                          return prefix + x + "." + y + "." + z + g1 + w + g2 + (w.empty() ? "" : n);
                                      });
    return rc::gen::weightedOneOf<std::string>({{5, written}, {1, rc::gen::arbitrary<std::string>()}});
}

/// Neighbours in one repository, so that most questions have an answer.
inline rc::Gen<std::string> close_tag_gen() {
    const auto number = rc::gen::element<std::string>("0", "1", "2", "4");
    const auto suffix = rc::gen::element<std::string>("", "", "", "rc1", "-rc.2", ".dev1", "-1", ".post1", "-alpine");
    const auto close = rc::gen::map(rc::gen::tuple(number, number, number, suffix), [](const auto& parts) {
        const auto& [x, y, z, end] = parts;
        return x + "." + y + "." + z + end;
    });
    return rc::gen::weightedOneOf<std::string>({{9, close}, {1, tag_gen()}});
}

inline rc::Gen<Scheme> scheme_gen() {
    return rc::gen::element(Scheme::Auto, Scheme::Pep440, Scheme::Semver, Scheme::Calver, Scheme::Loose);
}

}  // namespace lockstep
