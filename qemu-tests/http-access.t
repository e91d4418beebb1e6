#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: daemon
# Role http: who may have it and how much. Passwords, address lists, limits, slow clients, logs.
. "$(dirname "$0")/lib.sh"
. "$tests/http/native.sh"
http_lab "$@"

www=$site/http/www
for name in private private/open inside closed few slow upload; do
	mkdir -p "$www/$name"
	echo "$name" >"$www/$name/index.html"
done
echo home >"$www/index.html"
echo 'echo "code"' >"$www/private/page.txt"
echo 'for all' >"$www/private/page.open"
truncate -s 100M "$www/slow/big"
cat >"$work/users" <<END
# made with: htpasswd -nbB, openssl passwd -6, openssl passwd -apr1
bcrypt:\$2y\$04\$APlm/tE0rARIB5pc5RWO4.Sv070UGQ/keq8p9GGPE0dPhiDyUSxmC
sha512:$(openssl passwd -6 -salt 0123456789 house)
apr1:$(openssl passwd -apr1 -salt 01234567 lake)
END
give_secret "$work/users"

http_serve <<'END'
[http]
header_timeout = 2s
body_timeout   = 2s
send_timeout   = 2s
keepalive      = 3s
trust_proxy    = 127.0.0.9

[http./private/]
auth       = users
auth_realm = the garden

[http./private/open/]
auth = no

