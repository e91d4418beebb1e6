#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: daemon
# A zone that takes dynamic updates: who may update, what a restart keeps, and that a newer zone file and the updates are
# brought together without losing either.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/dns.sh"
need_net

site_begin one <<END
[dns]
listen = 10.53.0.1
allow_transfer = key writer
[dns.example.net]
allow_update = key writer
[dns.example.org]
allow_update = 10.53.0.2 key writer
[dns.0/25.2.0.192.in-addr.arpa]
file = dns/zones/slash.zone
allow_update = key writer
END
tsig one writer
tsig one stranger
small_zone one example.net
small_zone one example.org
small_zone one slash # is 0/25.2.0.192.in-addr.arpa, see site.conf
ok "starts" serve one 10.53.0.1

ok "takes an update signed with the key" update one writer "zone example.net" "update add new.example.net 60 A 192.0.2.99"
is "and serves it at once" "$(ask one new.example.net A)" 192.0.2.99
ok "refuses an update signed with another key" not update one stranger "zone example.net" "update add x.example.net 60 A 192.0.2.1"
ok "refuses an unsigned update" not sh -c \
	'printf "server 10.53.0.1\nzone example.net\nupdate add x.example.net 60 A 192.0.2.1\nsend\n" | nsupdate -t 5 2>&1'
ok "refuses the key from an address that is not in the same rule" not update one writer "zone example.org" \
	"update add x.example.org 60 A 192.0.2.1"
ok "takes it from the address in the rule" update one writer "local 10.53.0.2" "zone example.org" \
	"update add x.example.org 60 A 192.0.2.2"

before=$(serial one example.net)
serve_end one
ok "starts again" serve one 10.53.0.1
is "a restart keeps the update" "$(ask one new.example.net A)" 192.0.2.99
is "and the serial" "$(serial one example.net)" "$before"
ok "takes another update" update one writer "zone example.net" "update add killed.example.net 60 A 192.0.2.98"
serve_end one KILL
ok "starts after SIGKILL" serve one 10.53.0.1
is "a killed server keeps an update it has confirmed" "$(ask one killed.example.net A)" 192.0.2.98

# The file changes while the updates stand: one more name, one less, another TTL, another SOA.
ok "an update changes what the file has, too" update one writer "zone example.net" "update add www.example.net 300 A 192.0.2.81"
ok "a zone with a slash in its name (RFC 2317) is updated" update one writer "zone 0/25.2.0.192.in-addr.arpa" \
	"update add 9.0/25.2.0.192.in-addr.arpa 60 PTR new.example.net."
before=$(serial one example.net)
serve_end one
echo '8 PTR ns' >>"$work/one/site/dns/zones/slash.zone"
zone one example.net <<END
\$TTL 300
@ SOA ns hostmaster 2 7200 900 604800 60
@ NS ns
ns 600 A 10.53.0.1
www A 192.0.2.80
fresh A 192.0.2.50
END
ok "starts with the newer file" serve one 10.53.0.1
ok "says that it has brought the two together" has "$work/one/render.log" 'example.net.zone: .*brought into the zone'
is "the file's new name is there" "$(ask one fresh.example.net A)" 192.0.2.50
is "the update's name is still there" "$(ask one new.example.net A)" 192.0.2.99
is "the zone with the slash has both" "$(ask one 8.0/25.2.0.192.in-addr.arpa PTR) $(ask one 9.0/25.2.0.192.in-addr.arpa PTR)" \
	"ns.0/25.2.0.192.in-addr.arpa. new.example.net."
is "a name with records from both has both" "$(ask one www.example.net A | sort | xargs)" "192.0.2.80 192.0.2.81"
is "the file's new TTL counts" "$(dig +noall +answer @10.53.0.1 ns.example.net A | awk '{ print $2 }')" 600
is "the file's new SOA counts" "$(ask one example.net SOA | cut -d' ' -f4)" 7200
ok "the serial has grown" test "$(serial one example.net)" -gt "$before"
serve_end one
ok "starts a third time" serve one 10.53.0.1
is "nothing is brought in twice" "$(cat "$work/one/render.log")" ""
is "all is as it was" "$(ask one fresh.example.net A) $(ask one new.example.net A)" "192.0.2.50 192.0.2.99"

