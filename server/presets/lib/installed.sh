#!/usr/bin/env bash
# ---
# description: Whether the package $1 is installed.
# ---
installed() {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]
}
