// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/error.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace lockstep {

/// Who said something: a file and line, a variable, or an option of the command line.
struct Origin {
    enum class Source { File, Variable, Option };
    Source source = Source::File;
    std::string place = {};  ///< file name; for the other sources the name of the variable or option
    std::size_t line = 0;    ///< from 1; 0 when the source has no lines
};

/// One value as a person wrote it, not yet judged. A text has one item, a list any number, a map items with names.
struct Written {
    struct Item {
        std::string name;
        std::string text;
        std::size_t line = 0;
    };
    std::vector<Item> items;
    Origin origin;

    const std::string& text() const { return items.front().text; }
};

/// What one source says, by key ("server.url"). Keys that it does not mention are absent.
using Fragment = std::map<std::string, Written, std::less<>>;

/// One entry of `targets` as written.
struct TargetFragment {
    Fragment keys;
    Origin origin;      ///< where the entry begins
    bool whole = true;  ///< false when parts could not be read: then a missing key may be a misspelt one
};

/// Everything that one file says.
struct FileFragment {
    Fragment keys;
    std::vector<TargetFragment> targets;
};

/// Something that is not right, and where.
struct Complaint {
    Origin origin;
    std::string what;  ///< the whole sentence behind the place
};
using Complaints = std::vector<Complaint>;

/// The first of the complaints by place, as Malformed `config-invalid`. There must be one.
Error first_error(const Complaints& complaints);

/// "FILE:LINE: what", one per complaint, by place.
std::vector<std::string> sentences(Complaints complaints);

/// Where something was said: "FILE:LINE", "environment" or "command line".
std::string origin_text(const Origin& origin);

/// "key 'server.url'", "variable 'LOCKSTEP_SERVER_URL'" or "option '--server'": how a message names a value.
std::string subject(const Origin& origin, const std::string& key);

/// Appends a complaint about the value of `key`, at its line or at that of the item that is wrong.
void complain(Complaints& complaints, const Origin& origin, const std::string& key, const std::string& what,
              std::size_t line = 0);

}  // namespace lockstep
