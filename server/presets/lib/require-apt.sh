#!/usr/bin/env bash
# ---
# description: Ends the script where there is no apt-get.
# needs: [fail]
# ---
require_apt() {
  command -v apt-get >/dev/null || fail 'this preset is for Debian and Ubuntu: there is no apt-get here'
}
