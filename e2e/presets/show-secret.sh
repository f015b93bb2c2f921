#!/usr/bin/env bash
# ---
# title: Show a secret
# description: Prints a secret's length, and whether a child can see it.
# category: Tests
# version: 1
# variables:
#   - name: secret
#     type: secretRef
#     label: Secret
#     required: true
# ---
echo "length ${#secret}"
env | grep -c SECRET || true
