// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/exit_code.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

// What the program can be told, as data: the command line, --help and everything else that describes it are made from
// one table of commands, and a command is one file in src/app/commands.

namespace lockstep {

class Session;

/// What a shell can offer in the place of a value that is not one of a few words.
enum class Completion { Nothing, File, Directory, Container };

/// One thing that stands behind a command: an option ("--policy"), a switch ("--json") or an argument ("CONTAINER").
struct Parameter {
    std::string name;                     ///< with dashes: an option or a switch; in capitals: an argument
    std::string about;                    ///< meaning, without full stop
    std::string placeholder = {};         ///< of an option's value, "POLICY"; empty: a switch
    std::vector<std::string> words = {};  ///< the only values there are; empty: any text
    std::string fallback = {};            ///< value when nothing is given
    bool required = false;                ///< of an argument
    bool repeated = false;                ///< may be given several times; an argument: takes all that follow
    bool value_optional = false;          ///< of an option: it may stand alone, then its value is ""
    Completion completion = Completion::Nothing;

    bool is_option() const { return name.starts_with("-"); }
    bool is_switch() const { return is_option() && placeholder.empty(); }
};

/// The parameters of one invocation by name, fallbacks filled in.
class Arguments {
  public:
    /// True when the person gave it.
    bool given(std::string_view name) const;
    /// The value, or the last one of several; "" when there is none.
    std::string text(std::string_view name) const;
    std::vector<std::string> list(std::string_view name) const;

    void give(const Parameter& parameter, std::vector<std::string> values);

  private:
    struct Entry {
        bool given = false;
        std::vector<std::string> values;
    };
    std::map<std::string, Entry, std::less<>> entries_;
};

struct Example {
    std::string line;  ///< without "lockstep"
    std::string about;
};

/// What an exit code means behind this command, where README's table does not say it.
struct ExitMeaning {
    ExitCode code;
    std::string meaning;
};

/// Where --help lists a command.
enum class Chapter { Follow, Ask, Steer, SetUp };

/// One command.
struct CommandSpec {
    std::string path;  ///< "plan", "version compare": the words that call it
    Chapter chapter = Chapter::Ask;
    std::string summary;  ///< one line without full stop
    std::string details = {};
    std::vector<Parameter> parameters = {};
    std::vector<Example> examples = {};
    std::vector<ExitMeaning> exits = {};
    ExitCode (*run)(Session& session) = nullptr;  ///< none: only a name in front of others
};

}  // namespace lockstep
