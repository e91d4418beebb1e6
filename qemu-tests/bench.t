#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: unit
# The cold run is measured from nothing to the roles' answers, ended as by Ctrl-C, and no figure comes of one that failed. Shown on a
# tree whose `make run` is a stub.
set -eu
. "$(dirname "$0")/lib.sh"

project=$work/project
mkdir -p "$project/bench" "$project/qemu-tests"
cp "$top/bench/cold" "$project/bench/"
cp "$tests/lib.sh" "$project/qemu-tests/"
# Two seconds of work, then it serves until somebody presses Ctrl-C.
cat >"$project/slow" <<'END'
#!/bin/sh
trap 'echo pressed >>"$RESULT"; exit 0' INT
{ ls -A "$HOME" && pwd && env | grep -E '^(XDG_CACHE_HOME|OUT)='; } >"$RESULT"
sleep 2
echo "$WORDS"
[ -n "$WORDS" ] || exit 1
while :; do sleep 0.1; done
END
chmod +x "$project/slow"
printf 'run:\n\t@./slow\n' >"$project/Makefile"
git -C "$project" init -q
git -C "$project" add -A
git -C "$project" -c user.name=a -c user.email=a@example.net commit -qm one
echo changed >"$project/not-committed"

# cold WORDS: measures a run that says so.
cold() {
	env WORDS="$1" RESULT="$work/result" XDG_CACHE_HOME="$work/full" OUT="$work/out" "$project/bench/cold" >"$work/said" 2>"$work/words"
}
ok "a cold run is measured" cold 'All roles answer'
ok "in seconds" has "$work/said" '^run-cold [2-9] s$'
is "it began with an empty home and no cache, in a folder of its own" "$(sed "s|^$work/out/.*/clone\$|clone|; s|^$work/.*/clone\$|clone|" \
	"$work/result" | head -n 1)" clone
is "and was ended as by Ctrl-C" "$(tail -n +2 "$work/result" | sort -u)" pressed
ok "a run in which nothing answers is a failure" not cold ''
is "and no figure" "$(cat "$work/said")" ''
ok "its last words are shown" has "$work/words" 'Error 1'
is "a promise is made of it" "$("$top/scripts/promise" run-cold) $("$top/scripts/promise" run-cold unit)" "1500 s"
ok "it is not among what make bench measures unasked" not grep -q 'set -- .*cold' "$top/scripts/bench"
done_testing
