// SPDX-License-Identifier: Apache-2.0
#include "app/completion.hpp"

#include "lockstep/core/check.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "app/command_table.hpp"

#include <algorithm>

namespace lockstep {
namespace {

constexpr const char* kContainers = "docker ps --format '{{.Names}}' 2>/dev/null";

/// Between single quotes of any of the three shells.
std::string quoted(std::string_view text, bool fish) {
    std::string safe = "'";
    for (const char c : text) safe += c != '\'' ? std::string(1, c) : fish ? "\\'" : "'\\''";
    return safe + "'";
}

std::vector<Parameter> parameters_of(const CommandSpec& command) {
    std::vector<Parameter> all = command.parameters;
    all.insert(all.end(), global_parameters().begin(), global_parameters().end());
    return all;
}

/// The next words behind `path` ("" for the first ones) by the commands of the table.
std::vector<std::string> next_words(const std::vector<CommandSpec>& table, const std::string& path) {
    std::vector<std::string> words;
    const std::string before = path.empty() ? "" : path + " ";
    for (const CommandSpec& command : table) {
        if (!command.path.starts_with(before)) continue;
        const std::string word =
            command.path.substr(before.size(), command.path.find(' ', before.size()) - before.size());
        if (!word.empty() && std::ranges::find(words, word) == words.end()) words.push_back(word);
    }
    return words;
}

std::string bash_offer(const Parameter& parameter) {
    if (!parameter.words.empty())
        return format("COMPREPLY=($(compgen -W {} -- \"$word\"))", quoted(join(parameter.words, " "), false));
    switch (parameter.completion) {
        case Completion::File:
            return "COMPREPLY=($(compgen -f -- \"$word\"))";
        case Completion::Directory:
            return "COMPREPLY=($(compgen -d -- \"$word\"))";
        case Completion::Container:
            return format("COMPREPLY=($(compgen -W \"$({})\" -- \"$word\"))", kContainers);
        case Completion::Nothing:
            return "COMPREPLY=()";
    }
    LOCKSTEP_CHECK(false);
}

std::string bash_of(const std::vector<CommandSpec>& table, const CommandSpec& command) {
    std::vector<std::string> offered = next_words(table, command.path);
    std::string values;
    std::string arguments;
    for (const Parameter& parameter : parameters_of(command)) {
        if (parameter.is_option()) offered.push_back(parameter.name);
        if (parameter.is_option() && !parameter.is_switch()) {
            values += format("                {}) {}; return ;;\n", parameter.name, bash_offer(parameter));
        }
        if (!parameter.is_option() && arguments.empty() && bash_offer(parameter) != "COMPREPLY=()") {
            arguments = format("            [[ $word != -* ]] && {{ {}; return; }}\n", bash_offer(parameter));
        }
    }
    return format("        {})\n            case $before in\n{}            esac\n{}            offered={} ;;\n",
                  quoted(command.path, false), values, arguments, quoted(join(offered, " "), false));
}

/// `function`: the name of the function that completes.
std::string bash_script(const std::vector<CommandSpec>& table, std::string_view function) {
    std::string cases;
    std::vector<std::string> paths;
    for (const CommandSpec& command : table) {
        cases += bash_of(table, command);
        paths.push_back(quoted(command.path, false));
    }
    return format(R"({3}() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} path= try part offered={0}
    for part in "${{COMP_WORDS[@]:1:$((COMP_CWORD - 1))}}"; do
        try="${{path:+$path }}$part"
        case $try in {1}) path=$try ;; esac
    done
    case $path in
{2}    esac
    COMPREPLY=($(compgen -W "$offered" -- "$word"))
}}
complete -F {3} lockstep
)",
                  quoted(join(next_words(table, ""), " ") + " --help", false), join(paths, "|"), cases, function);
}

/// zsh runs bash's completion functions, which keeps the two from growing apart.
std::string zsh_script(const std::vector<CommandSpec>& table) {
    return format(R"(#compdef lockstep
autoload -U +X bashcompinit && bashcompinit
{}# Found by compinit, this file is the body of a function, called for the first word that is to be completed.
if [[ ${{funcstack[1]}} == _lockstep ]]; then _bash_complete -F _lockstep_words; fi
)",
                  bash_script(table, "_lockstep_words"));
}

/// Each of them as one word of a list that fish expands.
std::string fish_words(const std::vector<std::string>& words) {
    std::string list;
    for (const std::string& word : words) {
        if (!list.empty()) list += ' ';
        for (const char c : word) {
            if (c == '<' || c == '>') list += '\\';
            list += c;
        }
    }
    return list;
}

std::string fish_of(const std::string& path, const Parameter& parameter) {
    const std::string condition = format("-n {}", quoted("__lockstep_is " + path, true));
    std::string values = parameter.is_switch() ? "" : " -x";
    if (!parameter.words.empty()) values = " -x -a " + quoted(fish_words(parameter.words), true);
    if (parameter.completion == Completion::File) values = " -r -F";
    if (parameter.completion == Completion::Directory) values = " -x -a '(__fish_complete_directories)'";
    if (parameter.completion == Completion::Container)
        values = format(" -x -a {}", quoted(format("({})", kContainers), true));
    if (!parameter.is_option()) {
        return values.starts_with(" -x -a") ? format("complete -c lockstep {}{}\n", condition, values.substr(3)) : "";
    }
    return format("complete -c lockstep {} -l {}{} -d {}\n", condition, parameter.name.substr(2), values,
                  quoted(parameter.about, true));
}

std::string fish_script(const std::vector<CommandSpec>& table) {
    std::string script =
        "# fish completion for lockstep\ncomplete -c lockstep -f\n"
        "function __lockstep_at\n    set -l words (commandline -opc)[2..]\n    test \"$words\" = \"$argv\"\nend\n"
        "function __lockstep_is\n    set -l words (commandline -opc)[2..]\n    set -l most (count $argv)\n"
        "    test (count $words) -ge $most; and test \"$words[1..$most]\" = \"$argv\"\nend\n";
    for (const CommandSpec& command : table) {
        const auto blank = command.path.rfind(' ');
        const std::string before =
            "__lockstep_at" + (blank == std::string::npos ? "" : " " + command.path.substr(0, blank));
        script +=
            format("complete -c lockstep -n {} -a {} -d {}\n", quoted(before, true),
                   command.path.substr(blank == std::string::npos ? 0 : blank + 1), quoted(command.summary, true));
        for (const Parameter& parameter : parameters_of(command)) script += fish_of(command.path, parameter);
    }
    return script;
}

}  // namespace

const std::vector<std::string>& completion_shells() {
    static const std::vector<std::string> shells{"bash", "zsh", "fish"};
    return shells;
}

std::string completion_script(const std::vector<CommandSpec>& table, std::string_view shell) {
    if (shell == "bash") return "# bash completion for lockstep\n" + bash_script(table, "_lockstep");
    if (shell == "zsh") return zsh_script(table);
    LOCKSTEP_CHECK(shell == "fish");
    return fish_script(table);
}

}  // namespace lockstep