[http./*.txt]
cache = 1h

[http./*.open]
auth = no
gzip = no

[http./inside/]
allow = 127.0.0.2 127.0.1.0/24
allow = ::1

[http./closed/]
deny = 127.0.0.3

[http./few/]
rate  = 1/s
burst = 2

[http./slow/]
connections = 2

[http./upload/]
max_body = 2K

[http.quiet.example.net]
log = off

[http.json.example.net]
log = json
END
here=http://127.0.0.1

is 'without a password: 401' "$(status $here/private/)" 401
is 'the realm is said' "$(header www-authenticate $here/private/)" 'Basic realm="the garden"'
is 'bcrypt' "$(get -u bcrypt:tree $here/private/)" private
is 'SHA-512' "$(get -u sha512:house $here/private/)" private
is 'apr1' "$(get -u apr1:lake $here/private/)" private
is 'a wrong password: 401' "$(status -u bcrypt:house $here/private/)" 401
is 'an unknown user: 401' "$(status -u nobody:tree $here/private/)" 401
is 'a pattern does not open a folder' "$(status $here/private/page.txt)" 401
is 'and holds in it' "$(header cache-control -u bcrypt:tree $here/private/page.txt)" max-age=3600
is 'unless it says so' "$(get $here/private/page.open)" 'for all'
is 'auth = no opens a path' "$(get $here/private/open/)" private/open
is 'the password file is not served' "$(status $here/users)" 404

is 'allow: others get 403' "$(status $here/inside/)" 403
is 'allow: an address' "$(get --interface 127.0.0.2 $here/inside/)" inside
is 'allow: a network' "$(get --interface 127.0.1.77 $here/inside/)" inside
is 'allow: an IPv6 address of a second line' "$(get -g 'http://[::1]/inside/')" inside
is 'deny: that address gets 403' "$(status --interface 127.0.0.3 $here/closed/)" 403
is 'deny: others do not' "$(get $here/closed/)" closed
is 'trust_proxy: its word about the address counts' \
	"$(get --interface 127.0.0.9 -H 'X-Forwarded-For: 127.0.0.2' $here/inside/)" inside
is "nobody else's does" "$(status -H 'X-Forwarded-For: 127.0.0.2' $here/inside/)" 403

is 'rate and burst: 3 pass, then 429' "$(for _ in 1 2 3 4 5; do status $here/few/; echo; done | sort | uniq -c | tr -s ' \n' ' ')" \
	' 3 200 2 429 '
is 'other addresses are not touched' "$(status --interface 127.0.0.5 $here/few/)" 200
is 'max_body: what is larger is 413' "$(head -c 3000 /dev/zero | status --data-binary @- $here/upload/)" 413
is 'what is smaller is not' "$(head -c 2000 /dev/zero | status --data-binary @- $here/upload/)" 405

# Two connections that take their time, and a third.
for _ in 1 2; do
	curl -s --limit-rate 100k -o /dev/null $here/slow/big &
done
ok 'connections: the third is 429' wait_for "[ \"\$(curl -s -o /dev/null -w '%{http_code}' $here/slow/)\" = 429 ]" 5
is 'other paths are not touched' "$(status $here/)" 200

# slow TEXT: sends TEXT, then waits; prints after how many seconds the server hung up.
slow() {
	python3 - "$1" <<'END'
import socket, sys, time
peer = socket.create_connection(('127.0.0.1', 80), timeout=20)
start = time.monotonic()
peer.sendall(sys.argv[1].encode().decode('unicode_escape').encode())
try:
    while peer.recv(65536):
        pass
except ConnectionResetError:
    pass
print(round(time.monotonic() - start, 1))
END
}
at_most 'half a request line: hung up' "$(slow 'GET / HT')" 4 s
at_most 'headers without end: hung up' "$(slow 'GET / HTTP/1.1\r\nHost: x\r\nX-A: b\r\n')" 4 s
at_most 'a body that does not come: hung up' \
	"$(slow 'POST /upload/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc')" 5 s
at_most 'a connection nobody uses any more: hung up' "$(slow 'GET / HTTP/1.1\r\nHost: x\r\n\r\n')" 5 s

# 200 clients that drip a byte a second hold nobody off.
python3 - <<'END' &
import socket, time
peers = [socket.create_connection(('127.0.0.1', 80)) for _ in range(200)]
for _ in range(4):
    for peer in peers:
        try:
            peer.send(b'G')
        except OSError:
            pass
    time.sleep(1)
END
slow_loris=$!
at_most 'an answer beside 200 dripping clients' "$(get -o /dev/null -w '%{time_total}' $here/)" 0.5 s
wait $slow_loris

is 'headers beyond all measure: 400' "$(status -H "X-Long: $(head -c 40000 /dev/zero | tr '\0' a)" $here/)" 400
is 'a path beyond all measure: 414' "$(status "$here/$(head -c 20000 /dev/zero | tr '\0' a)")" 414
is 'no Host in HTTP/1.1: 400' "$(status -H 'Host:' $here/)" 400

# Logs.
get -A 'a "quoted" agent' -e 'http://from/' "$here/index.html?log=combined" >/dev/null
get -H 'Host: quiet.example.net' "$here/?log=off" >/dev/null
get -H 'Host: json.example.net' -A 'a "quoted" agent' "$here/?log=json" >/dev/null
ok 'log: combined' wait_for "has '$log' \
	'^127.0.0.1 - - \\[.*\\] \"GET /index.html\\?log=combined HTTP/1.1\" 200 5 \"http://from/\" \"a '" 5
ok 'log: who logged in' has "$log" '^127.0.0.1 - bcrypt '
ok 'log: json' wait_for "grep -q 'log=json' '$log'" 5
is 'is JSON' "$(grep 'log=json' "$log" | python3 -c 'import json, sys
line = json.loads(sys.stdin.readline())
print(line["method"], line["host"], line["status"], line["bytes"], line["agent"])')" 'GET json.example.net 200 5 a "quoted" agent'
ok 'log = off' not has "$log" 'log=off'
get -o /dev/null -H "Authorization: Basic $(printf 'x\n6.6.6.6 - forged:pw' | base64 -w0)" $here/private/
get -o /dev/null "$here/last"
ok 'the log goes on' wait_for "has '$log' 'GET /last '" 5
ok 'a user name makes no line of the log' not has "$log" '^6\.6\.6\.6'
ok 'no line of the log has a password' not grep -q 'tree\|house\|lake' "$log"
done_testing
