# SPDX-License-Identifier: MIT
# usage: awk -f merge.awk FRAGMENT...
# Reads fragments (CONFIG_NAME=VALUE  # reason) and prints what they ask for, a line each:
#     CONFIG_NAME VALUE FILE:LINE
# A later line wins over an earlier one, but nothing wins over forbidden.config, and no role over another.

function complain(text) {
	print FILENAME ":" FNR ": " text >"/dev/stderr"
	failed = 1
}

/^[ \t]*(#|$)/ { next }

!/^CONFIG_[A-Za-z0-9_]+=[^ \t]+[ \t]+# ./ {
	complain("not of the form CONFIG_NAME=VALUE  # reason")
	next
}

{
	split($1, part, "=")
	name = part[1]
	if (name in forbidden && $1 != name "=n")
		complain(name " is forbidden: " forbidden[name])
	if (FILENAME ~ /(^|\/)forbidden\.config$/)
		forbidden[name] = FILENAME ":" FNR
	role = FILENAME ~ /(^|\/)kernel\.config$/
	if (role && name in by_role && $1 != name "=" value[name])
		complain($1 " contradicts another role: " place[name])
	if (role)
		by_role[name] = 1
	if (!(name in value))
		order[++count] = name
	value[name] = substr($1, length(name) + 2)
	place[name] = FILENAME ":" FNR
}

END {
	if (failed)
		exit 1
	for (i = 1; i <= count; i++)
		print order[i], value[order[i]], place[order[i]]
}
