// SPDX-License-Identifier: Apache-2.0
#include "listen/listening_socket.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <utility>

namespace lockstep {
namespace {

constexpr int kBacklog = 16;

Error refused(const std::string& address, int code) {
    const bool taken = code == EADDRINUSE;
    return {.kind = taken ? ErrorKind::Conflict : ErrorKind::Denied,
            .code = taken ? "listen-in-use" : "listen-failed",
            .message = format("{}: cannot listen here", escaped(address)),
            .remedy = taken ? "stop the program that listens there, or set another listen address"
                            : "check that the folder or port exists and may be used by lockstep",
            .origin = std::strerror(code)};
}

Error not_local(const std::string& address) {
    return {.kind = ErrorKind::Malformed,
            .code = "listen-address",
            .message = format("{}: not a local address to listen on", escaped(address)),
            .remedy = "write unix:/path or 127.0.0.1:port"};
}

struct TcpAddress {
    sockaddr_storage storage{};
    socklen_t size = 0;
    int family = AF_UNSPEC;
};

std::optional<TcpAddress> loopback(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view host = text.substr(0, colon);
    std::uint16_t port = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, port);
    if (error != std::errc() || stop != end) return std::nullopt;
    TcpAddress address;
    if (host == "127.0.0.1" || host == "localhost") {
        sockaddr_in in{};
        in.sin_family = AF_INET;
        in.sin_port = htons(port);
        in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        std::memcpy(&address.storage, &in, sizeof in);
        address.size = sizeof in;
    } else if (host == "[::1]") {
        sockaddr_in6 in{};
        in.sin6_family = AF_INET6;
        in.sin6_port = htons(port);
        in.sin6_addr = in6addr_loopback;
        std::memcpy(&address.storage, &in, sizeof in);
        address.size = sizeof in;
    } else {
        return std::nullopt;
    }
    address.family = address.storage.ss_family;
    return address;
}

/// The address as the socket calls take it: the one cast that their interface asks for.
const sockaddr* generic(const void* address) {
    return static_cast<const sockaddr*>(address);
}

int bound_port(int descriptor) {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    void* address = &storage;
    if (getsockname(descriptor, static_cast<sockaddr*>(address), &size) != 0) return 0;
    in_port_t port = 0;
    // sin_port and sin6_port lie at the same place.
    std::memcpy(&port, static_cast<const char*>(address) + offsetof(sockaddr_in, sin_port), sizeof port);
    return ntohs(port);
}

/// True when somebody answers at the socket file; then it is not ours to replace.
bool is_served(const sockaddr_un& address) {
    const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return true;
    const int result = connect(descriptor, generic(&address), sizeof address);
    const int code = errno;
    close(descriptor);
    return result == 0 || (code != ECONNREFUSED && code != ENOENT);
}

/// Removes what a killed predecessor left. Nothing but a socket is ever removed.
void remove_left_over(const sockaddr_un& address) {
    struct stat status {};
    if (lstat(address.sun_path, &status) != 0 || !S_ISSOCK(status.st_mode) || is_served(address)) return;
    unlink(address.sun_path);
}

}  // namespace

Result<ListeningSocket> ListeningSocket::open(const std::string& address) {
    if (address.starts_with("unix:")) return open_unix(address.substr(5));
    return open_loopback(address);
}

Result<ListeningSocket> ListeningSocket::open_unix(const std::string& path) {
    sockaddr_un address{};
    if (!path.starts_with('/') || path.size() >= sizeof address.sun_path) return not_local("unix:" + path);
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, path.size());
    remove_left_over(address);
    ListeningSocket opened(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (opened.descriptor_ < 0) return refused(path, errno);
    if (bind(opened.descriptor_, generic(&address), sizeof address) != 0) return refused(path, errno);
    opened.path_ = path;
    if (chmod(path.c_str(), 0660) != 0) return refused(path, errno);
    if (::listen(opened.descriptor_, kBacklog) != 0) return refused(path, errno);
    return opened;
}

Result<ListeningSocket> ListeningSocket::open_loopback(const std::string& text) {
    const auto address = loopback(text);
    if (!address) return not_local(text);
    ListeningSocket opened(socket(address->family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (opened.descriptor_ < 0) return refused(text, errno);
    const int yes = 1;
    setsockopt(opened.descriptor_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(opened.descriptor_, generic(&address->storage), address->size) != 0) return refused(text, errno);
    if (::listen(opened.descriptor_, kBacklog) != 0) return refused(text, errno);
    opened.port_ = bound_port(opened.descriptor_);
    return opened;
}

ListeningSocket::ListeningSocket(ListeningSocket&& other) noexcept
    : descriptor_(other.release()), port_(other.port_), path_(std::exchange(other.path_, {})) {}

ListeningSocket::~ListeningSocket() {
    if (descriptor_ < 0) return;
    close(descriptor_);
    if (!path_.empty()) unlink(path_.c_str());
}

int ListeningSocket::release() {
    return std::exchange(descriptor_, -1);
}

}  // namespace lockstep
