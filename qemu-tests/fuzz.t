#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: unit
# Each fuzzer of a pure parser, from its committed corpus, finds nothing in FUZZ_SECONDS (5) seconds. The corpus of fuzzer NAME
# is init/fuzz/corpus/NAME, that of a role's fuzzer ROLE-NAME is roles/ROLE/fuzz/corpus/NAME; NAME.dict beside
# the fuzzer holds words of its language. What it finds joins the corpus in out/test/fuzz, for scripts/fuzz-coverage.
set -eu
. "$(dirname "$0")/lib.sh"

limit=${FUZZ_SECONDS:-5}
fuzzers=$(find "$out/tests/fuzz" -type f -perm /111 2>/dev/null | sort)
[ -n "$fuzzers" ] || skip_all "no fuzzer was built: clang is missing"

for fuzzer in $fuzzers; do
	name=$(basename "$fuzzer")
	mkdir -p "$evidence/$name/corpus"
	for corpus in "$top/init/fuzz/corpus/$name" "$top/roles/${name%%-*}/fuzz/corpus/${name#*-}"; do
		[ ! -d "$corpus" ] || cp -r "$corpus/." "$evidence/$name/corpus/"
	done
	set --
	for words in "$top/init/fuzz/$name.dict" "$top/roles/${name%%-*}/fuzz/${name#*-}.dict"; do
		[ ! -e "$words" ] || set -- "-dict=$words"
	done
	ok "fuzzer $name finds nothing in $limit s" "$fuzzer" -max_total_time="$limit" -timeout=10 -rss_limit_mb=1024 \
		-artifact_prefix="$evidence/$name/" "$@" "$evidence/$name/corpus"
	note "$name: $(grep -o 'cov: [0-9]* ft: [0-9]* corp: [0-9]*' "$work/ok.log" | tail -n 1)"
done
done_testing
