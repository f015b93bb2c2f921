#!/usr/bin/env bash
# ---
# title: Exit with
# description: Prints a line on each stream and ends with a code.
# category: Tests
# version: 1
# variables:
#   - name: code
#     type: int
#     label: Exit code
#     required: true
#     min: 0
#     max: 255
#   - name: word
#     type: string
#     label: Word
#     default: nothing
# ---
echo "on stdout: $word"
echo "on stderr" >&2
exit "$code"
