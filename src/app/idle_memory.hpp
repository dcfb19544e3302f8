// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace lockstep {

/// Gives back what the process does not need while it waits: free heap, and the clean pages of program and library
/// files, which the kernel keeps in its page cache and maps again on the next use. Costs about a millisecond then.
void release_idle_memory();

}  // namespace lockstep
