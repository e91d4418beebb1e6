#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: daemon
# DNSSEC: zones are signed by themselves and validate, with keys that last, or with given ones; and not at all where keys
# would be lost.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/dns.sh"
need_net

# anchor NAME ZONE: delv's trust anchor from the DNSKEY records that are served (the key signing key has flags 257).
anchor() {
	echo "trust-anchors {"
	ask "$1" "$2" DNSKEY | awk -v zone="$2" '$1 == 257 {
		key = ""
		for (i = 4; i <= NF; i++) key = key $i
		printf "\t\"%s\" static-key %s %s %s \"%s\";\n", zone, $1, $2, $3, key
	}'
	echo "};"
}

# validates NAME ZONE NAME-IN-IT TYPE: delv says so.
validates() {
	anchor "$1" "$2" >"$work/anchor"
	delv "@$(cat "$work/$1/address")" -a "$work/anchor" "+root=$2" "$3" "$4" >"$work/delv" 2>&1
	cat "$work/delv"
	grep -q '; fully validated' "$work/delv"
}

# denies NAME ZONE NAME-IN-IT: delv proves that there is no such name.
denies() {
	anchor "$1" "$2" >"$work/anchor"
	delv "@$(cat "$work/$1/address")" -a "$work/anchor" "+root=$2" "$3" A >"$work/delv" 2>&1 || true
	cat "$work/delv"
	grep -q 'ncache nxdomain' "$work/delv" && grep -q 'negative response, fully validated' "$work/delv"
}

site_begin one <<END
[dns]
listen = 10.53.0.1
[dns.signed.example]
dnssec = yes
allow_update = key writer
[dns.hashed.example]
dnssec = yes
nsec3  = yes
serial = unixtime
END
tsig one writer
small_zone one signed.example 5
small_zone one hashed.example 5
small_zone one plain.example
ok "starts" serve one 10.53.0.1
is "the algorithm is ECDSA P-256" "$(ask one signed.example DNSKEY | cut -d' ' -f3 | sort -u)" 13
ok "an answer validates" validates one signed.example www.signed.example A
ok "with NSEC3 too" validates one hashed.example www.hashed.example A
ok "a name that is not there is denied" denies one signed.example nothing.signed.example
ok "with NSEC3 too" denies one hashed.example nothing.hashed.example
ok "NSEC3 has no extra iterations and no secret salt to speak of" sh -c "dig +short @10.53.0.1 hashed.example NSEC3PARAM | grep -q '^1 0 0 '"
is "CDS says what the parent zone needs" "$(ask one signed.example CDS | cut -d' ' -f2,3)" "13 2"
is "an unsigned zone stays unsigned" "$(ask one plain.example DNSKEY)" ""
ok "the signer counts the serial" test "$(serial one signed.example)" -gt 5
ok "in unix time where that is asked for" test "$(serial one hashed.example)" -gt 1700000000

ok "an update is taken" update one writer "zone signed.example" "update add new.signed.example 60 A 192.0.2.99"
ok "and signed" validates one signed.example new.signed.example A

key=$(ask one signed.example DNSKEY | sort)
serve_end one
ok "starts again" serve one 10.53.0.1
is "with the same keys" "$(ask one signed.example DNSKEY | sort)" "$key"
ok "validates" validates one signed.example new.signed.example A

before=$(serial one hashed.example)
serve_end one
echo 'fresh A 192.0.2.50' >>"$work/one/site/dns/zones/signed.example.zone"
echo 'fresh A 192.0.2.50' >>"$work/one/site/dns/zones/hashed.example.zone"
ok "starts with newer files" serve one 10.53.0.1
ok "the new name validates where updates are taken" validates one signed.example fresh.signed.example A
ok "the update does, still" validates one signed.example new.signed.example A
ok "and where none are" validates one hashed.example fresh.hashed.example A
ok "the serial has grown, though that of the file has not" test "$(serial one hashed.example)" -gt "$before"

# Signing is switched off: no stale signature stays behind in a zone that lives in the journal.
serve_end one
sed -i '/^dnssec/d; /^nsec3/d' "$work/one/site/site.conf"
ok "starts with signing switched off" serve one 10.53.0.1
is "no signatures are left" "$(dig +dnssec @10.53.0.1 new.signed.example A | grep -c RRSIG) $(ask one signed.example DNSKEY)" "0 "
is "the update is" "$(ask one new.signed.example A)" 192.0.2.99

# Without a disk.
site_begin two <<END
[dns]
listen = 10.53.0.2
[dns.signed.example]
dnssec = yes
END
small_zone two signed.example
mount -t tmpfs none "$work/two/data"
ok "keys that would be lost are refused" not serve two 10.53.0.2
ok "and it is said why" has "$work/two/render.log" '^site.conf:7: dnssec: .*no disk'
for flag in "-f KSK" ""; do
	# shellcheck disable=SC2086
	dnssec-keygen -q -a ECDSAP256SHA256 $flag -K "$work/two/secrets" signed.example >/dev/null
done
ok "given keys are taken" serve two 10.53.0.2
is "these and no others" "$(ask two signed.example DNSKEY | tr -d ' ' | sort)" \
	"$(cat "$work"/two/secrets/K*.key | sed -n 's/.*DNSKEY//p' | tr -d ' ' | sort)"
ok "the zone validates" validates two signed.example www.signed.example A
key=$(ask two signed.example DNSKEY | sort)
serve_end two
umount "$work/two/data"
mount -t tmpfs none "$work/two/data"
ok "starts on another day, with nothing kept" serve two 10.53.0.2
is "the keys are the same" "$(ask two signed.example DNSKEY | sort)" "$key"
mkdir "$work/two/next"
for flag in "-f KSK" ""; do
	# shellcheck disable=SC2086
	dnssec-keygen -q -a ECDSAP256SHA256 $flag -K "$work/two/next" signed.example >/dev/null
done
rm "$work/two/secrets"/K*
cp "$work"/two/next/*.key "$work"/two/next/*.private "$work/two/secrets"
serve_end two
ok "starts with other keys than before" serve two 10.53.0.2
is "these are in the zone, the others are not" "$(ask two signed.example DNSKEY | tr -d ' ' | sort)" \
	"$(cat "$work"/two/next/K*.key | sed -n 's/.*DNSKEY//p' | tr -d ' ' | sort)"
ok "and sign all" validates two signed.example www.signed.example A
serve_end two
ksk=$(grep -l ' 257 ' "$work/two/secrets"/K*.key)
rm "$ksk" "${ksk%.key}.private"
ok "a single key is refused" not render_of two
ok "and it is said which one is missing" has "$work/two/render.log" 'KSK.* the former is missing'
umount "$work/two/data"
done_testing
