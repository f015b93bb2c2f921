#!/usr/bin/env bash
# ---
# description: Ends the script unless it runs as root.
# needs: [fail]
# ---
require_root() {
  [ "$(id -u)" -eq 0 ] || fail 'this preset must run as root, and the agent does not'
}
