// SPDX-License-Identifier: Apache-2.0
// Answers questions, one JSON array per line, by npm's semver (Debian package node-semver):
// ["parse", V] → numbers and identifiers of the pre-release, or null · ["compare", A, B] → -1, 0, 1 or null · ["match", RANGE, V] → true,
// false or null for a range that npm cannot read.
"use strict";
const semver = require("semver");
const answers = {
    parse: (version) => {
        const read = semver.parse(version);
        return read && {numbers: [read.major, read.minor, read.patch], pre: read.prerelease};
    },
    compare: (a, b) => (semver.valid(a) && semver.valid(b) ? semver.compare(a, b) : null),
    match: (range, version) => {
        const options = {includePrerelease: true};
        return semver.validRange(range, options) === null ? null : semver.satisfies(version, range, options);
    },
};
const lines = require("fs").readFileSync(0, "utf8").split("\n").filter((line) => line);
for (const line of lines) {
    const [question, ...values] = JSON.parse(line);
    console.log(JSON.stringify(answers[question](...values)));
}
