#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Role journal: lines outlive the machine, in files that never grow beyond their size; killed, it goes on where it was; a full disk
# delays nobody and loses the oldest; what is no line of ours is left out by `whit logs --kept`, and counted.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

make -s -C "$top/init" CC=gcc O="$work/programs" ROLES="$top/roles/journal" roles >"$work/make.log" 2>&1 ||
	{ sed 's/^/# /' "$work/make.log"; exit 1; }
files=$root/data/journal

# journal [LINE...]: the role as it is, but for its user, with [journal] LINE... in the site.
journal() {
	mkdir -p "$root/roles/journal"
	ln -sfn /data/journal "$root/etc/whit/kept"
	cp "$work/programs/roles/journal/render" "$work/programs/roles/journal/journal" "$root/roles/journal/"
	sed '/^uid/s/203/0/; /^group/d' "$top/roles/journal/role.conf" >"$root/roles/journal/role.conf"
	printf '[journal]\n' >>"$root/site/site.conf"
	for line; do printf '%s\n' "$line" >>"$root/site/site.conf"; done
}
kept() { whit logs --kept "$@"; }
kept_in_order() { kept | cut -c1-25 | sort -c; }
restart() {
	shut_down
	kill_init
	boot
}

# 1. Two boots.
journal
role web
service daemon '--say first_boot --notify' 'ready = notify'
boot
ok "the lines of a service are kept" wait_for 'kept web | grep -q "Z web.daemon: first_boot$"' 10
ok "init's from the first one on" wait_for 'kept whit | head -n 1 | grep -q "Z whit: whit 0 .namespace. starts"' 10
signal 9 "$(pid_of journal journal)"
ok "killed" says 'journal died .signal 9'
ok "it is back" wait_for '[ "$(state_of journal journal)" = ready ]' 10
whit restart web
ok "and goes on" wait_for '[ "$(kept web | grep -c first_boot)" = 2 ]' 10
is "no line of init's stands twice" "$(kept whit | sort | uniq -d | wc -l)" 0
is "none is missing" "$(kept --json whit | jq -s '[.[].number] | . == [range(length)]')" true
sed -i s/first_boot/second_boot/ "$root/roles/web/role.conf"
restart
ok "the next boot's are kept behind them" wait_for 'kept web | grep -q second_boot' 10
is "those of both boots are there" "$(kept web | awk '{ print $3 }' | uniq | tr '\n' ' ')" "first_boot second_boot "
ok "the last words of the first too" sh -c "grep -q 'whit: .*web: daemon stopped\|daemon stopped' '$files/lines.log'"
ok "each line is a message of RFC 5424" not grep -qvE \
	'^<[0-9]+>1 20[0-9-]+T[0-9:.]+Z [a-z]+ [a-z.]+ - - \[meta sequenceId="[0-9]+"\] ' "$files/lines.log"
is "--json tells all of a line" "$(kept --json web | jq -r 'select(.text == "second_boot") |
	"\(.source) \(.severity) \(.number) \(.time[0:2]) \(has("uptime"))"')" "web.daemon 6 0 20 false"
is "--since leaves out what is older" "$(kept --since 2099-01-01T00:00:00Z | wc -l)" 0
code=0
kept -f >"$work/both" 2>&1 || code=$?
is "-f with it is a mistake" "$code" 2
shut_down
kill_init

# 2. A file that was damaged; the bytes of a terminal's commands.
printf 'no line\n\000\001\n<30>1 2026-11-22T19:03:55Z h evil - - [meta sequenceId="1"] \033[2J\n<30>1 x' >>"$files/lines.log"
boot
ok "a line that was cut is ended" wait_for 'kept web 2>/dev/null | grep -c second_boot | grep -qx 2' 10
kept evil >"$work/evil" 2>"$work/damage"
is "no byte commands the terminal" "$(sed 's/.*evil: //' "$work/evil")" '?[2J'
is "what is no line is counted" "$(cat "$work/damage")" "whit: 3 damaged lines left out"
head -c 9999 /dev/zero | tr '\0' x >"$files/lines.log.1"
mkfifo "$files/lines.log.2"
ln -s /etc/whit/plan "$files/lines.log.3"
kept evil >"$work/evil" 2>"$work/damage"
is "a line without an end, a pipe and a link harm nobody" "$(cat "$work/damage")" "whit: 10 damaged lines left out"
rm -f "$files"/lines.log.?
shut_down
kill_init

# 3. Sizes: eight files that are nearly full.
fresh_root
journal 'size = 1M'
role web
service daemon '--flood 190 --say the_newest --notify' 'ready = notify'
mkdir -p "$files"
awk -v files="$files" 'BEGIN {
	for (age = 7; age >= 0; age--)
		for (bytes = 0; bytes < 128 * 1024 - 200; bytes += length(line) + 1) {
			line = sprintf("<30>1 2001-01-01T00:%02d:%02d.%06dZ h old - - [meta sequenceId=\"%d\"] file %d", 10 - age,
				n / 1000 % 60, n % 1000, ++n, age)
			print line >(files "/lines.log" (age ? "." age : ""))
		}
}'
boot
ok "the newest file makes place for another" wait_for 'kept web | tail -n 1 | grep -q the_newest' 10
at_most "all files together" "$(cat "$files"/lines.log* | wc -c)" 1048576 bytes
is "there are eight" "$(find "$files" -name 'lines.log*' | wc -l)" 8
is "the oldest is gone" "$(kept old | head -n 1 | cut -d' ' -f2-)" "old: file 6"
is "the others are there" "$(kept old | cut -d' ' -f2- | uniq | tr -dc 0-9)" 6543210
ok "their lines come in order" kept_in_order
shut_down
kill_init

# 4. A disk that is full. small_disk SIZE: where the role writes; it is started again there.
mount_small() { nsenter --target "$init_pid" --user --mount --preserve-credentials mount -t tmpfs -o "$1" small "$files"; }
small_disk() {
	mount_small "size=$1" && whit restart journal
	wait_for '[ "$(state_of journal journal)" = ready ]' 10
}
fresh_root
journal 'size = 1M'
role web
service daemon '--flood 190 --say the_newest --notify' 'ready = notify'
boot
ok "kept on a small disk" small_disk 300k
for _ in 1 2 3 4 5 6 7 8 9; do
	whit restart web
	sleep 0.3
done
sleep 4 # its lines are welcome again: 50 a second
whit restart web
ok "a full one: the newest lines are there" wait_for '[ "$(kept web | tail -n 1 | cut -d" " -f2-)" = "web.daemon: the_newest" ]' 10
is "the oldest are not" "$(kept whit | grep -c 'starts$')" 0
ok "nothing was refused" not has "$console" 'lines are not kept'
sed -i 's/^size.*/size = 32M/' "$root/site/site.conf"
ok "when there is nothing old to remove" small_disk 4k
sleep 2
whit restart web
ok "that is said" says 'journal: lines are not kept: No space left on device'
whit restart web
is "once" "$(count 'lines are not kept')" 1
is "beside all that it did not die" "$(count 'journal died')" 0
mount_small remount,size=4M
ok "when there is room again: said too" says 'journal: lines are kept again; [0-9]+ were not'
ok "the machine shuts down" shut_down
done_testing
