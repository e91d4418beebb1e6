#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Every line reaches the collector by TCP with counted frames, in order, whatever dies meanwhile.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"
. "$(dirname "$0")/forward.sh"

forwards tcp
done_testing
