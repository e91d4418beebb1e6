#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: unit
# `make soak` builds everything twice: the second time in another folder, without a network, every format for one site; and a byte
# that differs is a failure. Shown on a tree whose `image` is a stub; reproducible.t does a sample of the real thing.
set -eu
. "$(dirname "$0")/lib.sh"

project=$work/project
export XDG_CACHE_HOME="$work/cache" OUT="$work/out" LOG="$work/log"
mkdir -p "$project/scripts" "$XDG_CACHE_HOME/whit"
cp "$top/scripts/lib.sh" "$top/scripts/build-twice" "$project/scripts/"
# shellcheck disable=SC2016 # the stub expands
printf '%s\n' '#!/bin/sh' 'mkdir -p "$XDG_CACHE_HOME/whit/sources/zlib" && echo source >"$XDG_CACHE_HOME/whit/sources/zlib/file"' \
	>"$project/scripts/fetch"
# What it makes, and a line: place, network devices, sources at hand, platform, site, formats, size of disks.
cat >"$project/scripts/image" <<'END'
#!/bin/sh
case $0 in */project-elsewhere/*) place=there ;; *) place=here ;; esac
site=${1##*/} built=$XDG_CACHE_HOME/whit
echo "$place $(sed '1,2d; s/:.*//' /proc/net/dev | xargs | tr ' ' +) $(cat "$built/sources/zlib/file") $PLATFORM $site $DISK_SIZE $FORMATS" >>"$LOG"
mkdir -p "$IMAGE_DIR" "$built/packages/zlib-1" "$built/kernels/$PLATFORM-1"
for format in $FORMATS; do echo "$site ${DIFFERS:+$place}" >"$IMAGE_DIR/whit.$format"; done
[ "${ONLY-}" != $place ] || echo more >"$IMAGE_DIR/whit.more"
echo "library" >"$built/packages/zlib-1/file"
echo "kernel ${KERNEL:+$place}" >"$built/kernels/$PLATFORM-1/vmlinuz"
END
chmod +x "$project/scripts/image" "$project/scripts/fetch"
git -C "$project" init -q
git -C "$project" add -A
git -C "$project" -c user.name=a -c user.email=a@example.net commit -qm one

# twice [NAME=VALUE...]: what it says is in $work/said.
twice() {
	rm -rf "$LOG" "$OUT"
	env "$@" "$project/scripts/build-twice" >"$work/said" 2>"$work/words"
}

ok "what comes out the same is a success" twice SAME=yes
ok "nothing else is said" not grep -q '^not ok' "$work/said"
is "as many results as planned" "$(tail -n 1 "$work/said")" "1..$(grep -c '^ok ' "$work/said")"
is "each image is built here and there" "$(cut -d' ' -f1,4,5 "$LOG" | xargs)" "$(for platform in vm universal; do
	for site in dns web demo; do echo "here $platform $site there $platform $site"; done
done | xargs)"
is "the demo site on universal in every format, the others for the network" "$(cut -d' ' -f1,4-6,7- "$LOG" | grep -v ' 1G pxe$')" \
	"$(for place in here there; do echo "$place universal demo 1G pxe iso disk qcow2 vhdx vmdk uki oci"; done)"
is "which are all there are" "$(sed -n 's/.* universal demo 1G //p' "$LOG" | tail -n 1 | tr ' ' '\n' | sort | xargs)" \
	"$(find "$top/scripts" -name 'image-*' ! -name image-kernel | sed 's/.*image-//' | sort | xargs)"
for result in 'image|whit.oci' 'package|packages/zlib-1' 'kernel|kernels/universal-1'; do
	ok "a result for each ${result%|*}" has "$work/said" "^ok [0-9]+ - .*${result#*|}$"
done
if has "$work/said" '^ok 1 - .*no network # SKIP'; then
	skip "the second time there is no network" "this machine does not let us cut it"
else
	is "the second time there is no network" "$(sed -n 's/^there \([^ ]*\) .*/\1/p' "$LOG" | sort -u)" lo
fi
is "but all sources are there" "$(cut -d' ' -f3 "$LOG" | sort -u)" source

ok "an image that differs is a result of its own" twice DIFFERS=yes
ok "by its name" has "$work/said" '^not ok [0-9]+ - demo on universal: whit\.vhdx$'
twice ONLY=there
ok "so is a file that is only in one" has "$work/said" '^not ok [0-9]+ - dns on vm: '
twice KERNEL=yes
ok "and a kernel" has "$work/said" '^not ok [0-9]+ - kernels/vm-1$'
done_testing
