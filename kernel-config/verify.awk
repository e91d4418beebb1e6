# SPDX-License-Identifier: MIT
# usage: awk -f verify.awk ASKED CONFIG
# Compares what was asked for (merge.awk's output) with the configuration that came of it. Kconfig drops a symbol without a
# word when something it depends on is missing, and switches one on when another selects it: here both are errors.

FNR == NR {
	value[$1] = $2
	place[$1] = $3
	next
}

/^CONFIG_/ {
	name = $0
	sub(/=.*/, "", name)
	is[name] = substr($0, length(name) + 2)
}

END {
	for (name in value) {
		got = name in is ? is[name] : "n"
		if (got == value[name])
			continue
		print place[name] ": " name "=" value[name] " was asked for, but the kernel has " got | "sort >&2"
		failed = 1
	}
	close("sort >&2")
	exit failed
}
