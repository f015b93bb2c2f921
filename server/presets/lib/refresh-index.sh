#!/usr/bin/env bash
# ---
# description: |
#   Fetches the package lists. DPkg::Lock::Timeout does not cover their lock: another apt is waited for by trying again.
# needs: [apt-get, say, fail]
# ---
refresh_index() {
  local try
  for try in 1 2 3 4 5 6; do
    if apt_get update; then return; fi
    say "apt-get update failed (try $try of 6)"
    sleep 10
  done
  fail 'the package lists can not be refreshed'
}
