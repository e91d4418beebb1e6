#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: unit
# What all scripts share: a site's folder may have any name and no name is read as a command, and what a signal ends tidies up.
set -eu
. "$(dirname "$0")/lib.sh"

# A tree of our commands in which each script only says what it was given.
project=$work/project
mkdir -p "$project/scripts"
cp "$top/Makefile" "$project/"
cp "$top/scripts/lib.sh" "$project/scripts/"
for script in image run sources-bundle; do
	# shellcheck disable=SC2016 # the stub expands
	printf '#!/bin/sh\nprintf "%%s:" "$@" "${PLATFORM-}" >said\nmake -s -f inner\n' >"$project/scripts/$script"
	chmod +x "$project/scripts/$script"
done
# A make below ours, as scripts/programs starts one: it must not read the name either.
printf 'export SITE\nall:\n\t@printf %%s "$$SITE" >inside\n' >"$project/inner"

# 1. Names.
number=0
for name in 'x|;e touch pwned #' 'b`touch pwned`' 'a$(touch pwned)' 'a$(shell touch pwned)' "it's \"so\"" 'two  words' 'a&b;c' \
	'a\nb' '$HOME' 'a%b:c=d' '-n' 'wéb'; do
	number=$((number + 1))
	note "name $number: $name"
	mkdir -p "$project/$name" "$project/out/images/$name"
	echo "bill $number" >"$project/out/images/$name/sbom.cdx.json"
	for command in image run sources-bundle; do
		rm -f "$project/said"
		make -s -C "$project" "$command" SITE="$name" PLATFORM=vm >"$work/make.log" 2>&1 || note "$(cat "$work/make.log")"
		is "name $number: make $command hands it on as it is" "$(cat "$project/said")" "$name:vm:"
		is "name $number: to a make below, too" "$(cat "$project/inside")" "$name"
	done
	is "name $number: from the environment, too" "$(SITE=$name make -s -C "$project" image >/dev/null && cat "$project/said")" "$name::"
	[ "$name" = -n ] || is "name $number: make sbom finds its image" "$(make -s -C "$project" sbom SITE="$name")" "bill $number"
done
is "no name was a command" "$(find "$project" "$top/qemu-tests" -name 'pwned*')" ''

site="$work/x|;e touch pwned #"
mkdir -p "$site/secrets/http" "$site/roles/own"
echo secret >"$site/secrets/http/key"
"$top/scripts/secrets" "$site" "$work/link" >"$work/list"
is "secrets are found whatever the site is called" "$(awk '$1 == "file" { print $3 }' "$work/list" | xargs cat)" secret
echo '[role]' >"$site/roles/own/role.conf"
# roles SITE NAME: the folder of the role, as scripts find it.
roles() { (cd "$project" && sh -c '. scripts/lib.sh && roles_of "$@"' scripts/x "$@"); }
ok "a role beside a site whose name make could not stand is refused" not roles "$site" own
roles "$site" own >"$work/said" 2>&1 || true
ok "and the message says what may be" has "$work/said" 'may hold more than letters, digits'
mkdir -p "$work/mÿ-site_1.0/roles/own"
cp "$site/roles/own/role.conf" "$work/mÿ-site_1.0/roles/own/"
is "others are taken" "$(roles "$work/mÿ-site_1.0" own)" "$work/mÿ-site_1.0/roles/own"

# 2. Lists of files, with a role that lies anywhere.
mkdir -p "$work/a|b&c/own"
printf 'file /roles/own/role.conf ${role}/role.conf 0644 0 0\nfile /x ${nginx}/x 0644 0 0\n' >"$work/a|b&c/own/files"
is "a list names its packages, wherever its role lies" "$("$top/scripts/initramfs" packages "$work/a|b&c/own" | grep -cx nginx)" 1

# 3. Signals.
cat >"$project/scripts/slow" <<'END'
#!/bin/sh
set -eu
. "$(dirname "$0")/lib.sh"
trap 'echo tidied >"$1"' EXIT
echo >"$1.started"
while :; do sleep 0.05; done
END
chmod +x "$project/scripts/slow"
for case in HUP:129 INT:130 TERM:143; do
	signal=${case%:*} end=${case#*:}
	rm -f "$work/slow.started" "$work/slow"
	perl -e '$SIG{$_} = "DEFAULT" for qw(INT HUP TERM); exec @ARGV' "$project/scripts/slow" "$work/slow" &
	slow=$!
	wait_for "[ -e '$work/slow.started' ]" 10
	kill "-$signal" "$slow"
	status=0
	wait $slow || status=$?
	is "SIG$signal: a script tidies up, and says that it was ended" "$(cat "$work/slow") $status" \
		"tidied $end"
done
done_testing
