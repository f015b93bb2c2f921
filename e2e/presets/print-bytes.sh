#!/usr/bin/env bash
# ---
# title: Print bytes
# description: Prints numbered lines up to a size, and their SHA-256 on standard error.
# category: Tests
# version: 1
# variables:
#   - name: lines
#     type: int
#     label: Lines
#     required: true
#     min: 1
#     max: 100000000
# ---
seq 1 "$lines"
echo "printed $lines lines" >&2
