#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: unit
# Lists of system calls: what is wrong with one is said with its line, and what is not listed kills.
set -eu
. "$(dirname "$0")/lib.sh"
compile=$out/tests/seccomp-compile
[ -x "$compile" ] || skip_all "out/tests/seccomp-compile is missing: make -C init O=\$PWD/out/tests tests"

# refused LINE WORDS: a list with this line is refused with these words.
refused() {
	printf '# a list\nexecve # starts\n%s\n' "$1" >"$work/list"
	ok "refused: $1" sh -c "! '$compile' '$work/list' '$work/filter' 2>'$work/said'"
	ok "because it $2" has "$work/said" "^$work/list:3: .*$2"
	ok "and nothing is made" test ! -e "$work/filter"
}

for list in "$top"/roles/*/seccomp* "$top"/rootfs/services/*.seccomp; do
	ok "a filter: ${list#"$top"/}" "$compile" "$list" "$work/filter"
done
for service in "$top"/rootfs/services/*.conf; do
	ok "a list there is for each of the system's services: $(basename "$service" .conf)" test -s "${service%.conf}.seccomp"
done
rm -f "$work/filter"
refused 'opne' 'is not the name of a system call'
refused 'ptrace' 'needs a `# reason`'
refused 'ptrace #' 'needs a `# reason`'
refused 'read 6 == 1' 'number of an argument'
refused 'read 0 = 1' 'is no comparison'
refused 'socket 0 == AF_MARS # a reason' 'compared with nothing'
refused 'mmap 2 & PROT_EXEC < 1' 'after a mask'
refused 'deny getpid # a reason' 'needs an error'
echo read >"$work/list"
ok "a list without execve is refused" sh -c "'$compile' '$work/list' '$work/filter' 2>&1 | grep -q 'execve is not listed'"
ok "a list that is not there is named" sh -c "'$compile' '$work/none' '$work/filter' 2>&1 | grep -q '$work/none: No such file'"

# What a program of this host's libc needs, more than one of musl's.
{
	cat "$top/roles/http/seccomp"
	printf '%s\n' rseq readlinkat 'ioctl 1 == 0x5401 # isatty()'
} >"$work/host"

# runs LIST STUB-ARGUMENTS...: prints the exit code of a static program under it.
runs() {
	"$compile" "$1" "$work/filter" || return
	shift
	code=0
	"$out/tests/under-seccomp" "$work/filter" "$out/tests/stub-daemon" "$@" >/dev/null 2>&1 || code=$?
	echo $code
}
is "a program with all it needs runs" "$(runs "$work/host" --say hello --exit 7)" 7
sed '/^writev\{0,1\}$/d' "$work/host" >"$work/mute"
is "one that makes another call is killed" "$(runs "$work/mute" --say hello --exit 7)" 159
sed 's/^writev\{0,1\}$/deny & EPERM # it is to be silent/' "$work/host" >"$work/silent"
is "or refused, as its list says" "$(runs "$work/silent" --say hello --exit 7)" 7
sed 's/^socket 0 == AF_UNIX.*//' "$work/host" >"$work/inet"
is "arguments count" "$(runs "$work/inet" --notify --exit 7)" 159
head -c 12 "$work/filter" >"$work/half"
ok "half a filter starts nothing" sh -c "! '$out/tests/under-seccomp' '$work/half' '$out/tests/stub-daemon' --exit 0"
done_testing
