# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# How Whit starts QEMU, in one place: for scripts/run-qemu and qemu-tests/machine.sh.

# kvm_works: hardware virtualisation that is announced and really runs a guest. /dev/kvm alone proves
# nothing: some hosts offer it, create a machine, and never run an instruction. The guest is a firmware of three
# instructions, which writes 0x31 to the exit port: QEMU then ends with 0x31 * 2 + 1.
kvm_works() {
	grep -Eqw 'vmx|svm' /proc/cpuinfo && [ -w /dev/kvm ] || return 1
	kvm_folder=$(mktemp -d)
	{
		head -c 65520 /dev/zero
		printf '\260\061\346\364\364'
		head -c 11 /dev/zero
	} >"$kvm_folder/firmware"
	kvm_status=0
	timeout -k 1 5 qemu-system-x86_64 -accel kvm -M q35 -m 32 -nodefaults -display none -bios "$kvm_folder/firmware" \
		-device isa-debug-exit,iobase=0xf4,iosize=4 >/dev/null 2>&1 || kvm_status=$?
	rm -r "$kvm_folder"
	[ "$kvm_status" = 99 ]
}

# The kernel's words for a machine in QEMU. Its check of the timer interrupt fails now and then under emulation, when the host is
# busy (it does not make that check where it recognises a hypervisor), and then nothing more happens. Memory for each processor in pages,
# not in pieces of 2 MB: every such piece has 4 MB of notes beside it, and the control groups of two roles need a second one.
# What starts a machine again that hangs is as scripts/lib.sh has it.
qemu_words='console=ttyS0 quiet panic=10 no_timer_check softdog.soft_active_on_boot=1 softdog.soft_margin=120 watchdog.open_timeout=120 percpu_alloc=page'

# qemu_machine [TYPE]: the options of a plain machine: type, acceleration, processor, source of entropy.
# Under emulation cmpxchg16b is taken away: QEMU 7.2 computes it wrongly and kernels die at random. And processors take turns: when
# each has a thread, one sees the kernel's patches of its own code half done now and then ("Oops: int3").
qemu_machine() {
	if [ -z "${qemu_accelerator-}" ]; then
		qemu_accelerator="tcg,thread=single -cpu max,-cx16"
		if kvm_works; then qemu_accelerator="kvm -cpu host"; fi
	fi
	case ${1-q35} in
	microvm*) qemu_devices="-device virtio-rng-device" ;; # it has no PCI
	*) qemu_devices="-vga std -device virtio-rng-pci" ;;
	esac
	printf '%s' "-M ${1-q35} -accel $qemu_accelerator -nodefaults -display none $qemu_devices"
}
