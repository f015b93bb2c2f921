#!/usr/bin/env bash
# ---
# title: Stubborn
# description: Starts a grandchild and waits for ever.
# category: Tests
# version: 1
# variables:
#   - name: pid_file
#     type: path
#     label: Where the grandchild's process id goes
#     required: true
# ---
bash -c 'sleep 1000 & echo "$!" >"$1"; wait' _ "$pid_file" &
wait
