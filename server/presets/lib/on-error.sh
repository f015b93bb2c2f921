#!/usr/bin/env bash
# ---
# description: |
#   Says which command failed and on which line of the script. To be called by the shell:
#   trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR
# ---
on_error() { printf 'error: line %s failed: %s\n' "$1" "${2%%$'\n'*}" >&2; }
