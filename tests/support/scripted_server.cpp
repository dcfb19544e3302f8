// SPDX-License-Identifier: Apache-2.0
#include "support/scripted_server.hpp"

#include "lockstep/core/check.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>

namespace lockstep {
namespace {

constexpr std::chrono::milliseconds kForever{3'600'000};

int listen_on(const sockaddr* address, socklen_t size, int family) {
    const int fd = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    LOCKSTEP_CHECK(fd >= 0);
    LOCKSTEP_CHECK(::bind(fd, address, size) == 0);
    LOCKSTEP_CHECK(::listen(fd, 64) == 0);
    return fd;
}

int listen_on_loopback() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return listen_on(reinterpret_cast<const sockaddr*>(&address), sizeof(address), AF_INET);
}

int listen_on_path(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    LOCKSTEP_CHECK(path.size() < sizeof(address.sun_path));
    std::memcpy(address.sun_path, path.data(), path.size());
    return listen_on(reinterpret_cast<const sockaddr*>(&address), sizeof(address), AF_UNIX);
}

/// Reads from a socket until a whole request is there; keeps what came too early for the next one.
class RequestReader {
  public:
    explicit RequestReader(int fd) : fd_(fd) {}

    std::optional<SeenRequest> next() {
        std::size_t end = std::string::npos;
        while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
            if (!more()) return std::nullopt;
        }
        SeenRequest request = parsed(std::string_view(buffer_).substr(0, end));
        buffer_.erase(0, end + 4);
        const std::string length = request.header("Content-Length");
        const std::size_t size = length.empty() ? 0 : std::stoul(length);
        while (buffer_.size() < size) {
            if (!more()) return std::nullopt;
        }
        request.body = buffer_.substr(0, size);
        buffer_.erase(0, size);
        return request;
    }

  private:
    bool more() {
        char piece[16384];
        const ssize_t got = ::recv(fd_, piece, sizeof(piece), 0);
        if (got <= 0) return false;
        buffer_.append(piece, static_cast<std::size_t>(got));
        return true;
    }

    static SeenRequest parsed(std::string_view head) {
        SeenRequest request;
        const auto lines = split(head, '\n');
        const auto words = split(trimmed(lines.front()), ' ');
        request.method = words.front();
        if (words.size() > 1) request.target = words[1];
        for (std::size_t i = 1; i < lines.size(); ++i) {
            const std::size_t colon = lines[i].find(':');
            if (colon == std::string_view::npos) continue;
            request.headers.emplace_back(lines[i].substr(0, colon), trimmed(lines[i].substr(colon + 1)));
        }
        return request;
    }

    int fd_;
    std::string buffer_;
};

std::string_view without_query(std::string_view target) {
    return target.substr(0, target.find('?'));
}

}  // namespace

Reply Reply::status(int code, std::string body) {
    Reply reply;
    reply.code = code;
    reply.body = std::move(body);
    return reply;
}

Reply Reply::json(std::string body, int code) {
    return status(code, std::move(body)).with("Content-Type", "application/json");
}

Reply Reply::html(std::string body, int code) {
    return status(code, std::move(body)).with("Content-Type", "text/html; charset=utf-8");
}

Reply Reply::raw(std::string bytes) {
    Reply reply = status(0, std::move(bytes));
    reply.manner = Manner::Raw;
    return reply;
}

Reply Reply::silence() {
    Reply reply;
    reply.manner = Manner::Silence;
    return reply;
}

Reply Reply::hang_up() {
    Reply reply;
    reply.manner = Manner::HangUp;
    return reply;
}

Reply Reply::with(std::string name, std::string value) const {
    Reply reply = *this;
    reply.headers.emplace_back(std::move(name), std::move(value));
    return reply;
}

Reply Reply::chunked(std::size_t size) const {
    Reply reply = *this;
    reply.chunk = size;
    return reply;
}

Reply Reply::cut_after(std::size_t bytes) const {
    Reply reply = *this;
    reply.cut = bytes;
    return reply;
}

