#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: unit
# The source tree keeps its own rules: style, dependency direction, budgets, licence lines (scripts/check).
set -eu
exec "$(dirname "$0")/../scripts/check/all"
