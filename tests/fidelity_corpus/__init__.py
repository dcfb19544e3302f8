# SPDX-License-Identifier: Apache-2.0
"""Cases of faithful recreation, and what runs them. README.md says how a case reads."""
