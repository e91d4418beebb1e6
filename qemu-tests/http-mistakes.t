#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: daemon
# Role http: mistakes in a site are told by file, line and key, all at once, before anything is served.
. "$(dirname "$0")/lib.sh"
. "$tests/http/native.sh"
http_lab "$@"

make_authority authority
make_certificate good authority good.example.net
make_certificate another authority good.example.net
cp "$work/good.crt" "$work/authority.crt" "$site/http/"
head -c 200 "$work/good.crt" >"$site/http/cut.crt"
echo 'no certificate' >"$site/http/text.crt"
# Ends at the second it is made.
openssl x509 -req -in "$work/good.csr" -CA "$work/authority.crt" -CAkey "$work/authority.key" -days 0 \
	-extfile "$work/good.ext" -out "$site/http/old.crt" 2>/dev/null
give_secret "$work/good.key"
give_secret "$work/another.key"
openssl ec -in "$work/good.key" -aes128 -passout pass:x -out "$work/locked.key" 2>/dev/null
give_secret "$work/locked.key"
echo 'no key' >"$work/text.key"
give_secret "$work/text.key"
printf 'anna:hash\nberta\n' >"$work/users"
give_secret "$work/users"

# refused NAME WANTED: the site on standard input is refused with exactly these lines.
refused() {
	http_site
	! http_render --host || {
		fail "$1: is refused"
		return
	}
	is "$1" "$(cat "$work/render")" "$2"
}
tls='[http.good.example.net]
tls = yes'

refused 'a certificate that does not match its key' \
	'site.conf:6: certificate: http/good.crt does not match its key another.key' <<END
$tls
certificate = http/good.crt
key = another.key
END
refused 'a file that is no certificate' 'site.conf:6: certificate: http/text.crt is no certificate in PEM form' <<END
$tls
certificate = http/text.crt
key = good.key
END
refused 'half a certificate' 'site.conf:6: certificate: http/cut.crt is no certificate in PEM form' <<END
$tls
certificate = http/cut.crt
key = good.key
END
refused 'a secret that is no key' 'site.conf:7: key: text.key holds no private key in PEM form' <<END
$tls
certificate = http/good.crt
key = text.key
END
refused 'a key with a pass phrase' \
	'site.conf:7: key: locked.key is encrypted, and nobody is there to type its pass phrase: store it decrypted' <<END
$tls
certificate = http/good.crt
key = locked.key
END
http_site <<END
$tls
certificate = http/old.crt
key = good.key
END
ok 'an expired certificate is taken' http_render --host
ok 'with a warning' wait_for "http_render --host; has '$work/render' '^site.conf:6: certificate: warning: expired on 20'" 5
sed -i 's/good.example.net/else.example.net/; s/old.crt/good.crt/' "$site/site.conf"
ok 'a certificate of another name is taken' http_render --host
is 'with a warning' "$(cat "$work/render")" \
	'site.conf:6: certificate: warning: is not made for the name else.example.net'

refused 'a line of a password file' 'secrets/http/users:2: is not NAME:HASH, as htpasswd writes it' <<'END'
[http./a/]
auth = users
END

# Many at once: a line of the answer each, sorted.
rm -rf "${run:?}"/*
http_site <<'END'
[http]
listen      = 80x
root        = http/missing
gzpi        = yes
cache       = soon
names       = good.example.net
hsts        = 1d
redirect    = elsewhere
certificate = http/good.crt

[http./]
gzip = no

[http.good.example.net]
proxy = http://backend.example.net

[http.shop_/]
gzip = yes

[http./a b/]
gzip = yes

[http./api/]
names = x.example.net
keepalive = 3s
proxy = https://192.0.2.1
rate = 10

[http./*]
gzip = yes

[http./x.txt]
root = http/www
listing = yes
auth = nobody
client_certificate = required
header = Server: me
max_body = many
redirect = /x.txt
allow = 192.0.2.1/24
END
ok 'is refused' not http_render --host
cp "$work/render" "$evidence/mistakes"
while read -r line key; do
	[ -n "$line" ] || continue
	ok "line $line: $key" has "$work/render" "^site.conf:$line: $key: "
done <<'END'
5 listen
6 root
7 gzpi
8 cache
10 hsts
11 redirect
12 certificate
14 \[http./\]
18 proxy
20 \[http.shop_/\]
23 \[http./a b/\]
27 names
28 keepalive
29 proxy
30 rate
32 \[http./\*\]
36 root
37 listing
38 auth
39 client_certificate
40 header
41 max_body
42 redirect
43 allow
END
is 'nothing was written' "$(ls "$run")" ''
at_least 'mistakes told in one go' "$(wc -l <"$work/render")" 24

refused 'a name of two hosts' 'site.conf:6: names: b.example.net is named in line 5 already' <<'END'
[http.a.example.net]
names = a.example.net b.example.net
names = b.example.net
END
refused 'a port with and without TLS' 'site.conf:6: tls_listen: port 8080 is a port without TLS as well' <<'END'
[http]
tls = yes
tls_listen = 8080
listen = 127.0.0.1:8080
END
rmdir "$site/http/www"
refused 'no content at all' 'site.conf: root: is not given, and there is no folder http/www' </dev/null
done_testing
