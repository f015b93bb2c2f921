#!/usr/bin/env bash
# ---
# title: Gate
# description: Notes that it ran, then waits until a file exists.
# category: Tests
# version: 1
# variables:
#   - name: runs
#     type: path
#     label: Where each run adds a line
#     required: true
#   - name: gate
#     type: path
#     label: File to wait for
#     required: true
# ---
echo "run $$" >>"$runs"
echo started
until [[ -e "$gate" ]]; do sleep 0.02; done
echo finished
