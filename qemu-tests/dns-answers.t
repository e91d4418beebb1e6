#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: daemon
# What the name server answers: every kind of record and name, over UDP and TCP, in sizes that fit, and nothing about itself.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/dns.sh"
need_net

mkdir -p "$work/one"
cp -r "$top/examples/dns" "$work/one/site"
site_begin one <<END
[dns]
listen     = 10.53.0.1 fd53::1
rate_limit = no
END
for number in 1 2 3 4 5 6 7; do # more than fits 1232 bytes
	echo "large TXT \"$(printf "%0200d" "$number")\""
done >>"$work/one/site/dns/zones/example.net.zone"
ok "the example's zones start" serve one 10.53.0.1

# asks TYPE NAME WANTED: the same answer over UDP and TCP, IPv4 and IPv6.
asks() {
	is "$1 $2 over UDP" "$(ask one "$2" "$1" | sort | xargs -0 printf %s)" "$3"
	is "$1 $2 over TCP" "$(ask one "$2" "$1" +tcp | sort | xargs -0 printf %s)" "$3"
}
# Whoever else binds the port would get its questions (packages/knot/patches/udp-without-reuseaddr.patch).
is "nobody shares its UDP port" "$(python3 -c '
import errno, socket
other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
	other.bind(("10.53.0.1", 53))
except OSError as error:
	print(errno.errorcode[error.errno])')" EADDRINUSE

zone=example.net
asks A www.$zone "192.0.2.80
example.net."
asks A shop.$zone "192.0.2.80
example.net.
www.example.net."
asks AAAA $zone 2001:db8::80
asks A api.$zone "192.0.2.81
192.0.2.82"
asks NS $zone "ns1.example.net.
ns2.example.net."
asks MX $zone "10 mail.example.net.
20 mail.backup.example.org."
asks SOA $zone "ns1.example.net. hostmaster.example.net. 2026112201 14400 900 2419200 300"
asks TXT $zone '"v=spf1 mx -all"'
asks CAA $zone '0 iodef "mailto:security@example.net"
0 issue "ca.example.org"'
asks SRV _sip._udp.$zone "10 40 5060 sip2.example.net.
10 60 5060 sip1.example.net."
asks NAPTR sip.$zone '100 10 "s" "SIP+D2U" "" _sip._udp.example.net.'
asks SSHFP host1.$zone "4 2 123456789ABCDEF67890123456789ABCDEF67890123456789ABCDEF1 23456789"
asks TLSA _25._tcp.mail.$zone "3 1 1 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF01234567 89ABCDEF"
asks LOC host1.$zone "52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m"
asks HTTPS $zone "1 . alpn=\"h2\" ipv4hint=192.0.2.80 ipv6hint=2001:db8::80"
asks PTR 80.2.0.192.in-addr.arpa "example.net."
asks A whatever.dev.$zone 192.0.2.90
asks A a.b.dev.$zone 192.0.2.90
is "a wildcard's other types too" "$(ask one x.dev.$zone TXT)" '"any name below dev is here"'
is "DNAME makes a CNAME" "$(ask one x.old.$zone A | head -n 2 | xargs)" "example.org. x.example.org."
is "over IPv6" "$(dig +short @fd53::1 $zone A)" 192.0.2.80
is "case does not matter" "$(ask one wWw.eXaMpLe.NeT AAAA | tail -n 1)" 2001:db8::80

is "an unknown name" "$(status one nothing.$zone A)" NXDOMAIN
ok "comes with the SOA" sh -c "dig @10.53.0.1 nothing.$zone A | grep -q '^$zone.*SOA'"
is "a name without that type is no unknown name" "$(status one mail.$zone TXT) $(ask one mail.$zone TXT)" "NOERROR "
is "an empty name between others is no unknown name" "$(status one _tcp.mail.$zone A)" NOERROR
is "a name in nobody's zone is refused" "$(status one example.invalid A)" REFUSED
ok "answers have authority" sh -c "dig +norecurse @10.53.0.1 $zone A | grep -q 'flags:.* aa'"
ok "recursion is not offered" sh -c "! dig @10.53.0.1 $zone A | grep -q 'flags:.* ra'"
ok "a delegation is told with its glue" sh -c "dig +norecurse @10.53.0.1 pc.office.$zone A | grep -q '^ns.office.*203.0.113.53'"
at_most "ANY over UDP is kept short" "$(dig +ignore @10.53.0.1 $zone ANY | sed -n 's/.*MSG SIZE *rcvd: //p')" 300 bytes

