#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: daemon
# Role http: several hosts, redirects, TLS with given and self-made certificates, client certificates.
. "$(dirname "$0")/lib.sh"
. "$tests/http/native.sh"
http_lab "$@"

# ask HOST PORT PATH [OPTIONS]: to HOST, which is here.
ask() {
	ask_host=$1 ask_port=$2 ask_path=$3
	shift 3
	case $ask_port in 80) scheme=http ;; *) scheme=https ;; esac
	get --resolve "$ask_host:$ask_port:127.0.0.1" "$@" "$scheme://$ask_host:$ask_port$ask_path"
}
asked() { ask "$@" -o /dev/null -w '%{http_code} %{redirect_url}'; }
# shown HOST: the names in the certificate that HOST gets on port 443.
shown() {
	openssl s_client -connect 127.0.0.1:443 -servername "$1" </dev/null 2>/dev/null |
		openssl x509 -noout -ext subjectAltName | sed -n 's/ *DNS://gp'
}

for name in first shop old secure; do
	mkdir -p "$site/http/$name"
	echo "$name" >"$site/http/$name/index.html"
done
mkdir -p "$site/http/shop/members"
echo members >"$site/http/shop/members/index.html"
make_authority authority
make_authority other
make_certificate first.example.net authority first.example.net www.first.example.net
make_certificate shop.example.net authority shop.example.net
make_certificate member authority
make_certificate stranger other
cp "$work/first.example.net.crt" "$work/shop.example.net.crt" "$work/authority.crt" "$site/http/"
give_secret "$work/first.example.net.key"
give_secret "$work/shop.example.net.key"

http_serve <<'END'
[http]
root        = http/first
names       = first.example.net www.first.example.net
tls         = yes
certificate = http/first.example.net.crt
key         = first.example.net.key

[http.shop.example.net]
root        = http/shop
certificate = http/shop.example.net.crt
key         = shop.example.net.key
https_only  = yes
hsts        = 365d
client_ca   = http/authority.crt
client_certificate = no

[http.shop.example.net/members/]
client_certificate = required

[http.secure.example.net]
root        = http/secure
certificate = http/shop.example.net.crt
key         = shop.example.net.key
client_ca   = http/authority.crt

[http.old.example.net]
names       = old.example.net *.old.example.net
redirect    = https://first.example.net/

[http./moved/]
redirect      = /new/
redirect_code = 308

[http./root/]
redirect    = /

[http./gone]
redirect      = https://elsewhere.example.org/page
redirect_code = 302
END

is 'a host by its name' "$(ask shop.example.net 443 /)" shop
is 'another' "$(ask www.first.example.net 80 /)" first
is 'unknown names get the first' "$(get http://127.0.0.1/)" first
is 'also by TLS' "$(get https://127.0.0.1/)" first
is 'the certificate of the name asked for' "$(shown shop.example.net)" shop.example.net
is 'the first one for others' "$(shown unknown.example.com)" first.example.net,www.first.example.net
is 'it holds for those who trust its authority' "$(curl -s --cacert "$work/authority.crt" \
	--resolve first.example.net:443:127.0.0.1 https://first.example.net/)" first

for version in 1.2 1.3; do
	is "speaks TLS $version" "$(get --tlsv$version --tls-max $version https://127.0.0.1/)" first
done
for version in 1.0 1.1; do
	ok "refuses TLS $version" not curl -sk --ciphers DEFAULT@SECLEVEL=0 --tlsv1.0 --tls-max $version https://127.0.0.1/
done
ok 'refuses ciphers without forward secrecy' not curl -sk --tls-max 1.2 --ciphers AES128-GCM-SHA256 https://127.0.0.1/
is 'speaks HTTP/2' "$(get -o /dev/null -w '%{http_version}' --http2 https://127.0.0.1/)" 2
is 'and HTTP/1.1 to those who want that' "$(get -o /dev/null -w '%{http_version}' --http1.1 https://127.0.0.1/)" 1.1
ok 'resumes sessions' sh -c "openssl s_client -connect 127.0.0.1:443 -tls1_2 -reconnect </dev/null 2>/dev/null | grep -q ^Reused"

is 'https_only leads to https' "$(asked shop.example.net 80 '/a?b=c')" '301 https://shop.example.net/a?b=c'
is 'hsts' "$(header strict-transport-security --resolve shop.example.net:443:127.0.0.1 https://shop.example.net/)" max-age=31536000
is 'no hsts where not asked for' "$(header strict-transport-security https://127.0.0.1/)" ''

is 'a whole host leads elsewhere' "$(asked old.example.net 80 '/a/b?c=d')" '301 https://first.example.net/a/b?c=d'
is 'by a name with a star too' "$(asked any.old.example.net 80 /)" '301 https://first.example.net/'
is 'a folder leads elsewhere, the rest stays' "$(asked x 80 '/moved/a%20b/c?d=e')" '308 http://x:80/new/a%20b/c?d=e'
is 'a folder without its slash' "$(asked x 80 /moved | cut -d' ' -f1)" 301
is 'a path leads elsewhere' "$(asked x 80 /gone)" '302 https://elsewhere.example.org/page'
is 'no header can be smuggled in' "$(get -o /dev/null -D - 'http://127.0.0.1/moved/%0d%0aX-Evil:%201' | grep -c '^X-Evil')" 0
is 'no other host can be smuggled in' "$(header location --path-as-is 'http://127.0.0.1/root//evil.example')" /evil.example
is 'nor by a backslash' "$(header location --path-as-is 'http://127.0.0.1/root/\evil.example')" /evil.example

