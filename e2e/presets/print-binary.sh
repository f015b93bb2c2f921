#!/usr/bin/env bash
# ---
# title: Print binary
# description: Prints a file's bytes as they are.
# category: Tests
# version: 1
# variables:
#   - name: file
#     type: path
#     label: File
#     required: true
# ---
cat -- "$file"
