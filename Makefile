# SPDX-License-Identifier: MIT
# The public face of Whit. Each command is a script of the same name in scripts/; read that to know what it does.
#
# `make` passes what is set on its command line on to the scripts: SITE, FORMATS, PLATFORM, PROFILE, RINGS, ...
SITE ?= examples/demo
# A folder may have any name. It goes to the scripts as it is, by the environment: neither make nor a shell reads it.
override SITE := $(value SITE)
MAKEOVERRIDES =
words := SITE FORMATS DISK_SIZE SIGN_KEY SIGN_CERT PLATFORM PROFILE SECRETS STRICT RINGS TESTS MEMORY TRUST_SITE
export $(words)
# To make a misspelt word is no mistake. What follows are words of the scripts' own, which they have from the environment.
words += IMAGE_DIR OUT ROLE_PATH SOURCE_DATE_EPOCH LIMIT XDG_CACHE_HOME APT_SOURCES TMPDIR HOME PATH \
	CUTS FIRST KILLS FUZZ_SECONDS CHURN_SECONDS ROUNDS RUNS PEER SMALL
strange := $(filter-out $(words),$(foreach word,$(.VARIABLES),$(if $(filter command,$(origin $(word))),$(word))))
$(if $(strange),$(error there is no $(strange): see `make help`))

.PHONY: help run image test check bench soak sbom sources-update sources-bundle clean

help:
	@sed -n 's/^#: \{0,1\}//p' Makefile

#: Whit builds bootable server images with not a whit more than their roles.
#:
#: make run   [SITE=examples/demo]   build a site's image, boot it in QEMU, print what to try
run:
	@scripts/run "$$SITE"

#: make image SITE=dir               build it: out/images/SITE
#:            [FORMATS="pxe"]          which files: kernel pxe iso disk qcow2 vhdx vmdk uki oci
#:            [DISK_SIZE=8G]           of disk, qcow2, vhdx, vmdk
#:            [SIGN_KEY= SIGN_CERT=]   sign what UEFI starts, for Secure Boot: files in PEM
#:            [PLATFORM=universal]     universal: hypervisors and hardware; vm: lean
#:            [PROFILE=release]        debug adds a shell on the console
#:            [SECRETS=baked]          put the site's secrets into the image
image:
	@scripts/image "$$SITE"

#: make test  [RINGS="unit image"]   run every test (rings: unit namespace daemon image machine)
test:
	@scripts/test $$TESTS

#: make check                        style, dependency and budget checks of the source tree
check:
	@scripts/check/all

#: make bench                        measure size, memory and start, and compare with SPECIFICATION.md
bench:
	@scripts/bench

#: make soak                         campaigns too long for every day: reproducible builds, fuzzing, faults, churn,
#:                                     power cuts, machine tests again and again; one: scripts/soak NAME
soak:
	@scripts/soak

#: make sbom SITE=dir                print the bill of materials of what `make image` has built
sbom:
	@cat "out/images/$$(basename "$$(cd "$$SITE" && pwd)")/sbom.cdx.json" || { echo "There is no image of it yet: make image SITE=$$SITE" >&2; exit 1; }

#: make sources-update               pin the newest sources and show what changed
sources-update:
	@scripts/sources-update

#: make sources-bundle SITE=dir      collect licence texts and corresponding sources of an image
sources-bundle:
	@scripts/sources-bundle "$$SITE"

#: make clean                        remove out/; the cache stays (~/.cache/whit)
clean:
	rm -rf out