# Client certificates.
is 'optional for the host' "$(ask shop.example.net 443 /)" shop
is 'required for a path: without, 403' "$(asked shop.example.net 443 /members/)" '403 '
is 'required for a path: with it' \
	"$(ask shop.example.net 443 /members/ --cert "$work/member.crt" --key "$work/member.key")" members
is 'one of another authority is refused' \
	"$(ask shop.example.net 443 /members/ --cert "$work/stranger.crt" --key "$work/stranger.key" -o /dev/null -w '%{http_code}')" 400
is 'required for a host: without, 403' "$(asked secure.example.net 443 /)" '403 '
is 'required for a host: not by plain HTTP either' "$(asked secure.example.net 80 /)" '403 '
is 'required for a host: with it' \
	"$(ask secure.example.net 443 / --cert "$work/member.crt" --key "$work/member.key")" secure
is 'a name cannot be had through the connection of another' \
	"$(ask first.example.net 443 / -H 'Host: secure.example.net' --http1.1 -o /dev/null -w '%{http_code}')" 421

# Hosts with authorities of their own: what one has signed opens nothing of the other.
cp "$work/other.crt" "$site/http/"
http_serve <<'END'
[http]
root        = http/first
names       = first.example.net
tls         = yes
certificate = http/first.example.net.crt
key         = first.example.net.key
client_ca   = http/other.crt

[http.shop.example.net]
names       = shop.example.net shop.example.org
root        = http/shop
certificate = http/shop.example.net.crt
key         = shop.example.net.key
client_ca   = http/authority.crt
END

# through SNI HOST [CERTIFICATE]: the status of HOST's page, over TLS for the name SNI ("" = none said).
through() {
	set -- "${1:+-servername $1}" "$2" "${3:+-cert $work/$3.crt -key $work/$3.key}"
	# shellcheck disable=SC2086
	{ printf 'GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$2" && sleep 1; } |
		openssl s_client -quiet ${1:--noservername} -connect 127.0.0.1:443 $3 2>/dev/null | sed -n '1s/HTTP.1.1 \([0-9]*\).*/\1/p'
}
is 'two authorities: each host takes its own' \
	"$(through first.example.net first.example.net stranger) $(through shop.example.net shop.example.net member)" '200 200'
is 'by any of its names, in any case' "$(through Shop.Example.ORG shop.example.org member)" 200
is 'the first takes clients that name no host' "$(through '' 127.0.0.1 stranger)" 200
is 'the other host is not had without a name' "$(through '' shop.example.net stranger)" 421
is 'nor by a name that nobody has' "$(through unknown.example.net shop.example.net stranger)" 421
is 'nor by the name of the first' "$(through first.example.net shop.example.net stranger)" 421
is 'nor by its own, with the wrong certificate' "$(through shop.example.net shop.example.net stranger)" 400
is 'without a certificate: 403' "$(through shop.example.net shop.example.net)" 403
is 'without certificate and name: 403 as well' "$(through '' shop.example.net)" 403

# Self-made certificate.
http_serve <<'END'
[http]
root = http/first
tls  = yes
listen     = 127.0.0.1:8080 [::1]:8080
tls_listen = 127.0.0.1:8443
tls_versions = 1.3
http2 = no

[http.shop.example.net]
root = http/shop
https_only = yes
END
ok 'a missing certificate is made, and said loudly' has "$work/render" 'NO CERTIFICATE WAS GIVEN.* www shop.example.net'
said=$(sed -n 's/.*SHA-256 //p' "$work/render")
is 'its fingerprint is the one in the log' "$(openssl s_client -connect 127.0.0.1:8443 </dev/null 2>/dev/null |
	openssl x509 -noout -fingerprint -sha256 | cut -d= -f2)" "$said"
is 'it has the names' "$(openssl x509 -in "$data/self-made.crt" -noout -ext subjectAltName | sed -n 's/ *DNS://gp')" \
	shop.example.net,www
is 'it serves' "$(curl -s --cacert "$data/self-made.crt" --resolve shop.example.net:8443:127.0.0.1 \
	https://shop.example.net:8443/)" shop
is 'only the role reads its key' "$(stat -c '%a %u' "$data/self-made.key")" '600 202'
before=$(cat "$data/self-made.crt")
ok 'renders again' http_render
is 'keeping the certificate' "$(cat "$data/self-made.crt")" "$before"
is 'and saying nothing' "$(cat "$work/render")" ''
is 'listen = ADDRESS:PORT' "$(get http://127.0.0.1:8080/)" first
is 'listen = [IPV6]:PORT' "$(get -g 'http://[::1]:8080/')" first
is 'nothing on port 80' "$(status http://127.0.0.1/)" 000
is 'https_only names the port' "$(header location -H 'Host: shop.example.net' http://127.0.0.1:8080/)" \
	https://shop.example.net:8443/
ok 'tls_versions = 1.3 refuses 1.2' not curl -sk --tls-max 1.2 https://127.0.0.1:8443/
is 'http2 = no' "$(get -o /dev/null -w '%{http_version}' --http2 https://127.0.0.1:8443/)" 1.1
sed -i 's/shop.example.net/more.example.net/' "$site/site.conf"
ok 'another name' http_render
ok 'makes another certificate' has "$work/render" 'more.example.net'
done_testing
