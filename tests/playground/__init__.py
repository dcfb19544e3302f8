# SPDX-License-Identifier: Apache-2.0
"""A private Docker engine, a real registry and real images, all below one folder and gone without a trace.

Used by the end-to-end tests, the benchmarks and deploy/quickstart. Nothing here touches an engine that already runs on
the machine: the private one has its own socket, data, bridge and no firewall rules.
"""