# What the file removes goes; what an update has removed stays away.
ok "an update removes a name of the file" update one writer "zone example.net" "update delete fresh.example.net A"
serve_end one
zone one example.net <<END
\$TTL 300
@ SOA ns hostmaster 3 7200 900 604800 60
@ NS ns
ns 600 A 10.53.0.1
fresh A 192.0.2.50
later A 192.0.2.51
END
ok "starts with a file that lacks a name" serve one 10.53.0.1
is "what the file has given up is gone, the update's record there is not" "$(ask one www.example.net A)" 192.0.2.81
is "what the update removed does not come back" "$(ask one fresh.example.net A)" ""
is "the file's next name is there" "$(ask one later.example.net A)" 192.0.2.51

# A change that cannot go together with an update is not taken, and is said at each start.
serve_end one
sed -i 's/^later .*/new CNAME www/' "$work/one/site/dns/zones/example.net.zone"
ok "starts with a file that contradicts an update" serve one 10.53.0.1
ok "says which change it has not taken" has "$work/one/render.log" 'example.net.zone: warning: .*not taken: new.example.net.*CNAME'
is "the update stands" "$(ask one new.example.net A)" 192.0.2.99
is "and so does the rest" "$(ask one later.example.net A)" 192.0.2.51
serve_end one
ok "starts once more" serve one 10.53.0.1
ok "says it again" has "$work/one/render.log" 'not taken'

# While the server runs the two cannot be brought together: a reload says so and changes nothing.
echo 'more A 192.0.2.52' >>"$work/one/site/dns/zones/example.org.zone"
ok "a reload with a newer file is refused" not render_of one
ok "and says what to do" has "$work/one/render.log" 'example.org.zone: .*restart the role'
is "the running server goes on" "$(ask one x.example.org A)" 192.0.2.2

# Forbidding further updates does not undo those that were; `none` does.
serve_end one
sed -i '/^more /d' "$work/one/site/dns/zones/example.org.zone"
sed -i 's/^new CNAME.*//' "$work/one/site/dns/zones/example.net.zone"
sed -i '/^allow_update/d' "$work/one/site/site.conf"
ok "starts without permission to update" serve one 10.53.0.1
is "what updates did stands" "$(ask one x.example.org A) $(ask one new.example.net A)" "192.0.2.2 192.0.2.99"
ok "no further one is taken" not update one writer "zone example.net" "update add y.example.net 60 A 192.0.2.1"
serve_end one
sed -i 's/^\[dns.example.org\]/&\nallow_update = none/' "$work/one/site/site.conf"
ok "starts afresh" serve one 10.53.0.1
ok "says what is given up" has "$work/one/render.log" 'example.org.zone: warning: .*afresh'
is "what updates did is gone there, and only there" "$(ask one x.example.org A) $(ask one new.example.net A)" " 192.0.2.99"
sed -i 's/^allow_update = none/allow_update = key writer/; s/^\[dns.example.net\]/&\nallow_update = key writer/' \
	"$work/one/site/site.conf"
serve_end one
ok "starts with updates again" serve one 10.53.0.1
is "from its file" "$(ask one x.example.org A) $(ask one www.example.org A)" " 192.0.2.80"

# Without room for the merge nothing is lost: the start fails, and the next one with room has all.
serve_end one
seq -f 'many%g A 192.0.2.53' 2000 >>"$work/one/site/dns/zones/example.net.zone"
ok "starts with a longer file" serve one 10.53.0.1
serve_end one
echo 'last A 192.0.2.54' >>"$work/one/site/dns/zones/example.net.zone"
for size in 64k 128k 192k 256k; do
	mount -t tmpfs -o size=$size none "$work/one/run"
	render_of one && note "$size was enough"
	umount "$work/one/run"
done
ok "starts when there is room" serve one 10.53.0.1
is "all is there" "$(ask one many1.example.net A) $(ask one many2000.example.net A) $(ask one last.example.net A) $(ask one new.example.net A)" \
	"192.0.2.53 192.0.2.53 192.0.2.54 192.0.2.99"
is "to the last record" "$(dig +tcp @10.53.0.1 example.net AXFR -k "$work/one/secrets/writer.key" | grep -c 'IN.A.192.0.2.53')" 2000

# Without a disk updates work, and it is said that they end with the machine.
serve_end one
mount -t tmpfs none "$work/one/data"
ok "starts without a disk" serve one 10.53.0.1
ok "says that updates are not kept" has "$work/one/render.log" 'allow_update: warning: .*RAM'
ok "takes an update all the same" update one writer "zone example.net" "update add ram.example.net 60 A 192.0.2.97"
is "and serves it" "$(ask one ram.example.net A)" 192.0.2.97
serve_end one
umount "$work/one/data"
done_testing
