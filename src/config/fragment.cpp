// SPDX-License-Identifier: Apache-2.0
#include "config/fragment.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/suggestion.hpp"
#include "lockstep/core/text.hpp"

#include "config/keys.hpp"
#include "config/yaml_tree.hpp"

#include <algorithm>

namespace lockstep {
namespace {

using Kind = YamlNode::Kind;

std::string_view described(Kind kind) {
    switch (kind) {
        case Kind::Nothing:
            return "nothing";
        case Kind::Text:
            return "a single value";
        case Kind::List:
            return "a list";
        case Kind::Map:
            break;
    }
    return "a map";
}

/// A known key of the top, but its entries are read against a table of their own.
constexpr std::string_view kTargets = "targets";

/// Reads one map of the file, and the sections in it, against a table of keys.
class MapReader {
  public:
    /// `prefix` is put before the keys in messages: "targets[0].".
    MapReader(std::string place, std::vector<KeyShape> keys, std::string prefix, Complaints& complaints)
        : place_(std::move(place)), keys_(std::move(keys)), prefix_(std::move(prefix)), complaints_(complaints) {}

    Fragment read(const YamlNode& map) {
        section(map, "");
        return std::move(fragment_);
    }

  private:
    void section(const YamlNode& map, const std::string& path) {
        std::vector<std::string> seen;
        for (const auto& [key, value] : map.members) {
            if (key.kind != Kind::Text || key.text.empty()) {
                complaints_.push_back({at(key), "a key must be a plain word"});
            } else if (std::ranges::find(seen, key.text) != seen.end()) {
                complain(key, path + key.text, "stands here a second time; keep one of the two");
            } else {
                seen.push_back(key.text);
                member(key, value, path + key.text);
            }
        }
    }

    void member(const YamlNode& key, const YamlNode& value, const std::string& name) {
        const auto known = std::ranges::find(keys_, name, &KeyShape::name);
        if (known != keys_.end()) return leaf(key, value, *known);
        const std::string inside = name + ".";
        if (std::ranges::none_of(keys_, [&](const KeyShape& k) { return k.name.starts_with(inside); })) {
            const std::string path = name.substr(0, name.size() - key.text.size());
            return complain(key, name, format("is unknown; {}", suggestion(key.text, siblings(path))));
        }
        if (value.kind != Kind::Map) {
            return complain(
                key, name,
                format("is {}; it must be a map with {}", described(value.kind), join(siblings(inside), ", ")));
        }
        section(value, inside);
    }

    void leaf(const YamlNode& key, const YamlNode& value, const KeyShape& known) {
        const Kind wanted = known.shape == Shape::Text   ? Kind::Text
                            : known.shape == Shape::List ? Kind::List
                                                         : Kind::Map;
        const std::string name(known.name);
        if (name == kTargets) return;
        if (value.kind != wanted) {
            return complain(key, name, format("is {}; it must be {}", described(value.kind), described(known.shape)));
        }
        Written written{.items = {}, .origin = at(key)};
        if (wanted == Kind::Text) written.items.push_back({{}, value.text, value.line});
        std::vector<std::string> seen;
        for (const auto& [item, content] : value.members) {
            if (content.kind != Kind::Text || (wanted == Kind::Map && item.kind != Kind::Text)) {
                return complain(
                    content, name,
                    format("has an entry that is {}; each must be a single value", described(content.kind)));
            }
            if (wanted == Kind::Map && std::ranges::find(seen, item.text) != seen.end()) {
                return complain(item, format("{}.{}", name, item.text),
                                "stands here a second time; keep one of the two");
            }
            seen.push_back(item.text);
            written.items.push_back({item.text, content.text, content.line});
        }
        fragment_.insert_or_assign(name, std::move(written));
    }