# Sizes.
size() { dig +nocookie +ignore +bufsize="$1" @10.53.0.1 large.$zone TXT >"$work/dig"; }
size 4096
ok "an answer above 1232 bytes is cut, whatever the client could take" has "$work/dig" 'flags:.* tc'
at_most "the cut answer" "$(sed -n 's/.*MSG SIZE *rcvd: //p' "$work/dig")" 1232 bytes
ok "the server's own limit is 1232" has "$work/dig" 'udp: 1232'
is "TCP has all of it" "$(ask one large.$zone TXT | wc -l)" 7
dig +noedns +ignore @10.53.0.1 2026._domainkey.$zone TXT >"$work/dig"
at_most "without EDNS an answer" "$(sed -n 's/.*MSG SIZE *rcvd: //p' "$work/dig")" 512 bytes

# About itself.
for name in version.bind version.server hostname.bind id.server; do
	is "nothing is told of $name" "$(ask one $name CH TXT)" ""
done
ok "no name server identifier either" sh -c "! dig +nsid @10.53.0.1 $zone | grep -q 'NSID: .'"
ok "cookies (RFC 7873) are given" sh -c "dig +cookie @10.53.0.1 $zone | grep -q 'COOKIE: .*good'"
is "an opcode it does not know" "$(status one +opcode=2 $zone)" NOTIMP
is "an EDNS version it does not know" "$(status one +edns=5 +noednsnegotiation $zone)" BADVERS

# Junk is answered or dropped, never deadly.
for size in 1 11 12 13 40 512 1400; do
	head -c $size /dev/urandom | timeout 1 sh -c 'exec 3<>/dev/null; cat' >"$work/junk"
	timeout 2 dig +tries=1 +time=1 "@10.53.0.1" "$(head -c 8 "$work/junk" | od -An -tx1 | tr -d ' \n')" >/dev/null || true
	(exec 2>/dev/null; bash -c "cat '$work/junk' >/dev/udp/10.53.0.1/53; cat '$work/junk' >/dev/tcp/10.53.0.1/53") || true
done
is "it answers after junk" "$(ask one www.$zone AAAA | tail -n 1)" 2001:db8::80

# Rate limit and cookies: 40 questions at once, 5 a second (and 25 at once) allowed.
serve_end one
sed -i 's/^rate_limit.*/rate_limit = 5\nrate_limit_exempt = 10.53.0.7/' "$work/one/site/site.conf"
ok "starts with a rate limit" serve one 10.53.0.1
seq 80 | sed "s/.*/@10.53.0.1 $zone A +ignore +nocookie/" >"$work/questions"
cut_answers() { dig +tries=1 "$@" | grep -c 'flags:.* tc' || true; }
at_least "too many questions from one address get cut answers" "$(cut_answers -b 10.53.0.5 -f "$work/questions")" 20
is "none from an exempt address" "$(cut_answers -b 10.53.0.7 -f "$work/questions")" 0
is "TCP still answers the limited one" "$(dig +short +tcp -b 10.53.0.5 @10.53.0.1 $zone A)" 192.0.2.80
cookie=$(dig +tcp -b 10.53.0.5 @10.53.0.1 $zone A | sed -n 's/.*COOKIE: \([0-9a-f]*\) (good).*/\1/p')
sed "s/+nocookie/+cookie=$cookie/" "$work/questions" >"$work/cookies"
is "none with a good cookie" "$(cut_answers -b 10.53.0.5 -f "$work/cookies")" 0

# A zone of real size.
site_begin big <<END
[dns]
listen     = 10.53.0.2
rate_limit = no
END
awk 'BEGIN {
	print "$TTL 300\n@ SOA ns hostmaster 1 3600 900 604800 60\n@ NS ns\nns A 10.53.0.2"
	for (i = 1; i <= 99997; i++)
		printf "host%d A 198.%d.%d.%d\n", i, 18 + i / 65536, i / 256 % 256, i % 256
}' | zone big large.example
ok "a zone of 100,000 records starts" serve big 10.53.0.2
awk 'BEGIN {
	srand()
	for (n = 0; n < 500; n++) {
		i = 1 + int(rand() * 99997)
		printf "@10.53.0.2 +short %s host%d.large.example A\n", n % 2 ? "+tcp" : "+notcp", i >"'"$work/questions"'"
		printf "198.%d.%d.%d\n", 18 + i / 65536, i / 256 % 256, i % 256 >"'"$work/wanted"'"
	}
}'
dig -f "$work/questions" >"$work/got"
ok "500 names taken at random are right, over UDP and TCP" cmp "$work/got" "$work/wanted"
at_most "its memory" "$(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$(cat "$work/big/pid")/status")" 64 MB
done_testing
