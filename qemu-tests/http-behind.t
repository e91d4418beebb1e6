#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: daemon
# Role http: servers behind it. Reverse proxy with WebSocket, and FastCGI with PHP.
. "$(dirname "$0")/lib.sh"
. "$tests/http/native.sh"
http_lab "$@"

make_authority authority
make_certificate backend authority backend.internal
mkdir -p "$site/http/www/php/sub" "$site/http/www/static" "$site/http/errors"
cp "$work/authority.crt" "$site/http/"
echo 'sorry' >"$site/http/errors/502.html"
echo 'not proxied' >"$site/http/www/static/a.txt"
cat >"$site/http/www/php/hello.php" <<'END'
<?php echo "PHP says ", $_GET['who'] ?? 'nothing', " ", $_SERVER['REQUEST_METHOD'], " ", file_get_contents('php://input');
END
cat >"$site/http/www/php/index.php" <<'END'
<?php echo "index of ", $_SERVER['SCRIPT_NAME'], " ", $_SERVER['REMOTE_ADDR'], " ", getenv('HTTP_PROXY') ?: 'no proxy';
END
echo 'an image <?php echo "run"; ?>' >"$site/http/www/php/picture.jpg"
echo '<?php echo "source";' >"$site/http/www/php/.hidden.php"
echo '<?php echo "login";' >"$site/http/www/login.php"
echo '<?php echo "host ", $_SERVER["HTTP_HOST"];' >"$site/http/www/php/host.php"
give_secret /dev/null staff

python3 "$tests/http/peer.py" 3000 >"$evidence/peer.log" 2>&1 &
python3 "$tests/http/peer.py" 3001 "$work/backend.crt" "$work/backend.key" >>"$evidence/peer.log" 2>&1 &
as_role php-cgi -b 127.0.0.1:9000 >"$evidence/php.log" 2>&1 &

http_serve <<'END'
[http]
max_body  = 2M
error_502 = http/errors/502.html

[http./app/]
proxy = http://127.0.0.1:3000
proxy_timeout = 2s

[http./api/]
proxy = http://127.0.0.1:3000/v1/
allow = 127.0.0.1

[http./api/docs/]
root = http/www/static

[http./safe/]
proxy      = https://127.0.0.1:3001/
proxy_ca   = http/authority.crt
proxy_name = backend.internal

[http./unsafe/]
proxy      = https://127.0.0.1:3001/
proxy_ca   = http/authority.crt
proxy_name = another.internal

[http./dead/]
proxy = http://127.0.0.1:3999

