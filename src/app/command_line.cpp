// SPDX-License-Identifier: Apache-2.0
#include "app/command_line.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/suggestion.hpp"
#include "lockstep/core/text.hpp"

#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/help_text.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>

namespace lockstep {
namespace {

/// A parameter and where CLI11 puts what the person gave for it.
struct Filled {
    const Parameter* parameter;
    const CLI::Option* option;
};

Filled add(CLI::App& app, const Parameter& parameter) {
    if (parameter.is_switch()) return {&parameter, app.add_flag(parameter.name)};
    CLI::Option* option = app.add_option(parameter.name);
    option->required(parameter.required);
    if (parameter.repeated) {
        // Each --option takes one word; an argument takes every word that is left.
        option->expected(1, CLI::detail::expected_max_vector_size)->allow_extra_args(!parameter.is_option());
    }
    if (parameter.value_optional) option->expected(0, 1);
    return {&parameter, option};
}

/// "compare" of "version compare".
std::string last_word(const std::string& path) {
    return path.substr(path.rfind(' ') + 1);
}

/// "version" of "version compare"; "" for a command that stands alone.
std::string words_before(const std::string& path) {
    const auto blank = path.rfind(' ');
    return blank == std::string::npos ? std::string() : path.substr(0, blank);
}

/// One command line, as CLI11 takes it apart by the table.
class Reading {
  public:
    explicit Reading(const std::vector<CommandSpec>& table) : table_(table), root_("", "lockstep") {
        root_.set_help_flag("-h,--help");
        root_.add_flag("--version");
        root_.fallthrough();
        root_.require_subcommand(0, 1);
        for (const Parameter& parameter : global_parameters()) filled_[""].push_back(add(root_, parameter));
        for (const CommandSpec& command : table) add_command(command);
    }

    std::variant<Invocation, UsageEnd> read(int argc, const char* const* argv) {
        try {
            root_.parse(argc, argv);
        } catch (const CLI::CallForHelp&) {
            const CommandSpec* command = chosen();
            return UsageEnd{0, command ? help_text(table_, *command) : help_text(table_)};
        } catch (const CLI::ParseError& error) {
            const auto strange = root_.remaining(true);
            return usage_error(strange.empty() ? explained(error) : unknown(strange.front()));
        }
        return invocation();
    }

  private:
    void add_command(const CommandSpec& command) {
        CLI::App& outer = *apps_.at(words_before(command.path));
        CLI::App* app = outer.add_subcommand(last_word(command.path));
        app->require_subcommand(0, 1);
        for (const Parameter& parameter : command.parameters) {
            filled_[command.path].push_back(add(*app, parameter));
        }
        apps_[command.path] = app;
    }

    const CommandSpec* chosen() const {
        std::string path;
        for (const CLI::App* app = &root_; !app->get_subcommands().empty();) {
            app = app->get_subcommands().front();
            path += (path.empty() ? "" : " ") + app->get_name();
        }
        const auto command = std::ranges::find(table_, path, &CommandSpec::path);
        return command == table_.end() ? nullptr : &*command;
    }

    std::variant<Invocation, UsageEnd> invocation() {
        Invocation result{.command = chosen(), .arguments = {}};
        if (!result.command && root_.count("--version") > 0) {
            result.command = &*std::ranges::find(table_, "version", &CommandSpec::path);
        }
        if (!result.command || !result.command->run) {
            return usage_error("a command is needed: " + join(words_behind(result.command), ", "));
        }
        for (const auto& path : {std::string(), result.command->path}) {
            for (const Filled& filled : filled_[path]) {
                if (auto bad = wrong_word(filled)) return usage_error(*bad);
                result.arguments.give(*filled.parameter, filled.option->results());
            }
        }
        fill_globals(result);
        return result;
    }

    static std::optional<std::string> wrong_word(const Filled& filled) {
        const auto& words = filled.parameter->words;
        if (words.empty()) return std::nullopt;
        for (const std::string& value : filled.option->results()) {
            if (std::ranges::find(words, value) != words.end()) continue;
            return format("{} cannot be '{}'; {}", filled.parameter->name, escaped(value), suggestion(value, words));
        }
        return std::nullopt;
    }

    static void fill_globals(Invocation& invocation) {
        const Arguments& arguments = invocation.arguments;
        const auto take = [&](std::string_view name, std::optional<std::string>& into) {
            if (arguments.given(name)) into = arguments.text(name);
        };
        take("--config", invocation.overrides.file);
        take("--socket", invocation.overrides.engine_socket);
        take("--state-dir", invocation.overrides.state_dir);
        take("--server-url", invocation.overrides.server_url);
        invocation.json = arguments.given("--json");
        if (arguments.given("--log-level")) {
            const auto& words = log_level_words();
            const auto level = std::ranges::find(words, arguments.text("--log-level"));
            invocation.log_level = static_cast<LogLevel>(level - words.begin());
        }
    }

    /// The words that may follow a command, or follow "lockstep".
    std::vector<std::string> words_behind(const CommandSpec* command) const {
        const std::string path = command ? command->path : std::string();
        std::vector<std::string> words;
        for (const CommandSpec& other : table_) {
            if (words_before(other.path) == path) words.push_back(last_word(other.path));
        }
        return words;
    }

    std::vector<std::string> option_names(const CommandSpec* command) const {
        std::vector<std::string> names{"--help"};
        for (const auto* parameters : {&global_parameters(), command ? &command->parameters : nullptr}) {
            if (!parameters) continue;
            for (const Parameter& parameter : *parameters) {
                if (parameter.is_option()) names.push_back(parameter.name);
            }
        }
        return names;
    }

    /// A word that has no place, and what was probably meant.
    std::string unknown(const std::string& word) const {
        const CommandSpec* command = chosen();
        if (word.starts_with("-")) {
            const auto name = word.substr(0, word.find('='));
            return format("there is no option {}; {}", escaped(word), suggestion(name, option_names(command)));
        }
        const auto words = words_behind(command);
        if (words.empty()) return format("'{}' is one word too many", escaped(word));
        return format("there is no command '{}'; {}", escaped(word), suggestion(word, words));
    }

    /// CLI11's own words, where they name the thing.
    static std::string explained(const CLI::ParseError& error) {
        const std::string text = error.what();
        const auto colon = text.find(": 1 required");
        return colon == std::string::npos ? text : text.substr(0, colon) + " needs a value";
    }

    UsageEnd usage_error(const std::string& what) const {
        const CommandSpec* command = chosen();
        const std::string who = command ? "lockstep " + command->path : "lockstep";
        return {static_cast<int>(ExitCode::Configuration), format("lockstep: {} - see '{} --help'\n", what, who)};
    }

    const std::vector<CommandSpec>& table_;
    CLI::App root_;
    std::map<std::string, CLI::App*> apps_{{"", &root_}};
    std::map<std::string, std::vector<Filled>> filled_;  ///< by path; "": those of every command
};

}  // namespace

std::variant<Invocation, UsageEnd> parse_command_line(const std::vector<CommandSpec>& table, int argc,
                                                      const char* const* argv) {
    return Reading(table).read(argc, argv);
}

}  // namespace lockstep
