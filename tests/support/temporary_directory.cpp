// SPDX-License-Identifier: Apache-2.0
#include "support/temporary_directory.hpp"

#include "lockstep/core/check.hpp"

#include <cstdlib>
#include <system_error>

namespace lockstep {

TemporaryDirectory::TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "lockstep-test-XXXXXX").string();
    LOCKSTEP_CHECK(mkdtemp(name.data()) != nullptr);
    path_ = std::filesystem::canonical(name);
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace lockstep
