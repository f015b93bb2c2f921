#!/usr/bin/env bash
# ---
# description: Says what is wrong, and ends the script.
# ---
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}
