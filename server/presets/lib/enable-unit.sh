#!/usr/bin/env bash
# ---
# description: Has the unit $1 start at boot, and now where systemd runs.
# needs: [systemd-runs, say]
# ---
enable_unit() {
  if systemd_runs; then
    systemctl daemon-reload
    systemctl enable --now --quiet "$1"
  elif command -v systemctl >/dev/null; then
    systemctl enable --quiet "$1" 2>/dev/null
    say "skipped starting $1: systemd is not running here"
  else
    say "skipped enabling $1: systemd is not installed here"
  fi
}
