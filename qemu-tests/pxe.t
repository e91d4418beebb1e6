#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# The machine starts from the network until both roles answer: by BIOS, by UEFI, by iPXE; from TFTP and from HTTP, from a folder of the
# server, too; with words for this machine alone; and installs. The server is set up with the lines of docs/pxe.md. (iPXE under UEFI:
# hardware.t.)
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/media.sh"
need_lab

image=$(image_of "$tests/sites/both" PLATFORM=universal FORMATS="pxe uki")
mkdir "$work/files" "$work/dnsmasq.d"
cp "$image"/whit.* "$work/files/"
ln -s . "$work/files/folder"
sed -n '/^```dnsmasq$/,/^```$/{/^```/!p}' "$top/docs/pxe.md" | sed "s|192\.0\.2\.1|$lab_host|; s|/srv/whit|$work/files|" >"$work/page"
at_least "docs/pxe.md has lines for dnsmasq" "$(grep -c '^dhcp-boot' "$work/page")" 4
python3 -u -m http.server 80 --bind "$lab_host" --directory "$work/files" >>"$evidence/http.log" 2>&1 &
ok "the web server serves" wait_for "curl -sf -o /dev/null http://$lab_host/whit.ipxe" 10

# serve [SED-SCRIPT]: DHCP and TFTP begin anew, with the page's lines as the script changes them.
serve() {
	sed "${1-}" "$work/page" >"$work/dnsmasq.d/pxe"
	: >"$evidence/http.log"
	lab_dhcp_stop
	lab_dhcp_start --conf-dir="$work/dnsmasq.d"
}

# boots NAME FIRMWARE ADDRESS: from the network, and then has ADDRESS.
boots() {
	machine_boot="$($2) -boot n"
	machine_start "$image"
	wait_for "dns_answers $3 || ! machine_is_running" 300 || true
	ok "$1: dns answers" dns_answers "$3"
	ok "$1: http answers" wait_for "http_answers $3" 30
}

# fetched PROTOCOL FILE...: the server gave all of them.
fetched() {
	protocol=$1
	shift
	for file; do
		case $protocol in
		tftp) has "$evidence/dhcp.log" "sent .*/$file to" ;;
		http) has "$evidence/http.log" "GET /$file HTTP/1.[01]. 200" ;;
		esac || return
	done
}

# installs NAME FIRMWARE: from the network, on a blank disk.
installs() {
	rm -f "$work/disk"
	truncate -s 2G "$work/disk"
	machine_boot="$($2) -boot n -drive if=none,id=disk,format=raw,file=$work/disk -device virtio-blk-pci,drive=disk"
	machine_start "$image"
	ok "$1: installed" machine_says 'Whit is installed on /dev/vda' 300
	ok "$1: the machine starts again" machine_ended 30
}

# words PATTERN: a machine's own words, the page's, with an address of this network.
words() {
	sed -n "/^  set words.*$1/s/^ *//p" "$top/docs/pxe.md" |
		sed "s|whit.address=[^ ]*|whit.address=10.99.0.71/24|; s|whit.gateway=[0-9.]*|whit.gateway=$lab_host|"
}

# to_install: a machine's own file, for GRUB. (The console that is named last is the one that the installer speaks on.)
to_install() { printf '%s\n' 'set words="console=tty0 console=ttyS0"' "$(sed -n '/^set install=/p' "$top/docs/pxe.md")"; }

serve '/set:ipxe/d'
boots "BIOS, GRUB" bios 10.99.0.11
ok "BIOS, GRUB: all came by TFTP" fetched tftp whit.pxe whit.vmlinuz whit.initrd
ok "BIOS, GRUB: the power button ends it" machine_stop

to_install >"$work/files/whit-01-52-54-00-99-00-01.cfg"
serve '/set:ipxe/d; s|,whit.pxe$|,folder/whit.pxe|'
installs "BIOS, GRUB from a folder, told to install" bios
ok "BIOS, GRUB from a folder, told to install: all came by TFTP" fetched tftp folder/whit.pxe folder/whit.initrd folder/whit.install.initrd
rm "$work/files/whit-01-52-54-00-99-00-01.cfg"

serve
printf '%s\n' '#!ipxe' 'set words console=tty0 console=ttyS0' 'set install auto' >"$work/files/whit-01-52-54-00-99-00-01.ipxe"
installs "iPXE's script, told to install" bios
ok "iPXE's script, told to install: all came by HTTP" fetched http whit.install.initrd
{ echo '#!ipxe' && words '{words}'; } >"$work/files/whit-01-52-54-00-99-00-01.ipxe"
serve 's|,http:.*/whit.ipxe$|,folder/whit.ipxe|'
boots "iPXE's script from a folder, with its own words" bios 10.99.0.71
ok "iPXE's script from a folder, with its own words: all came by TFTP" \
	fetched tftp folder/whit.ipxe folder/whit-01-52-54-00-99-00-01.ipxe folder/whit.vmlinuz folder/whit.initrd
machine_kill

serve
machine_card=virtio-net-pci,romfile=
boots "UEFI, GRUB by TFTP" uefi 10.99.0.11
ok "UEFI, GRUB by TFTP: all came by TFTP" fetched tftp whit.pxe.efi whit.vmlinuz whit.initrd
machine_kill

to_install >"$work/files/whit-01-52-54-00-99-00-01.cfg"
serve 's|,whit.pxe.efi$|,folder/whit.pxe.efi|'
installs "UEFI, GRUB from a folder, told to install" uefi
ok "UEFI, GRUB from a folder, told to install: all came by TFTP" \
	fetched tftp folder/whit.pxe.efi folder/whit.vmlinuz folder/whit.initrd folder/whit.install.initrd
machine_boot="$(uefi) $(as_disk "$work/disk")"
machine_start "$image"
wait_for 'dns_answers || ! machine_is_running' 180 || true
ok "what was installed from the network: dns answers" dns_answers
machine_kill

serve 's/,whit.pxe.efi$/,none/'
words '"[$]words' >"$work/files/whit-01-52-54-00-99-00-01.cfg"
boots "UEFI, GRUB by HTTP, with its own words" uefi 10.99.0.71
ok "UEFI, GRUB by HTTP, with its own words: all came by HTTP" \
	fetched http whit.pxe.efi whit-01-52-54-00-99-00-01.cfg whit.vmlinuz whit.initrd
machine_kill

serve 's/,whit.pxe.efi$/,none/; s|/whit.pxe.efi$|/whit.efi|'
boots "UEFI, the one program by HTTP" uefi 10.99.0.11
ok "UEFI, the one program by HTTP: it came by HTTP" fetched http whit.efi
machine_kill
done_testing
