#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# The ISO's menu, with keys: on the serial port it installs on the disk that is chosen, after a question about what is on it, and what was
# installed starts from that disk. Once more on that one: its /data stays or goes, as one says, and with another word nothing is written.
# Under UEFI a key of the keyboard does.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/media.sh"
need_lab
export PATH="$PATH:/sbin:/usr/sbin"

image=$(image_of "$tests/sites/both" PLATFORM=universal FORMATS=iso)
truncate -s 2G "$work/disk"
mke2fs -q -F "$work/disk" # somebody's
disk="-drive if=none,id=target,format=raw,file=$work/disk -device nvme,drive=target,serial=N1"

# types TEXT PATTERN: waits for the console's question, and answers it.
types() { machine_says "$2" 120 && machine_type_in "$1"; }

# menu KEYS: starts from the CD, with keys for its menu.
menu() {
	machine_boot="$(bios) $(as_cd "$image/whit.iso") $disk"
	machine_serial=typed
	machine_start "$image"
	machine_says 'Install Whit' 60 && machine_type_in "$1"
}

menu s
ok "the menu for the serial port" wait_for "[ \$(grep -c 'Install Whit' '$(machine_console)') -ge 2 ]" 20
machine_type_in i
ok "it asks where" machine_says 'Number of the disk' 120
ok "it names the disk" has "$(machine_console)" '1  /dev/nvme0n1 .*2048 MiB.*N1.*something else'
ok "what the machine is made of" types 'h\r' 'Number of the disk'
ok "is shown" machine_says '^firmware: BIOS' 30
machine_type_in '1\r'
ok "it asks whether all may go" types 'yes\r' 'Type its name'
ok "yes is not the name" machine_says 'Nothing was written' 20
is "nothing was written" "$(e2fsck -fn "$work/disk" >/dev/null 2>&1; echo $?)" 0
machine_type_in '1\r'
wait_for "[ \$(grep -c 'Type its name' '$(machine_console)') -ge 2 ]" 20 || true
machine_type_in '/dev/nvme0n1\r'
ok "it is installed" machine_says 'Whit is installed on /dev/nvme0n1' 120
machine_type_in '\r'
ok "the machine starts again" machine_ended 30

data="$work/disk?offset=$((578 * 1048576))"
is "its /data has the features that cannot be had later" \
	"$(dumpe2fs -h "$data" 2>/dev/null | sed -n 's/^Filesystem features: *//p' | tr ' ' '\n' | grep -xE 'metadata_csum|quota|project|encrypt' | sort | paste -sd' ')" \
	"encrypt metadata_csum project quota"

# An entry is edited: its third line gets another word.
menu s
wait_for "[ \$(grep -c 'Install Whit' '$(machine_console)') -ge 2 ]" 20 || true
machine_type_in e
ok "the menu's editor" machine_says setparams 20
for keys in '\016\016' '\005' ' whit.hostname=no_name' '\030'; do
	sleep 1
	machine_type_in "$keys"
done
ok "a word that was added is heeded" machine_says 'command line: whit.hostname: is not a host name' 60
machine_kill

machine_serial=yes
machine_boot="$(bios) $disk,bootindex=1"
machine_start "$image"
wait_for 'dns_answers || ! machine_is_running' 180 || true
ok "from its disk: dns answers" dns_answers
ok "from its disk: http answers" wait_for http_answers 30
machine_stop || true

# Once more, on the disk that has a /data by now.
echo kept >"$work/note"
debugfs -w -R "write $work/note note" "$data" >"$work/debugfs.log" 2>&1
note_is() { debugfs -R 'cat note' "$data" 2>/dev/null; }
is "there is something in its /data" "$(note_is)" kept
cp --sparse=always "$work/disk" "$work/before"
menu s
wait_for "[ \$(grep -c 'Install Whit' '$(machine_console)') -ge 2 ]" 20 || true
machine_type_in i
ok "the installed disk: it asks where" types '1\r' 'Number of the disk'
ok "the installed disk: it asks whether /data stays" types 'yes\r' 'Type keep to keep it, or erase'
ok "the installed disk: yes is neither" machine_says 'Nothing was written' 20
ok "the installed disk: not a byte is changed" cmp "$work/before" "$work/disk"
rm "$work/before"
machine_type_in '1\r'
wait_for "[ \$(grep -c 'Type keep to keep it' '$(machine_console)') -ge 2 ]" 20 || true
machine_type_in 'keep\r'
ok "keep: it is installed" machine_says 'Whit is installed on /dev/nvme0n1' 120
machine_type_in '\r'
ok "keep: the machine starts again" machine_ended 30
is "keep: /data holds what it did" "$(note_is)" kept

# The keys are those of a keyboard.
machine_boot="$(uefi) $(as_cd "$image/whit.iso") $disk"
machine_start "$image"
ok "UEFI: the menu" machine_says 'What this machine is made of' 90
machine_command 'sendkey s'
wait_for "[ \$(grep -c 'Install Whit' '$(machine_console)') -ge 2 ]" 20 || true
machine_command 'sendkey h'
ok "UEFI: keys of the keyboard start the report" machine_says '^nvme0n1 .*2.0 GiB' 120
ok "UEFI: and then it asks" types '1\r' 'Number of the disk'
ok "erase: it asks whether /data stays" types 'erase\r' 'Type keep to keep it, or erase'
ok "erase: it is installed" machine_says 'Whit is installed on /dev/nvme0n1' 120
machine_type_in '\r'
ok "erase: the machine starts again" machine_ended 30
is "erase: /data is there, and empty" "$(debugfs -R 'ls -p /' "$data" 2>/dev/null | cut -d/ -f6 | grep -v '^$' | paste -sd' ')" ". .. lost+found"
done_testing