[http./*.php]
fastcgi = 127.0.0.1:9000

[http./php/]
index = index.php

[http./large/]
proxy    = http://127.0.0.1:3000
max_body = 100M

[http./login.php]
rate = 5/m

[http./plain.php]
redirect = /php/

[http./small/]
proxy    = http://127.0.0.1:3000
max_body = 16K

[http.app.example.net]
proxy = http://127.0.0.1:3000

[http.closed.example.net]
proxy = http://127.0.0.1:3000
auth  = staff
END
here=http://127.0.0.1
wait_for 'status http://127.0.0.1:3000/ | grep -q 200 && status https://127.0.0.1:3001/ | grep -q 200 &&
	curl -s http://127.0.0.1/php/ | grep -q index' 10 || note 'a peer is late'

# Proxy.
get "$here/app/echo?a=b" -H 'X-Forwarded-For: 192.0.2.1' >"$work/echo"
is 'without a path, the whole path is passed on' "$(head -n 1 "$work/echo")" 'GET /app/echo?a=b HTTP/1.1'
ok 'with the host asked for' has "$work/echo" '^Host: 127.0.0.1'
ok 'with the addresses' has "$work/echo" '^X-Forwarded-For: 192.0.2.1, 127.0.0.1'
ok 'with the scheme' has "$work/echo" '^X-Forwarded-Proto: http'
is 'with a path, it takes the place of the folder' "$(get "$here/api/users" | head -n 1)" 'GET /v1/users HTTP/1.1'
is 'a body is passed on' "$(get -d 'some body' $here/app/echo | tail -n 1)" 'some body'
is 'any method' "$(get -X DELETE $here/app/echo | head -n 1)" 'DELETE /app/echo HTTP/1.1'
is 'a folder without its slash' "$(status $here/app)" 301
is 'its headers arrive' "$(header x-powered-by $here/app/echo)" peer
is 'its own errors arrive' "$(get $here/app/fail)" 'its own page'
is 'a folder in a proxied one can be files' "$(get $here/api/docs/a.txt)" 'not proxied'
is 'guards hold' "$(status --interface 127.0.0.2 $here/api/users)" 403
is 'too slow: 504' "$(status $here/app/slow)" 504
is 'not there: 502' "$(status $here/dead/)" 502
is 'with our page' "$(get $here/dead/)" sorry
is 'too large: 413' "$(head -c 3000000 /dev/zero | status --data-binary @- $here/app/echo)" 413
is 'a large body arrives whole' "$(head -c 20000000 /dev/zero | tr '\0' x | get --data-binary @- $here/large/echo | tail -n 1 | wc -c)" 20000000
is 'a whole host can be a proxy' "$(get -H 'Host: app.example.net' $here/x/y.php | head -n 1)" 'GET /x/y.php HTTP/1.1'
is 'a stream is not held back: first byte at once' \
	"$(get -o /dev/null -w '%{time_starttransfer} %{time_total}' $here/app/stream | awk '{ print ($1 < 0.3 && $2 > 0.8) ? "yes" : $0 }')" yes
is 'to https' "$(get $here/safe/echo | head -n 1)" 'GET /echo HTTP/1.1'
is 'not to an https server of another name' "$(status $here/unsafe/echo)" 502

is 'WebSocket' "$(python3 "$tests/http/chat.py" 127.0.0.1 80 /app/chat hello 'and again' | tr '\n' ' ')" 'HELLO AND AGAIN '

# Whose host it is, is for nginx to say: a request with two names gets the guards of the first, and so its name.
# ask_raw REQUEST: the answer, byte for byte as the server sends it.
ask_raw() {
	python3 - "$1" <<'END'
import socket, sys
peer = socket.create_connection(('127.0.0.1', 80), timeout=10)
peer.sendall(sys.argv[1].encode().decode('unicode_escape').encode())
while data := peer.recv(65536):
    sys.stdout.write(data.decode())
END
}
# host_told REQUEST-TARGET HOST: the Host that the server behind is told.
host_told() { ask_raw "GET $1 HTTP/1.1\r\nHost: $2\r\nConnection: close\r\n\r\n" | tr -d '\r' | sed -n 's/^Host: //p'; }
is 'a closed host is closed' "$(status -H 'Host: closed.example.net' $here/echo)" 401
is 'its name cannot be had by the door of another' \
	"$(host_told http://app.example.net/echo closed.example.net)" app.example.net
is 'nor with a port' "$(host_told http://app.example.net/echo closed.example.net:80)" app.example.net
is 'nor behind its own' "$(host_told http://app.example.net/echo 'app.example.net|closed.example.net')" app.example.net
is 'nor by a script' "$(ask_raw 'GET http://any.example.net/php/host.php HTTP/1.1\r\nHost: closed.example.net\r\nConnection: close\r\n\r\n' |
	tr -d '\r' | grep '^host')" 'host any.example.net'
is 'a port stays' "$(host_told /echo app.example.net:8080)" app.example.net:8080
is 'in capitals it is the same' "$(host_told /echo App.Example.NET.:8080)" app.example.net:8080
is 'an address of IPv6 too' "$(host_told /app/echo '[::1]:8080')" '[::1]:8080'

# Bodies that never end: nothing of them lies in /run, which is memory.
# bodies PATH LENGTH: begins 20 requests with bodies of LENGTH of which the last byte does not come; prints how many files hold them.
bodies() {
	python3 - "$1" "$2" "$run/temporary" <<'END'
import os, pathlib, socket, sys, time
path, length, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
peers = [socket.create_connection(('127.0.0.1', 80), timeout=10) for _ in range(20)]
for peer in peers:
    peer.sendall(b'POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n' % (path.encode(), length))
    peer.sendall(b'x' * (length - 1))
time.sleep(1)  # for files that must not come
count = 0
for link in pathlib.Path('/proc').glob('[0-9]*/fd/*'):
    try:
        count += os.readlink(link).startswith(folder)
    except OSError:  # another's, or gone
        pass
print(count)
END
}
for path in /app/echo /php/hello.php /small/echo; do
	length=1000000
	[ $path != /small/echo ] || length=16000
	is "$path: bodies that do not end fill no memory" "$(bodies $path $length)" 0
done
is 'a short body is collected first' "$(get -d 'some body' $here/small/echo | tail -n 1)" 'some body'

# FastCGI.
is 'PHP by ending' "$(get "$here/php/hello.php?who=world")" 'PHP says world GET '
is 'PHP gets a body' "$(get -d 'abc=def' "$here/php/hello.php")" 'PHP says nothing POST abc=def'
is 'PHP as index, without a proxy from outside' "$(get -H 'Proxy: http://evil' $here/php/)" \
	'index of /php/index.php 127.0.0.1 no proxy'
is 'a script that is not there: 404' "$(status $here/php/none.php)" 404
is 'a picture is not run' "$(status $here/php/picture.jpg/x.php)" 404
is 'a hidden script is not run' "$(status $here/php/.hidden.php)" 404
is 'headers of files are not those of scripts in their folder' \
	"$(header cache-control $here/php/picture.jpg) $(header cache-control $here/php/hello.php)" 'no-cache '
is 'no script as text' "$(get $here/php/hello.php | grep -c '<?php')" 0
is 'a path of its own is a script still' "$(get $here/login.php)" login
is 'with what it says: a rate without burst' "$(get $here/login.php >/dev/null && status $here/login.php)" 429
is 'or something else entirely' "$(status $here/plain.php)" 301

http_serve <<'END'
[http]
fastcgi      = 127.0.0.1:9000
fastcgi_root = /tmp
END
is 'fastcgi_root is where the other side looks' "$(get $here/x.php)" 'No input file specified.'
done_testing