Reply Reply::dripped(std::size_t bytes, std::chrono::milliseconds span) const {
    Reply reply = *this;
    reply.drip = bytes;
    reply.pause = span;
    return reply;
}

Reply Reply::then_close() const {
    Reply reply = *this;
    reply.close = true;
    return reply;
}

std::string Reply::head() const {
    std::string text = format("HTTP/1.1 {} Scripted\r\n", code);
    bool has_length = false;
    for (const auto& [name, value] : headers) {
        text += name + ": " + value + "\r\n";
        has_length = has_length || lower(name) == "content-length";
    }
    if (chunk > 0) text += "Transfer-Encoding: chunked\r\n";
    const bool bodiless = code == 204 || code == 304 || code < 200;
    if (chunk == 0 && !has_length && !bodiless) text += format("Content-Length: {}\r\n", body.size());
    return text + "\r\n";
}

std::string SeenRequest::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (lower(key) == lower(name)) return value;
    }
    return {};
}

bool SeenRequest::has(std::string_view name) const {
    return std::any_of(headers.begin(), headers.end(),
                       [&](const auto& line) { return lower(line.first) == lower(name); });
}

std::string SeenRequest::path() const {
    return std::string(without_query(target));
}

ScriptedServer::ScriptedServer() {
    start(listen_on_loopback());
    sockaddr_in address{};
    socklen_t size = sizeof(address);
    LOCKSTEP_CHECK(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
}

ScriptedServer::ScriptedServer(std::string unix_socket) : socket_path_(std::move(unix_socket)) {
    start(listen_on_path(socket_path_));
}

ScriptedServer::~ScriptedServer() {
    const std::uint64_t one = 1;
    LOCKSTEP_CHECK(::write(end_, &one, sizeof(one)) == sizeof(one));
    acceptor_.join();
    for (Connection& connection : connections_) ::shutdown(connection.fd, SHUT_RDWR);
    for (Connection& connection : connections_) {
        connection.thread.join();
        ::close(connection.fd);
    }
    ::close(listener_);
    ::close(end_);
    if (!socket_path_.empty()) ::unlink(socket_path_.c_str());
}

void ScriptedServer::start(int listener) {
    listener_ = listener;
    end_ = ::eventfd(0, EFD_CLOEXEC);
    LOCKSTEP_CHECK(end_ >= 0);
    otherwise_ = [](const SeenRequest&) {
        return Reply::status(404);
    };
    acceptor_ = std::jthread([this] { accept_all(); });
}

void ScriptedServer::accept_all() {
    for (std::size_t number = 1;; ++number) {
        pollfd wait[] = {{listener_, POLLIN, 0}, {end_, POLLIN, 0}};
        ::poll(wait, 2, -1);
        if (wait[1].revents != 0) return;
        const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) continue;
        connections_.push_back({fd, std::jthread([this, fd, number] { serve(fd, number); })});
    }
}

void ScriptedServer::serve(int fd, std::size_t number) {
    if (const std::string greeting = this->greeting(); !greeting.empty()) {
        // Reading first keeps the close from becoming a reset that throws the greeting away.
        char first[4096];
        static_cast<void>(::recv(fd, first, sizeof(first), 0));
        send_all(fd, greeting);
        ::shutdown(fd, SHUT_RDWR);
        return;
    }
    RequestReader reader(fd);
    while (auto request = reader.next()) {
        request->connection = number;
        {
            const std::lock_guard lock(mutex_);
            seen_.push_back(*request);
        }
        arrived_.notify_all();
        if (!answer(fd, *request)) break;
    }
    ::shutdown(fd, SHUT_RDWR);
}

/// False when the connection has to end.
bool ScriptedServer::answer(int fd, const SeenRequest& request) {
    const Reply reply = reply_to(request);
    switch (reply.manner) {
        case Reply::Manner::HangUp:
            return false;
        case Reply::Manner::Silence:
            return rest(fd, kForever);
        case Reply::Manner::Raw:
            send_all(fd, reply.body);
            return false;
        case Reply::Manner::Answer:
            break;
    }
    if (!send_all(fd, reply.head())) return false;
    if (request.method != "HEAD" && !send_body(fd, reply)) return false;
    return !reply.close;
}

