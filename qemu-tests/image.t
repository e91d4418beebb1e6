#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: image
# Facts about built images: exactly the files that were asked for, static and hardened programs, no secret and no path of the
# builder, no more bytes than promised, and true papers beside them; and the kernel has what machines need that no test here can be.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"

# promised NAME: the limit of a line in SPECIFICATION.md's table, as a plain number.
promised() { "$top/scripts/promise" "$1"; }

# unpack IMAGE FOLDER: the files of both parts of the initrd. Device nodes are for root.
unpack() {
	mkdir -p "$2"
	zstd -qdc "$1/whit.initrd" >"$work/cpio"
	(cd "$2" && cpio --quiet -id -f dev/console && cpio --quiet -id) <"$work/cpio"
}

# files_of IMAGE: kind, mode, owner and path of every entry.
files_of() { grep -v '^#' "$1/manifest.txt" | awk '{ $4 = $5 = ""; print }' | tr -s ' '; }

programs_of() { find "$1" -type f | while read -r file; do
	case $(head -c 4 "$file" | od -An -c) in *E*L*F*) echo "$file" ;; esac
done; }

# chosen_roles IMAGE
chosen_roles() { sed -n 's/^# Whit .*roles: \([^;]*\);.*/\1/p' "$1/manifest.txt"; }

# symbols_of ROLE_DIR: what its kernel.config switches on, as the kernel's configuration says it.
symbols_of() { sed -n 's/^\(CONFIG_[A-Za-z0-9_]*=[^n ][^ ]*\).*/\1/p' "$1/kernel.config"; }

# is_hardened PROGRAM: static and position independent, relocations read-only from the start, no executable stack, no symbols.
is_hardened() {
	readelf -Wld "$1" >"$work/elf" &&
		not has "$work/elf" INTERP && not has "$work/elf" NEEDED && has "$work/elf" 'FLAGS_1.*NOW.*PIE' &&
		has "$work/elf" GNU_RELRO && has "$work/elf" 'GNU_STACK.* RW ' && not has "$work/elf" ' RWE '
}

for site in dns web demo; do
	image=$(image_of "$top/examples/$site")
	root=$work/$site
	unpack "$image" "$root"

	files_of "$image" >"$evidence/$site.files"
	ok "$site: the files are those of qemu-tests/golden/$site.files" diff -u "$tests/golden/$site.files" "$evidence/$site.files"
	(cd "$root" && find . -mindepth 1 | sed 's/^\.//') >"$work/found"
	awk '{ print $4 }' "$evidence/$site.files" | grep -vx /dev/console >"$work/listed"
	is "$site: the manifest lists what the initrd holds" "$(sort "$work/found")" "$(sort "$work/listed")"
	ok "$site: no setuid, no file that others may write" not grep -E '^(file|dir) ([1-7]|..[2367]|...[2367])' "$evidence/$site.files"

	for program in $(programs_of "$root"); do
		ok "$site: ${program#"$root"} is static-pie with relro and no executable stack" is_hardened "$program"
	done
	ok "$site: no path of the builder" not grep -rlFe "$top" -e "$cache" -e "$out" "$root"
	ok "$site: no private key" not grep -rlE -e '-----BEGIN [A-Z ]*PRIVATE KEY-----.?[A-Za-z0-9+/]{20}' "$root"
	ok "$site: no shell" not test -e "$root/bin/sh"
	is "$site: another initrd may follow, for its length is a multiple of 4" $(($(stat -c %s "$image/whit.initrd") % 4)) 0
	ok "$site: SHA256SUMS is true" sh -c "cd '$image' && sha256sum --quiet -c SHA256SUMS"
	ok "$site: the bill of materials is JSON and names every package" sh -c "
		perl -MJSON::PP -0777 -ne 'decode_json(\$_)' '$image/sbom.cdx.json' &&
		sed -n 's/^# package \([^ ]*\) .*/\1/p' '$image/manifest.txt' | while read -r name; do
			grep -q \"\\\"\$name\\\"\" '$image/sbom.cdx.json' || exit 1
		done"
done

# What the licences ask for, of the demo's image. Only its manifest is at hand: the rest is what it was made from.
image=$(image_of "$top/examples/demo")
mkdir -p "$work/out/images/demo"
cp "$image/manifest.txt" "$work/out/images/demo/"
ok "the sources of an image can be bundled" env OUT="$work/out" "$top/scripts/sources-bundle" "$top/examples/demo"
tar -tf "$work/out/images/demo/whit-sources.tar" >"$work/bundled"
tar -C "$work" -xf "$work/out/images/demo/whit-sources.tar" whit-sources/licences whit-sources/kernel.config
kernel=$("$top/scripts/kernel" --path vm "$top/roles/dns" "$top/roles/http")
ok "the kernel whose configuration is there is the image's" cmp "$kernel/vmlinuz" "$image/whit.vmlinuz"
ok "its configuration is the kernel's" cmp "$kernel/config" "$work/whit-sources/kernel.config"
sed -n 's/^# package \([^ ]*\) .*/\1/p' "$image/manifest.txt" >"$work/packages"
at_least "packages in it" "$(wc -l <"$work/packages")" 10
while read -r name; do
	pin=$("$top/scripts/fetch" --source "$name")
	is "the sources of $name" "$(sed -n "s|^whit-sources/sources/$name/\(..*\)|\1|p" "$work/bundled" | sort | xargs)" \
		"$({ basename "$pin" && sed -n 's/^file *= *\([^ ]*\) .*/\1/p' "$pin"; } | sort | xargs)"
	ok "the licence of $name, and its text" test -s "$work/whit-sources/licences/$name/expression" -a \
		-n "$(find "$work/whit-sources/licences/$name" -type f -size +0 ! -name expression)"
