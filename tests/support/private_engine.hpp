// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/command.hpp"

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace lockstep {

/// A real Docker engine of one's own: its socket, data and bridge live and die with the object, and no other engine on
/// the machine notices. Needs root, dockerd, docker, ip and a static busybox. Throws std::runtime_error when the engine
/// does not come up.
class PrivateEngine {
  public:
    PrivateEngine();
    ~PrivateEngine();
    PrivateEngine(const PrivateEngine&) = delete;
    PrivateEngine& operator=(const PrivateEngine&) = delete;

    /// "unix://" is not part of it.
    std::string socket() const { return (folder_ / "docker.sock").string(); }
    /// Scratch space that goes with the object.
    const std::filesystem::path& folder() const { return folder_; }

    /// Runs the docker command line on this engine: docker({"create", "--name", "x", …}).
    CommandResult docker(const std::vector<std::string>& arguments) const;
    /// The same; throws with the output when it fails. Returns the output without the last line break.
    std::string must(const std::vector<std::string>& arguments) const;

    /// Makes image `tag` with busybox and all its applets; `changes` are Dockerfile lines ("CMD [\"sh\"]").
    void make_image(const std::string& tag, const std::vector<std::string>& changes);

    /// kill -9 of the daemon alone; its containers keep running.
    void kill_daemon();
    /// Starts the daemon again after kill_daemon and waits until it answers.
    void start_daemon();

  private:
    void make_bridge();
    void make_root_file_system();
    void await_answer();
    void end_daemon();
    void end_leftovers();

    std::filesystem::path folder_;
    std::string bridge_;
    int subnet_ = 0;
    pid_t daemon_ = -1;
};

/// Dockerfile line for a main process that ends at once on the usual stop signals.
std::string obedient_command();

}  // namespace lockstep
