#!/usr/bin/env bash
# ---
# description: Whether systemd runs this host. In a container, for example, it does not.
# ---
systemd_runs() { [ -d /run/systemd/system ]; }
