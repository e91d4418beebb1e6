#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: image
# Packages are built again when, and only when, what they are made of changed; without a network; to the same bytes
# wherever it happens; and every program in them is static and hardened.
. "$(dirname "$0")/lib.sh"

# A copy of what keys are computed from, to change at will.
project=$work/project
fresh_project() {
	rm -rf "$project"
	mkdir "$project"
	cp -a "$top/scripts" "$top/packages" "$project/"
	"$project/scripts/package-graph" | cut -d' ' -f1,2 | sort >"$work/before"
}

# changed: the packages whose keys are not what they were.
changed() {
	"$project/scripts/package-graph" | cut -d' ' -f1,2 | sort | comm -13 "$work/before" - | cut -d' ' -f1 | xargs
}

fresh_project
packages=$(cut -d' ' -f1 "$work/before" | xargs)
is "nothing changed: no key changes" "$(changed)" ""
echo '# a change' >>"$project/packages/pcre2/recipe"
is "a changed recipe: that package and what stands on it" "$(changed)" "nginx pcre2"
fresh_project
echo 'a word' >>"$project/packages/pcre2/README.md"
is "a changed README: nothing" "$(changed)" ""
fresh_project
mkdir -p "$project/packages/gmp/patches"
echo '--- a' >"$project/packages/gmp/patches/new.patch"
is "a new patch: all that stands on it" "$(changed)" "gmp gnutls knot nettle"
fresh_project
sed -i 's/^version = .*/&1/' "$project/packages/lmdb/source"
is "another version: that package and what stands on it" "$(changed)" "knot lmdb"
fresh_project
echo '# a change' >>"$project/scripts/compiler"
is "another compiler wrapper: everything" "$(changed)" "$packages"
fresh_project
mkdir "$work/bin"
printf '#!/bin/sh\necho gcc version 99 >&2\n' >"$work/bin/gcc"
chmod +x "$work/bin/gcc"
is "another gcc: everything" "$(PATH=$work/bin:$PATH changed)" "$packages"

ok "an unknown package is refused" not "$project/scripts/package-graph" no-such-package
sed -i 's/^depends=.*/depends="knot"/' "$project/packages/gmp/recipe"
"$project/scripts/package-graph" knot >"$work/circle" 2>&1 || true
ok "a circle of packages is refused by name" grep -q 'packages/knot/recipe: depends on itself' "$work/circle"

# Processor time, not the clock's: other tests may run beside this one.
(
	"$top/scripts/package-graph" >"$work/all"
	times >"$work/times"
)
at_most "processor time for all keys" "$(tail -n 1 "$work/times" | tr 'ms' '  ' | awk '{ print $2 + $4 }')" 0.5 s

