// SPDX-License-Identifier: Apache-2.0
// replay FOLDER: gives every file of the folder to the fuzz target it is linked with; what fails ends the program.
#include "fuzz.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <vector>

namespace {

std::vector<char> bytes_of(const std::filesystem::path& path) {
    std::vector<char> bytes(std::filesystem::file_size(path));
    std::ifstream(path, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return bytes;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
        // Printed first: the last name is that of the input that ended the program.
        std::printf("%s\n", entry.path().filename().c_str());
        std::fflush(stdout);
        const std::vector<char> bytes = bytes_of(entry.path());
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
        ++count;
    }
    std::printf("%d inputs replayed\n", count);
    return count > 0 ? 0 : 1;
}
