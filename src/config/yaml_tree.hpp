// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include <cstddef>
#include <list>
#include <string>

namespace lockstep {

/// One node of a YAML document that means what it says: no anchors, aliases or tags. Scalars stay text, so `1.10` and
/// `010` are not turned into numbers.
struct YamlNode {
    enum class Kind { Nothing, Text, List, Map };
    struct Member;

    Kind kind = Kind::Nothing;
    std::size_t line = 0;  ///< from 1
    std::string text = {};
    std::list<Member> members = {};  ///< of a list (with empty keys) or a map, in the file's order; they stay in place
};

struct YamlNode::Member {
    YamlNode key;
    YamlNode value;
};

/// Strict: a file of ours. Foreign: one that another program reads and that only has to be understood as far as we need
/// it: tags and anchors are passed over, an alias is Kind::Nothing (never expanded), scalars may have several lines,
/// and 64 levels are taken.
enum class YamlRules { Strict, Foreign };

/// Reads exactly one document of at most 256 KiB. Malformed `config-invalid` with place and line for broken YAML,
/// anchors, aliases, tags, control characters, nesting beyond 8 levels, a second document. Text with nothing in it but
/// comments gives Kind::Nothing. Duplicate keys are left to the reader of the tree, which knows the keys' full names.
Result<YamlNode> read_yaml(const std::string& text, const std::string& place, YamlRules rules = YamlRules::Strict);

}  // namespace lockstep
