# SPDX-License-Identifier: Apache-2.0
"""What tests/crash does: kills and troubles at every place of a swap, on real engines."""