done <"$work/packages"
rm -r "$work/out"

# What is not chosen is not there.
ok "dns alone: nothing of http" not grep -Eq 'nginx|/roles/http| http' "$evidence/dns.files"
ok "http alone: nothing of dns" not grep -Eq 'knot|kzone|/roles/dns' "$evidence/web.files"
for site in dns web; do
	image=$(image_of "$top/examples/$site")
	chosen=$(chosen_roles "$image")
	# shellcheck disable=SC2046,SC2086
	kernel=$("$top/scripts/kernel" --path vm $(printf "$top/roles/%s\n" $chosen))
	for role in "$top"/roles/[!_]* "$tests/roles/symbol"; do
		name=$(basename "$role")
		case " $chosen " in *" $name "*) continue ;; esac
		[ -e "$role/kernel.config" ] || continue
		symbols_of "$role" >"$work/symbols"
		ok "role $name asks for kernel symbols" test -s "$work/symbols"
		ok "$site: none of them is in its kernel" not grep -qxFf "$work/symbols" "$kernel/config"
	done
done

# And what is chosen is: the configuration that role symbol gets.
symbols_of "$tests/roles/symbol" >"$work/symbols"
"$top/scripts/kernel" --config-only vm "$top/roles/dns" >"$work/without"
"$top/scripts/kernel" --config-only vm "$top/roles/dns" "$tests/roles/symbol" >"$work/with"
is "a role's kernel symbols are there when it is chosen" "$(grep -xFf "$work/symbols" "$work/with")" "$(cat "$work/symbols")"
ok "and only then" not grep -qxFf "$work/symbols" "$work/without"
ok "which is another kernel" not test "$("$top/scripts/kernel" --key vm "$top/roles/dns" "$tests/roles/symbol")" = \
	"$("$top/scripts/kernel" --key vm "$top/roles/dns")"

# Sizes, of kernel and initrd together.
for platform in vm universal; do
	for site in dns demo; do
		image=$(image_of "$top/examples/$site" PLATFORM=$platform)
		at_most "$site on $platform" "$(cat "$image/whit.vmlinuz" "$image/whit.initrd" | wc -c)" \
			"$(promised "size-$platform-$site")" bytes
	done
done

# The kernel that was built: what machines need that no test here can be, and the firmware files that its drivers ask for.
kernel=$("$top/scripts/kernel" --path universal "$top/roles/dns")
sed -n 's/^CONFIG_[A-Z0-9_]*$/&=y/p' "$tests/golden/universal.symbols" >"$work/symbols"
at_least "symbols that universal must have" "$(wc -l <"$work/symbols")" 100
is "universal has them all: without" "$(grep -vxFf "$kernel/config" "$work/symbols" | paste -sd' ')" ""

# kernel_strings: of the kernel behind its decompressor.
kernel_strings() {
	LC_ALL=C grep -aboP '\x28\xb5\x2f\xfd' "$kernel/vmlinuz" | cut -d: -f1 | while read -r at; do
		tail -c +$((at + 1)) "$kernel/vmlinuz" | zstd -qdc 2>/dev/null >"$work/vmlinux" || true
		[ "$(stat -c %s "$work/vmlinux")" -lt 10000000 ] || strings "$work/vmlinux"
	done
}
# (Microcode is the board's.)
kernel_strings | grep -xE '[a-z0-9_./-]+/[A-Za-z0-9_.-]+[.](fw|bin|pkg|mfw|ucode|hex|dat)' |
	grep -vE '^(kernel/x86/microcode|amd-ucode)/' | sort -u >"$evidence/firmware"
awk -F ' *[|] *' '/^## / { cards = /Network/ } cards && $5 ~ /^`/ { split($5, part, "`"); print part[2] }' "$top/docs/hardware.md" |
	sed 's/[.]/[.]/g; s/[*]/.*/' >"$work/patterns"
at_least "firmware files that its drivers ask for" "$(wc -l <"$evidence/firmware")" 30
is "docs/hardware.md names all of them: not" "$(grep -vxf "$work/patterns" "$evidence/firmware" | paste -sd' ')" ""
is "and no others: but" "$(while read -r pattern; do grep -qx "$pattern" "$evidence/firmware" || echo "$pattern"; done <"$work/patterns" | paste -sd' ')" ""
done_testing
