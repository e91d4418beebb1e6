# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# What tests have said, from the TAP files in which prove keeps it (PERL_TEST_HARNESS_DUMP_TAP). After lib.sh: . "$top/scripts/tap.sh"

# results FOLDER: passed, failed and skipped of the TAP files in it. One without a plan, or with fewer results than planned, is of
# a test that died.
results() {
	{ printf '/dev/null\0' && find "$1" -type f -print0; } | xargs -0 awk '
		function ended() { if (name != "" && planned != told) failed++; name = FILENAME; planned = -1; told = 0 }
		FNR == 1 { ended() }
		/^(not )?ok / { told++ }
		/^1\.\./ { planned = substr($1, 4) + 0 }
		/^ok .*# *[Ss][Kk][Ii][Pp]/ || /^1\.\.0.*# *[Ss][Kk][Ii][Pp]/ { skipped++; next }
		/^ok / { passed++ }
		/^not ok / || /^Bail out!/ { failed++ }
		END { ended(); print passed + 0, failed + '"$(find "$1" -type f -empty | wc -l)"', skipped + 0 }'
}

# failures FOLDER: what failed or was skipped, a line each, named by its test (the path below the first folder in FOLDER).
failures() {
	find "$1" -type f | sort | while read -r file; do
		awk -v test="${file#"$1"/*/}" '
			!/^#/ { why = 0 }
			/^not ok / || /^Bail out!/ { print test ": " $0; why = 4 }
			/^ok .*# *[Ss][Kk][Ii][Pp]/ || /^1\.\.0.*# *[Ss][Kk][Ii][Pp]/ { print test ": " $0 }
			/^(not )?ok / { told++ }
			/^1\.\./ { planned = substr($1, 4) }
			/^#/ && why-- > 0 { print "    " $0 }
			END { if (planned "" != told + 0) print test ": died after " (NR ? "`" $0 "`" : "no word") }' "$file"
	done
}