bool ScriptedServer::send_body(int fd, const Reply& reply) const {
    const std::string_view body = std::string_view(reply.body).substr(0, reply.cut);
    const std::size_t step = reply.chunk > 0  ? reply.chunk
                             : reply.drip > 0 ? reply.drip
                                              : std::max<std::size_t>(body.size(), 1);
    for (std::size_t begin = 0; begin < body.size(); begin += step) {
        const std::string_view piece = body.substr(begin, step);
        const std::string framed = reply.chunk > 0 ? format("{:x}\r\n{}\r\n", piece.size(), piece) : std::string(piece);
        if (!send_all(fd, framed)) return false;
        if (reply.pause.count() > 0 && !rest(fd, reply.pause)) return false;
    }
    if (reply.cut < reply.body.size()) return false;
    return reply.chunk == 0 || send_all(fd, "0\r\n\r\n");
}

Reply ScriptedServer::reply_to(const SeenRequest& request) {
    Answer chosen;
    {
        const std::lock_guard lock(mutex_);
        auto rule = rules_.find(request.line());
        if (rule == rules_.end()) rule = rules_.find(request.method + " " + request.path());
        chosen = rule == rules_.end() ? otherwise_ : rule->second;
    }
    return chosen(request);
}

bool ScriptedServer::send_all(int fd, std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool ScriptedServer::rest(int fd, std::chrono::milliseconds span) const {
    pollfd wait[] = {{fd, POLLRDHUP, 0}, {end_, POLLIN, 0}};
    return ::poll(wait, 2, static_cast<int>(span.count())) == 0;
}

void ScriptedServer::on(const std::string& line, Reply reply) {
    on(line, std::vector<Reply>{std::move(reply)});
}

void ScriptedServer::on(const std::string& line, std::vector<Reply> replies) {
    LOCKSTEP_CHECK(!replies.empty());
    auto next = std::make_shared<std::size_t>(0);
    // Shared, since a rule is copied for each request and bodies may be large.
    auto all = std::make_shared<const std::vector<Reply>>(std::move(replies));
    on(line, [this, next, all](const SeenRequest&) {
        const std::lock_guard lock(mutex_);
        return (*all)[std::min((*next)++, all->size() - 1)];
    });
}

void ScriptedServer::on(const std::string& line, Answer answer) {
    const std::lock_guard lock(mutex_);
    rules_[line] = std::move(answer);
}

void ScriptedServer::otherwise(Answer answer) {
    const std::lock_guard lock(mutex_);
    otherwise_ = std::move(answer);
}

void ScriptedServer::greet_with(std::string bytes) {
    const std::lock_guard lock(mutex_);
    greeting_ = std::move(bytes);
}

std::string ScriptedServer::greeting() const {
    const std::lock_guard lock(mutex_);
    return greeting_;
}

std::string ScriptedServer::host() const {
    return format("127.0.0.1:{}", port_);
}

std::string ScriptedServer::url(std::string_view target) const {
    return format("http://{}{}", host(), target);
}

std::vector<SeenRequest> ScriptedServer::requests() const {
    const std::lock_guard lock(mutex_);
    return seen_;
}

std::vector<std::string> ScriptedServer::lines() const {
    std::vector<std::string> all;
    for (const SeenRequest& request : requests()) all.push_back(request.line());
    return all;
}

std::size_t ScriptedServer::count(const std::string& line) const {
    const auto all = requests();
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const SeenRequest& request) {
        return request.line() == line || request.method + " " + request.path() == line;
    }));
}

void ScriptedServer::forget_requests() {
    const std::lock_guard lock(mutex_);
    seen_.clear();
}

bool ScriptedServer::wait_for_requests(std::size_t number, std::chrono::milliseconds deadline) const {
    std::unique_lock lock(mutex_);
    return arrived_.wait_for(lock, deadline, [&] { return seen_.size() >= number; });
}

}  // namespace lockstep
