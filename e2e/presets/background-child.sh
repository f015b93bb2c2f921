#!/usr/bin/env bash
# ---
# title: Background child
# description: Leaves a child behind that keeps the output open.
# category: Tests
# version: 1
# variables:
#   - name: pid_file
#     type: path
#     label: Where the child's process id goes
#     required: true
# ---
sleep 1000 &
echo "$!" >"$pid_file"
echo "the script ends"
