// SPDX-License-Identifier: Apache-2.0
#include "engine/archive.hpp"

#include "lockstep/core/check.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <memory>
#include <optional>

namespace lockstep {
namespace {

struct FreeReader {
    void operator()(archive* opened) const { archive_read_free(opened); }
};
struct FreeWriter {
    void operator()(archive* opened) const { archive_write_free(opened); }
};
using Reader = std::unique_ptr<archive, FreeReader>;
using Writer = std::unique_ptr<archive, FreeWriter>;

Error invalid(archive* opened) {
    const char* words = archive_error_string(opened);
    return {ErrorKind::Malformed, "archive-invalid", "the engine's archive of a file cannot be read", "",
            escaped(words == nullptr ? "" : words)};
}

Error not_a_file() {
    return {ErrorKind::Malformed, "not-a-file", "there is no regular file at this path of the container"};
}

/// Opening looks at the first bytes already: what is no archive at all fails here.
Result<Reader> reader_of(std::string_view tar) {
    Reader reader(archive_read_new());
    LOCKSTEP_CHECK(reader != nullptr && archive_read_support_format_tar(reader.get()) == ARCHIVE_OK);
    if (archive_read_open_memory(reader.get(), tar.data(), tar.size()) != ARCHIVE_OK) return invalid(reader.get());
    return reader;
}

/// The next entry; null at the end. A warning (an attribute that this machine cannot keep) is not a failure.
Result<archive_entry*> next_entry(archive* reader) {
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(reader, &entry);
    if (status == ARCHIVE_EOF) return static_cast<archive_entry*>(nullptr);
    if (status < ARCHIVE_WARN) return invalid(reader);
    return entry;
}

Result<std::string> content(archive* reader) {
    std::string bytes;
    std::array<char, 16384> block{};
    for (;;) {
        const la_ssize_t count = archive_read_data(reader, block.data(), block.size());
        if (count < 0) return invalid(reader);
        if (count == 0) return bytes;
        bytes.append(block.data(), static_cast<std::size_t>(count));
    }
}

la_ssize_t append(archive*, void* target, const void* bytes, std::size_t count) {
    static_cast<std::string*>(target)->append(static_cast<const char*>(bytes), count);
    return static_cast<la_ssize_t>(count);
}

Writer writer_to(std::string& target) {
    Writer writer(archive_write_new());
    LOCKSTEP_CHECK(writer != nullptr && archive_write_set_format_pax_restricted(writer.get()) == ARCHIVE_OK);
    archive_write_set_bytes_in_last_block(writer.get(), 1);
    LOCKSTEP_CHECK(archive_write_open(writer.get(), &target, nullptr, &append, nullptr) == ARCHIVE_OK);
    return writer;
}

/// "conf/a" packed from "/etc/conf" lies at "etc/conf/a".
std::string whole_path(std::string_view packed_from, std::string_view entry) {
    const auto last = packed_from.rfind('/');
    std::string whole(packed_from.substr(0, last == std::string_view::npos ? 0 : last + 1));
    whole += entry;
    while (whole.starts_with('/')) whole.erase(0, 1);
    return whole;
}

Result<void> copy_entry(archive* reader, archive_entry* entry, const std::string& path, archive* writer) {
    archive_entry_set_pathname(entry, path.c_str());
    if (archive_write_header(writer, entry) < ARCHIVE_WARN) return invalid(writer);
    const auto bytes = content(reader);
    if (!bytes) return bytes.error();
    if (archive_write_data(writer, bytes->data(), bytes->size()) < 0) return invalid(writer);
    return {};
}

Result<void> copy_all(const Packed& from, archive* writer) {
    const auto reader = reader_of(from.tar);
    if (!reader) return reader.error();
    for (;;) {
        const auto entry = next_entry(reader->get());
        if (!entry) return entry.error();
        if (*entry == nullptr) return {};
        const char* name = archive_entry_pathname(*entry);
        if (name == nullptr) return invalid(reader->get());
        if (auto done = copy_entry(reader->get(), *entry, whole_path(from.path, name), writer); !done) return done;
    }
}

}  // namespace

Result<std::string> only_file(std::string_view tar) {
    const auto reader = reader_of(tar);
    if (!reader) return reader.error();
    const auto entry = next_entry(reader->get());
    if (!entry) return entry.error();
    if (*entry == nullptr || archive_entry_filetype(*entry) != AE_IFREG) return not_a_file();
    return content(reader->get());
}

Result<std::string> joined(const std::vector<Packed>& archives) {
    std::string tar;
    const Writer writer = writer_to(tar);
    for (const Packed& from : archives) {
        if (auto copied = copy_all(from, writer.get()); !copied) return std::move(copied).error();
    }
    if (archive_write_close(writer.get()) != ARCHIVE_OK) return invalid(writer.get());
    return tar;
}

}  // namespace lockstep
