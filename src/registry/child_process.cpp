// SPDX-License-Identifier: Apache-2.0
#include "registry/child_process.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

namespace lockstep {
namespace {

constexpr int kPollMilliseconds = 50;

/// Both ends of a pipe; closed with the object.
struct Pipe {
    Pipe() {
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) ends = {-1, -1};
    }
    ~Pipe() {
        close_end(0);
        close_end(1);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    void close_end(std::size_t end) {
        if (ends[end] >= 0) ::close(ends[end]);
        ends[end] = -1;
    }
    int reading() const { return ends[0]; }
    int writing() const { return ends[1]; }

    std::array<int, 2> ends{};
};

Error child_error(ErrorKind kind, std::string_view code, const std::string& program, std::string_view what) {
    return {.kind = kind, .code = std::string(code), .message = format("{} {}", escaped(program), what)};
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (const std::string& text : texts) result.push_back(const_cast<char*>(text.c_str()));
    result.push_back(nullptr);
    return result;
}

/// A started child; killed with its group and reaped at the end of the scope.
class Child {
  public:
    Child(const std::vector<std::string>& command, const std::vector<std::string>& environment, const Pipe& in,
          const Pipe& out) {
        posix_spawn_file_actions_t files;
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_adddup2(&files, in.reading(), STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&files, out.writing(), STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawnattr_t attributes;
        posix_spawnattr_init(&attributes);
        sigset_t defaults;
        sigemptyset(&defaults);
        sigaddset(&defaults, SIGPIPE);
        sigset_t unblocked;
        sigemptyset(&unblocked);
        posix_spawnattr_setsigdefault(&attributes, &defaults);
        posix_spawnattr_setsigmask(&attributes, &unblocked);
        posix_spawnattr_setpgroup(&attributes, 0);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
        error_ = ::posix_spawn(&process_, command.front().c_str(), &files, &attributes, pointers(command).data(),
                               pointers(environment).data());
        posix_spawnattr_destroy(&attributes);
        posix_spawn_file_actions_destroy(&files);
    }
    ~Child() { static_cast<void>(end()); }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// errno of the start, 0 when it runs.
    int start_error() const { return error_; }

    /// Its exit status, waiting at most until `done` says so; -1 while it still runs.
    int finished() {
        int status = 0;
        if (::waitpid(process_, &status, WNOHANG) != process_) return -1;
        running_ = false;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

    /// Kills what is left of it.
    int end() {
        if (error_ != 0 || !running_) return 0;
        ::kill(-process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
        running_ = false;
        return 0;
    }

  private:
    pid_t process_ = -1;
    int error_ = 0;
    bool running_ = true;
};

/// Small inputs fit into the pipe, so this does not block on a child that never reads. Our own reading end stays open
/// until it is written: a child that has ended already says so with its exit status, not by SIGPIPE here.
void feed(Pipe& in, const std::string& input) {
    [[maybe_unused]] const ssize_t written = ::write(in.writing(), input.data(), input.size());
    in.close_end(0);
    in.close_end(1);
}

}  // namespace

Result<ChildOutput> run_child(const std::vector<std::string>& command, const std::vector<std::string>& environment,
                              const std::string& input, const ChildLimits& limits, const std::stop_token& stop) {
    const std::string& program = command.front();
    Pipe in;
    Pipe out;
    Child child(command, environment, in, out);
    if (child.start_error() != 0)
        return child_error(ErrorKind::Malformed, "not-started", program,
                           "cannot be started: " + std::generic_category().message(child.start_error()));
    out.close_end(1);
    feed(in, input);
    ChildOutput result;
    const auto deadline = std::chrono::steady_clock::now() + limits.time;
    for (bool open = true;;) {
        if (stop.stop_requested()) return child_error(ErrorKind::Cancelled, "cancelled", program, "was stopped");
        if (std::chrono::steady_clock::now() > deadline)
            return child_error(ErrorKind::Malformed, "timeout", program,
                               format("did not answer within {} ms", limits.time.count()));
        if (!open) {
            if (const int status = child.finished(); status >= 0) {
                result.status = status;
                return result;
            }
        }
        pollfd ready{.fd = open ? out.reading() : -1, .events = POLLIN, .revents = 0};
        if (::poll(&ready, 1, open ? kPollMilliseconds : 1) <= 0 || ready.revents == 0) continue;
        std::array<char, 4096> buffer{};
        const ssize_t count = ::read(out.reading(), buffer.data(), buffer.size());
        if (count <= 0) open = count < 0 && errno == EINTR;
        if (count > 0) result.out.append(buffer.data(), static_cast<std::size_t>(count));
        if (result.out.size() > limits.bytes)
            return child_error(ErrorKind::Malformed, "too-large", program,
                               format("wrote more than {} bytes", limits.bytes));
    }
}

}  // namespace lockstep