# count FILE...: how many there are.
count() { echo $#; }

# Real builds of a small package, in caches of their own that hold just musl and the sources.
# build_in CACHE_HOME NAME [PROJECT]: says what the build says.
build_in() {
	home=$1
	if [ ! -d "$home/whit" ]; then
		mkdir -p "$home/whit/packages"
		ln -s "$cache/sources" "$home/whit/sources"
		cp -a "$("$top/scripts/package" --path musl)" "$home/whit/packages/"
	fi
	XDG_CACHE_HOME=$home unshare -rn "${3:-$top}/scripts/package" "$2"
}

"$top/scripts/packages" musl
fresh_project
ok "zlib builds without a network and without rights" build_in "$work/one" zlib "$project"
ok "and in another place" build_in "$work/another-place" zlib "$project"
one=$(XDG_CACHE_HOME=$work/one "$project/scripts/package" --path zlib)
other=$(XDG_CACHE_HOME=$work/another-place "$project/scripts/package" --path zlib)
ok "to the same bytes, names and modes" diff -r --exclude=log "$one" "$other"
ok "its licence and version stand in it" grep -q '^1:1\.3.* pinned$' "$one/.whit/version"
ok "nothing is left of the build" test -z "$(ls "$work/one/whit/build")"

echo '# a change' >>"$project/packages/zlib/recipe"
build_in "$work/one" zlib "$project"
is "a changed recipe makes a second tree beside the first" "$(count "$work/one/whit/packages/zlib-"*)" 2

sed -i 's/^\tmake libz.a/\techo the reason; false/' "$project/packages/zlib/recipe"
ok "a build that fails is a failure" not build_in "$work/one" zlib "$project"
build_in "$work/one" zlib "$project" >"$work/said" 2>&1 || true
ok "it names the package" grep -q 'package zlib did not build' "$work/said"
log=$(sed -n 's/.*the last lines of \(.*\):/\1/p' "$work/said")
ok "and the log" test -s "$log"
ok "and shows its end" grep -q 'the reason' "$work/said"
is "and leaves no tree" "$(count "$work/one/whit/packages/zlib-"*)" 2

# Every program of every package that is built.
# hardened PROGRAM: complains about each promise that it breaks.
hardened() {
	headers=$(readelf -hldSW "$1" 2>/dev/null)
	says() { printf '%s\n' "$headers" | grep -qE "$1"; }
	says 'Type: +DYN' || echo "is not position independent"
	! says 'INTERP|\(NEEDED\)' || echo "is not static"
	says 'GNU_RELRO' || echo "has no relro"
	says 'FLAGS.*NOW' || echo "does not bind at start"
	says 'GNU_STACK.* RW +0x' || echo "has an executable stack"
	! says ' RWE ' || echo "has memory that is writable and executable"
	! says '\.symtab' || echo "is not stripped"
	! grep -qF -e "$cache" -e "$HOME/" "$1" || echo "holds a path of the build"
}

ok "the host's own programs would be complained about" test -n "$(hardened /bin/ls)"

programs=0
while read -r name key _; do
	tree=$cache/packages/$name-$key
	[ -d "$tree/usr" ] || continue
	for program in "$tree"/usr/bin/* "$tree"/usr/sbin/*; do
		{ [ -f "$program" ] && [ ! -L "$program" ]; } || continue
		programs=$((programs + 1))
		is "${program##*/} is static and hardened" "$(hardened "$program")" ""
	done
done <"$work/all"
at_least "programs looked at" "$programs" 1 programs

# Binary packages: what they load is in them, and nothing else.
"$top/scripts/packages" ksmbd-tools
cp -r "$("$top/scripts/package" --path ksmbd-tools)/usr/lib/ksmbd-tools" "$work/binary"
chmod -R u+w "$work/binary"
closure_says() { "$top/scripts/closure" "$work/binary" 2>"$work/closure"; }
ok "ksmbd-tools has the libraries it loads" "$top/scripts/closure" "$work/binary"
ok "and they fit each other" "$work/binary/lib/ld-linux-x86-64.so.2" --library-path "$work/binary/lib" \
	"$work/binary/ksmbd.mountd" --version
cp "$work/binary/lib/libm.so.6" "$work/binary/lib/libmore.so.1"
ok "one too many is refused" not closure_says
ok "by name" grep -q 'has and does not need: libmore.so.1' "$work/closure"
rm "$work/binary/lib/libmore.so.1" "$work/binary/lib/libpcre2-8.so.0"
ok "a missing one is refused, though only a library needs it" not closure_says
ok "by name" grep -q 'needs and has not: libpcre2-8.so.0' "$work/closure"

# The compiler itself.
sysroot=$("$top/scripts/sysroot" musl)
PATH=$sysroot/bin:$PATH
cat >"$work/relro.c" <<'PROGRAM'
#include <stdio.h>
static const char *const table[] = { "one", "two" };
int main(int argc, char **argv)
{
	(void)argv;
	puts(table[argc - 1]);
	if (argc > 1)
		*(const char **)(&table[1]) = "three";
	puts("alive");
	return 0;
}
PROGRAM
ok "the compiler makes a program" whit-cc -o "$work/relro" "$work/relro.c"
is "that runs on the host" "$("$work/relro" | xargs)" "one alive"
ok "and is static and hardened without being told" test -z "$(hardened "$work/relro" | grep -v stripped)"
ok "a relocated constant cannot be written" not "$work/relro" write
echo 'int one(void) { return 1; }' >"$work/one.c"
ok "a shared object cannot be made" not whit-cc -shared -o "$work/one.so" "$work/one.c"
ok "the host's libraries are refused" not whit-cc -L/usr/lib -o "$work/relro" "$work/relro.c"
done_testing
