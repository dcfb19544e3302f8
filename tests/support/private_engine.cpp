// SPDX-License-Identifier: Apache-2.0
#include "support/private_engine.hpp"

#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace lockstep {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto kStartLimit = 60s;
constexpr auto kEndLimit = 30s;
constexpr auto kLook = 20ms;
constexpr const char* kDocker = "/usr/bin/docker";
constexpr const char* kBaseImage = "busybox-root:1";

template <typename Condition>
bool await(Condition condition, std::chrono::seconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(kLook);
    }
    return true;
}

std::string text_of(const fs::path& file) {
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

fs::path fresh_folder() {
    std::string name = (fs::temp_directory_path() / "lockstep-engine.XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder like " + name);
    return name;
}

void must_run(const std::vector<std::string>& command) {
    const auto result = run_command(command);
    if (result.status != 0) throw std::runtime_error(command[0] + " " + command[1] + ": " + result.output);
}

/// The process, if its command line or cgroup (with the ids of our containers) names one of `marks`.
std::optional<pid_t> process_with(const fs::path& entry, const std::set<std::string>& marks) {
    const std::string name = entry.filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
    const auto process = static_cast<pid_t>(std::stol(name));
    if (process == getpid()) return std::nullopt;
    const std::string traits = text_of(entry / "cmdline") + "\n" + text_of(entry / "cgroup");
    for (const std::string& mark : marks) {
        if (traits.find(mark) != std::string::npos) return process;
    }
    return std::nullopt;
}

void unmount_below(const fs::path& folder) {
    std::vector<std::string> points;
    std::ifstream mounts("/proc/self/mounts");
    for (std::string line; std::getline(mounts, line);) {
        std::istringstream words(line);
        std::string device;
        std::string point;
        words >> device >> point;
        if (point.starts_with(folder.string() + "/")) points.push_back(point);
    }
    for (auto point = points.rbegin(); point != points.rend(); ++point) umount2(point->c_str(), MNT_DETACH);
}

}  // namespace

std::string obedient_command() {
    return R"(CMD ["sh", "-c", "trap 'exit 0' TERM INT HUP QUIT USR1 USR2; while :; do sleep 1000 & wait $!; done"])";
}

PrivateEngine::PrivateEngine() : folder_(fresh_folder()) {
    try {
        make_bridge();
        start_daemon();
    } catch (...) {
        end_leftovers();
        throw;
    }
}

PrivateEngine::~PrivateEngine() {
    end_daemon();
    end_leftovers();
}

/// A bridge and subnets of its own, so that engines that run at the same time do not meet.
void PrivateEngine::make_bridge() {
    bridge_ = "ls" + folder_.string().substr(folder_.string().size() - 6);
    const std::string taken = run_command({"ip", "-4", "-o", "addr"}).output;
    subnet_ = static_cast<int>(getpid() % 250);
    while (taken.find("10.199." + std::to_string(subnet_) + ".") != std::string::npos) subnet_ = (subnet_ + 1) % 250;
    must_run({"ip", "link", "add", bridge_, "type", "bridge"});
    must_run({"ip", "addr", "add", "10.199." + std::to_string(subnet_) + ".1/24", "dev", bridge_});
    must_run({"ip", "link", "set", bridge_, "up"});
}

void PrivateEngine::start_daemon() {
    // A killed daemon leaves its pid file, and its number may belong to someone else by now.
    fs::remove(folder_ / "pid");
    const std::string pool = "base=10.198." + std::to_string(subnet_) + ".0/24,size=28";
    daemon_ = start_command({"dockerd", "-H", "unix://" + socket(), "--data-root", (folder_ / "data").string(),
                             "--exec-root", (folder_ / "exec").string(), "--pidfile", (folder_ / "pid").string(),
                             "--bridge", bridge_, "--default-address-pool", pool, "--iptables=false",
                             "--insecure-registry", "127.0.0.0/8", "--shutdown-timeout", "2"},
                            (folder_ / "dockerd.log").string());
    await_answer();
}

void PrivateEngine::await_answer() {
    const bool answers = await([this] { return docker({"version"}).status == 0; }, kStartLimit);
    if (!answers) throw std::runtime_error("dockerd does not answer:\n" + text_of(folder_ / "dockerd.log"));
}

CommandResult PrivateEngine::docker(const std::vector<std::string>& arguments) const {
    std::vector<std::string> command = {kDocker, "--config", (folder_ / "config").string(), "-H", "unix://" + socket()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run_command(command);
}

std::string PrivateEngine::must(const std::vector<std::string>& arguments) const {
    auto result = docker(arguments);
    if (result.status != 0) throw std::runtime_error("docker " + arguments.at(0) + ": " + result.output);
    while (result.output.ends_with('\n')) result.output.pop_back();
    return result.output;
}

void PrivateEngine::make_root_file_system() {
    const fs::path root = folder_ / "root";
    for (const char* path : {"bin", "tmp", "etc", "usr/bin"}) fs::create_directories(root / path);
    fs::copy_file("/bin/busybox", root / "bin/busybox");
    std::istringstream applets(run_command({"/bin/busybox", "--list"}).output);
    for (std::string applet; applets >> applet;) {
        if (applet != "busybox") fs::create_symlink("busybox", root / "bin" / applet);
    }
    must_run({"tar", "-C", root.string(), "-cf", (folder_ / "root.tar").string(), "."});
}

void PrivateEngine::make_image(const std::string& tag, const std::vector<std::string>& changes) {
    if (!fs::exists(folder_ / "root.tar")) {
        make_root_file_system();
        must({"import", (folder_ / "root.tar").string(), kBaseImage});
    }
    fs::create_directories(folder_ / "build");
    std::ofstream file(folder_ / "build/Dockerfile");
    file << "FROM " << kBaseImage << "\n";
    for (const std::string& change : changes) file << change << "\n";
    file.close();
    must({"build", "-q", "-t", tag, (folder_ / "build").string()});
}

void PrivateEngine::kill_daemon() {
    if (daemon_ <= 0) return;
    kill(daemon_, SIGKILL);
    waitpid(daemon_, nullptr, 0);
    daemon_ = -1;
}

/// Asked to end, the daemon also ends its containers.
void PrivateEngine::end_daemon() {
    if (daemon_ <= 0) return;
    kill(daemon_, SIGTERM);
    if (await([this] { return waitpid(daemon_, nullptr, WNOHANG) != 0; }, kEndLimit)) {
        daemon_ = -1;
    } else {
        kill_daemon();
    }
}

/// What a killed daemon leaves: its containerd and shims, which name our folder, and container processes, whose cgroup
/// names their container.
void PrivateEngine::end_leftovers() {
    kill_daemon();
    std::set<std::string> marks = {folder_.string() + "/"};
    std::error_code ignored;
    for (const auto& container : fs::directory_iterator(folder_ / "data/containers", ignored)) {
        marks.insert(container.path().filename().string());
    }
    for (const auto& entry : fs::directory_iterator("/proc", ignored)) {
        if (const auto process = process_with(entry.path(), marks)) kill(*process, SIGKILL);
    }
    unmount_below(folder_);
    run_command({"ip", "link", "delete", bridge_});
    fs::remove_all(folder_, ignored);
}

}  // namespace lockstep
