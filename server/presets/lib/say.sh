#!/usr/bin/env bash
# ---
# description: Says what is being done.
# ---
say() { printf '==> %s\n' "$*"; }