    /// The words that may stand at `path`: last parts of keys and names of sections.
    std::vector<std::string> siblings(const std::string& path) const {
        std::vector<std::string> words;
        for (const auto& key : keys_) {
            if (!key.name.starts_with(path)) continue;
            const std::string_view rest = key.name.substr(path.size());
            std::string word(rest.substr(0, rest.find('.')));
            if (std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
        }
        return words;
    }

    Origin at(const YamlNode& node) const { return {.place = place_, .line = node.line}; }
    void complain(const YamlNode& node, const std::string& name, const std::string& what) {
        lockstep::complain(complaints_, at(node), prefix_ + escaped(name), what);
    }

    std::string place_;
    std::vector<KeyShape> keys_;
    std::string prefix_;
    Complaints& complaints_;
    Fragment fragment_;
};

std::vector<TargetFragment> read_targets(const YamlNode& list, const std::string& place, Complaints& complaints) {
    std::vector<TargetFragment> targets;
    for (const auto& member : list.members) {
        const Origin origin{.place = place, .line = member.value.line};
        const std::string name = format("targets[{}]", targets.size());
        const std::size_t before = complaints.size();
        if (member.value.kind != Kind::Map) {
            complain(complaints, origin, name,
                     format("is {}; it must be a map that begins like '- name: node'", described(member.value.kind)));
        }
        MapReader reader(place, shapes(target_keys()), name + ".", complaints);
        Fragment keys = reader.read(member.value);
        targets.push_back({std::move(keys), origin, complaints.size() == before});
    }
    return targets;
}

Error top_error(const std::string& place, std::size_t line, const std::string& what) {
    return first_error({{Origin{.place = place, .line = line}, what}});
}

Written written_text(const Origin& origin, const std::string& text) {
    return {.items = {{{}, text, 0}}, .origin = origin};
}

Written::Item list_item(std::string_view part, Shape shape) {
    const std::string_view text = trimmed(part);
    const auto equals = shape == Shape::Map ? text.find('=') : std::string_view::npos;
    if (equals == std::string_view::npos) return {{}, std::string(text), 0};
    return {std::string(trimmed(text.substr(0, equals))), std::string(trimmed(text.substr(equals + 1))), 0};
}

Written written_variable(const Origin& origin, const std::string& text, Shape shape) {
    if (shape == Shape::Text) return written_text(origin, text);
    Written written{.items = {}, .origin = origin};
    for (const auto part : split(text, ',')) {
        if (!trimmed(part).empty()) written.items.push_back(list_item(part, shape));
    }
    return written;
}

}  // namespace

Result<FileFragment> read_fragment(const std::string& yaml, const std::string& place, Complaints& complaints) {
    auto tree = read_yaml(yaml, place);
    if (!tree) return std::move(tree).error();
    if (tree->kind == Kind::Nothing) {
        return top_error(place, 0, "nothing is set in the file; the smallest valid one is 'interval: 15m'");
    }
    if (tree->kind != Kind::Map) {
        return top_error(
            place, tree->line,
            format("the file is {}; it must be a map of keys, such as 'interval: 15m'", described(tree->kind)));
    }
    auto keys = shapes(settings_keys());
    keys.push_back({kTargets, Shape::List});
    FileFragment file;
    file.keys = MapReader(place, std::move(keys), "", complaints).read(*tree);
    const auto targets = std::ranges::find(tree->members, kTargets, [](const auto& member) { return member.key.text; });
    if (targets == tree->members.end()) return file;
    if (targets->value.kind == Kind::List) {
        file.targets = read_targets(targets->value, place, complaints);
    } else {
        complain(
            complaints, {.place = place, .line = targets->key.line}, "targets",
            format("is {}; it must be a list of maps that begin like '- name: node'", described(targets->value.kind)));
    }
    return file;
}

Fragment read_environment(const Environment& environment, Complaints& complaints) {
    Fragment fragment;
    std::vector<std::string> known{"LOCKSTEP_CONFIG"};
    for (const auto& row : settings_keys()) {
        const std::string& variable = known.emplace_back(environment_name(row.key.name));
        const auto found = environment.find(variable);
        if (found == environment.end() || (found->second.empty() && row.key.shape == Shape::Text)) continue;
        const Origin origin{.source = Origin::Source::Variable, .place = variable};
        fragment.emplace(row.key.name, written_variable(origin, found->second, row.key.shape));
    }
    for (const auto& [name, value] : environment) {
        if (std::ranges::find(known, name) != known.end()) continue;
        const Origin origin{.source = Origin::Source::Variable, .place = escaped(name)};
        complain(complaints, origin, {}, format("is unknown; {}", suggestion(name, known)));
    }
    return fragment;
}

Fragment read_overrides(const Overrides& overrides) {
    Fragment fragment;
    const auto put = [&](std::string_view key, const char* option, const std::optional<std::string>& value) {
        const Origin origin{.source = Origin::Source::Option, .place = option};
        if (value) fragment.emplace(key, written_text(origin, *value));
    };
    put("engine.socket", "--engine-socket", overrides.engine_socket);
    put("state_dir", "--state-dir", overrides.state_dir);
    put("server.url", "--server-url", overrides.server_url);
    return fragment;
}

}  // namespace lockstep
