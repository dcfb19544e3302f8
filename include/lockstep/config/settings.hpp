// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/image/digest.hpp"
#include "lockstep/schedule/hold_off.hpp"
#include "lockstep/version/policy.hpp"

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace lockstep {

/// Where a server tells its version. Mirrors the probe's endpoint without knowing the probe.
struct ServerSettings {
    std::string url;               ///< complete URL of the version answer
    std::string product = "auto";  ///< auto | vantage6 | backendai
    std::string pointer = {};      ///< JSON pointer to the version; replaces product
    std::chrono::milliseconds timeout{10'000};
};

/// Which containers a target means: all given conditions must hold; globs are those of fnmatch(3).
struct Match {
    std::vector<std::pair<std::string, std::string>> labels = {};  ///< label name, value glob
    std::string name = {};                                         ///< container name glob
    std::string image = {};                                        ///< glob on the image name as written, without tag
};

/// How long a new container is watched before the old one is let go.
struct GateSettings {
    std::chrono::milliseconds settle{10'000};  ///< running without a restart for this long
    std::chrono::milliseconds limit{300'000};  ///< a health check must have said "healthy" by then
};

/// A rule of the configuration: which containers, and how they follow their release line.
struct Target {
    std::string name;
    Match match;
    Policy policy;
    /// Set for every target that follows a server, except a preset's while no server.url is configured: such a target
    /// is valid, and the cycle says that it has no server to ask.
    std::optional<ServerSettings> server;
    /// Each container here is a vantage6 node: without a configured address, its own configuration file names its
    /// server.
    bool server_of_node = false;
    std::string group = {};  ///< containers of one group move to one version together; empty: alone
    GroupBy group_by = GroupBy::Version;
    GateSettings gate;
    Timing timing = {};  ///< when its updates may be carried out
    bool enabled = true;
    bool include_stopped = false;  ///< also containers that do not run: they get the new image and are not started
};

struct RegistrySettings {
    std::string docker_config = {};     ///< path of a Docker config.json, asked before the usual places
    std::vector<std::string> insecure;  ///< hosts whose certificate is not checked, and plain HTTP, besides loopback
    std::string ca_file = {};           ///< additional trust anchors (PEM)
    std::vector<std::string> certificates{"/etc/docker/certs.d", "/etc/containers/certs.d"};  ///< folders as certs.d
    std::vector<std::string> mirrors = {};  ///< base URLs, asked before Docker Hub
    /// Registry host, and the other host that its logins may be sent to for tokens.
    std::vector<std::pair<std::string, std::string>> auth_hosts = {};
};

/// The proxy on the way out; without a URL that of the environment counts.
struct ProxyChoice {
    std::string url = {};
    std::vector<std::string> exceptions = {};
    std::string login_file = {};  ///< a file with user:password
};

/// Validated settings; every value is usable as it stands.
struct Settings {
    std::string engine_socket = "/var/run/docker.sock";
    std::string state_dir = "/var/lib/lockstep";
    std::chrono::milliseconds interval{15 * 60 * 1000};
    std::chrono::milliseconds splay{5 * 60 * 1000};    ///< looks are spread this far, or a third of the interval
    Timing timing;                                     ///< the default of the targets
    std::chrono::milliseconds server_confirm{60'000};  ///< two equal answers this far apart before a move down
    std::chrono::milliseconds server_version_ttl{86'400'000};
    RegistrySettings registry;
    ProxyChoice proxy;
    ServerSettings server;      ///< the default of the targets; no URL: they have to name their own
    GateSettings gate;          ///< the default of the targets
    Codenames codenames;        ///< those of the presets and those that the person added; every policy carries them too
    std::set<Digest> approved;  ///< only these digests may be used; empty: all
    std::vector<std::string> presets{"vantage6", "labelled"};  ///< built-in targets put behind those of the file
    std::string listen = {};  ///< where health and metrics are served: "unix:/path", "127.0.0.1:port"; empty: nowhere
    /// Images that a container ran before and that are kept for a way back; the older ones that were replaced here are
    /// removed. Nothing: all are kept.
    std::optional<std::size_t> keep_images = {};
    std::vector<Target> targets;  ///< in order; the first that matches a container is its target
};

}  // namespace lockstep
