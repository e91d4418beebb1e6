#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: image
# The same project in another folder, at another time, by another user, with another locale, time zone and umask, and
# without any network, makes the same bytes: of all formats, for PLATFORM=universal, with a disk of the usual size. A sample: our
# programs, bundle, initrd and papers are built anew, packages and kernel come from the cache (`make soak` builds those twice as well).
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"

SOURCE_DATE_EPOCH=1700000000
export SOURCE_DATE_EPOCH
formats="pxe iso disk qcow2 vhdx vmdk uki oci"
first=$(image_of "$top/examples/demo" PLATFORM=universal SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH FORMATS="$formats")

# A copy of the project and of what is built, where nobody may write but in his own folder.
there=$(mktemp -d /var/tmp/whit-elsewhere.XXXXXX)
remove_there() { rm -rf "$there"; }
at_exit remove_there
elsewhere=$there/project
mkdir -p "$elsewhere" "$there/home/.cache/whit/packages" "$there/home/.cache/whit/kernels"
(cd "$top" && git ls-files -co --exclude-standard | cpio --quiet -pd "$elsewhere")
(cd "$cache" && find sources -name unpinned | cpio --quiet -pd "$there/home/.cache/whit")
# shellcheck disable=SC2046
for tree in $("$top/scripts/package" --path $(cd "$top" && git ls-files 'packages/*/recipe' | cut -d/ -f2)); do
	[ ! -d "$tree" ] || cp -a "$tree" "$there/home/.cache/whit/packages/"
done
cp -a "$("$top/scripts/kernel" --path universal "$top/roles/dns" "$top/roles/http")" "$there/home/.cache/whit/kernels/"
chmod 755 "$there"

set -- env -i PATH="$PATH" HOME="$there/home" LANG=C.UTF-8 LC_ALL=C.UTF-8 TZ=Asia/Kathmandu \
	SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH PLATFORM=universal FORMATS="$formats" "$elsewhere/scripts/image" "$elsewhere/examples/demo"
if [ "$(id -u)" = 0 ]; then
	chown -R 65534:65534 "$there"
	set -- unshare --net setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
else
	set -- unshare --map-current-user --net "$@"
fi
(umask 077 && "$@") >"$evidence/build.log" 2>&1 || note "the build elsewhere failed: $evidence/build.log"
ok "it builds elsewhere, without root and without network" test -e "$elsewhere/out/images/demo/SHA256SUMS"

# (whit.raw is what is in whit.raw.zst, formats.t: to compare 8 GiB of nothing takes a minute.)
for file in whit.vmlinuz whit.initrd whit.pxe whit.pxe.efi whit.ipxe whit.install.initrd whit.iso whit.raw.zst whit.qcow2 whit.vhdx whit.vmdk whit.efi whit.oci.tar manifest.txt sbom.cdx.json SHA256SUMS; do
	ok "$file has the same bytes" cmp "$first/$file" "$elsewhere/out/images/demo/$file"
done
done_testing
