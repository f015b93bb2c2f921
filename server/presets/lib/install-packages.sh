#!/usr/bin/env bash
# ---
# description: Installs those of the packages that are missing, from lists that are at most an hour old.
# needs: [installed, say, refresh-index, apt-get]
# ---
install_packages() {
  local package missing=()
  for package in "$@"; do
    installed "$package" || missing+=("$package")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  say "installing ${missing[*]}"
  if [ -z "$(find /var/lib/apt/lists -maxdepth 1 -name '*Release' -cmin -60 2>/dev/null)" ]; then refresh_index; fi
  apt_get install -y --no-install-recommends "${missing[@]}"
}
