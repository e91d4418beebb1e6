# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034 # the variables are for those who source it
# What every script shares. Source it first: . "$(dirname "$0")/lib.sh"
#
# top     the project's root
# cache   what survives `make clean`: sources and built packages
# out     everything built for the user
export LC_ALL=C TZ=UTC
umask 022
# dash leaves without its EXIT trap when a signal ends it: what scripts tidy up there is tidied up then as well.
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

top=$(cd "$(dirname "$0")" && while ! [ -e scripts/lib.sh ] && [ "$PWD" != / ]; do cd ..; done && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/whit
out=${OUT:-$top/out}
program=${0##*/}
# For the kernel, from every medium; a console is the medium's own. It starts again when it dies; and when nobody has begun to feed its
# own watchdog, or one that the firmware had started, after two minutes (a disk may take 100 s to spin up, and it waits for them): so a
# slot that hangs before init is there is left for the good one.
kernel_words='quiet panic=10 no_timer_check softdog.soft_active_on_boot=1 softdog.soft_margin=120 watchdog.open_timeout=120'
export ROLE_PATH="${ROLE_PATH:-$top/roles}" # where roles are looked for, besides SITE/roles

# say TEXT...: what happens, for the one who waits. Goes to stderr: stdout is for results.
say() {
	printf '%s\n' "$*" >&2
}

# warn TEXT...: something is not as it should be, and we go on.
warn() {
	printf 'warning: %s\n' "$*" >&2
}

# die PROBLEM [WHAT-TO-DO...]: one argument a line.
die() {
	printf '%s: %s\n' "$program" "$1" >&2
	shift
	[ $# -eq 0 ] || printf '  %s\n' "$@" >&2
	exit 1
}

# clock SECONDS: as minutes and seconds.
clock() {
	printf '%d:%02d' $(($1 / 60)) $(($1 % 60))
}

# offline: prints the words that run a command without a network, its loopback device included. Where this machine does not allow
# that it prints none, and says why: then nothing but their pins keeps what builds from what is not theirs.
offline() {
	cut_words='unshare --net'
	[ "$(id -u)" = 0 ] || cut_words='unshare --map-current-user --net'
	if cut_complaint=$($cut_words true 2>&1); then
		printf '%s\n' "$cut_words"
	else
		warn "what is built here could use the network, which cannot be cut: $cut_complaint"
	fi
}

# hash_of [FILE...]: the sha256 of the named files' bytes in that order, or of stdin.
hash_of() {
	cat -- "$@" | sha256sum | cut -d' ' -f1
}

# pin_file NAME: which file says what package NAME is made from: packages/NAME/source, or what scripts/fetch had to take in
# its place (`replaces` there is the sum of the pin it stands for).
pin_file() {
	[ -e "$top/packages/$1/source" ] || die "there is no package '$1'" "(no file packages/$1/source)"
	if [ "${STRICT:-0}" != 1 ] && [ -e "$cache/sources/$1/unpinned" ] &&
		grep -q "^replaces = $(hash_of "$top/packages/$1/source")\$" "$cache/sources/$1/unpinned"; then
		printf '%s\n' "$cache/sources/$1/unpinned"
	else
		printf '%s\n' "$top/packages/$1/source"
	fi
}

# pin NAME KEY: the values of KEY there, one a line.
pin() {
	pinned_in=$(pin_file "$1")
	sed -n "s/^$2[[:space:]]*=[[:space:]]*//p" "$pinned_in"
}

# parts_in FILE: the Debian packages that a pin names, a line each: PACKAGE VERSION SUITE. The first is what the package is made
# from; the files of each begin with its name and an underscore.
parts_in() {
	awk '$2 != "=" { next }
		$1 == "with" { with = with "\n" $3 " " $4 " " $5; next }
		{ value[$1] = $3 }
		END { print value["package"], value["version"], value["suite"] with }' "$1"
}

# ini_value FILE SECTION KEY: the value, without its comment; nothing when it is not there.
ini_value() {
	awk -v section="[$2]" -v key="$3" '
		/^\[/ { inside = $1 == section; next }
		inside && index($0, "=") {
			name = value = $0
			sub(/[ \t]*=.*/, "", name)
			sub(/^[^=]*=[ \t]*/, "", value)
			sub(/[ \t]+;.*|[ \t]+$/, "", value)
			if (name == key) print value
		}' "$1"
}

# compiled_in WHAT FOLDER: refuses a folder in whose path make cannot compile.
compiled_in() {
	[ -z "$(printf '%s' "$2" | tr -d 'A-Za-z0-9/._+@=,~\200-\377-')" ] ||
		die "$1 is compiled, and make cannot do that in $(printf '%s' "$2" | tr -c '[:print:]' '?')" \
			"No name on the way to it may hold more than letters, digits and . _ + @ = , ~ -"
}

# roles_of SITE NAME...: the folders of the named roles, a line each: a role beside the site, else the first along ROLE_PATH.
roles_of() {
	site_of_roles=$1
	shift
	for role_name; do
		for role_place in "$site_of_roles/roles" $(echo "$ROLE_PATH" | tr : ' '); do
			[ -e "$role_place/$role_name/role.conf" ] || continue
			role_folder=$(cd "$role_place/$role_name" && pwd)
			compiled_in "role $role_name" "$role_folder"
			printf '%s\n' "$role_folder"
			continue 2
		done
		die "there is no role $role_name" "looked in $site_of_roles/roles and $ROLE_PATH"
	done
}
