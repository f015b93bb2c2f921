#!/usr/bin/env bash
# ---
# title: Child that reads
# description: A child reads standard input to its end.
# category: Tests
# version: 1
# variables: []
# ---
echo before
cat
ssh_like=$(cat | wc -c)
echo "after, having read $ssh_like bytes"
