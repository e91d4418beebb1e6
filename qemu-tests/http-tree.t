#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: daemon
# Role http: a real tree of more than 1,000 files to curl and Chromium, byte for byte, and 100,000 requests. The same on a
# machine: http-machine.t.
. "$(dirname "$0")/lib.sh"
. "$tests/http/native.sh"
. "$tests/http/tree.sh"
[ -n "${WHIT_LAB-}" ] || documentation_fetch
http_lab "$@"

documentation_copy "$site/http/www/doc"
tree=$site/http/www/doc
at_least 'files in the tree' "$(find "$tree" -type f | wc -l)" 1000
http_serve <<'END'
[http]
tls = yes
log = off
END
same_tree 'plain HTTP/1.1' "$tree" http://127.0.0.1/doc 1.1 --http1.1
same_tree 'TLS 1.3, HTTP/1.1' "$tree" https://127.0.0.1/doc 1.1 --http1.1 --tlsv1.3
same_tree 'TLS 1.2, HTTP/2' "$tree" https://127.0.0.1/doc 2 --tls-max 1.2
same_tree 'TLS 1.3, HTTP/2, many at once, compressed' "$tree" https://127.0.0.1/doc 2 --tlsv1.3 --compressed --parallel --no-progress-meter
load 'plain' 100000 http://127.0.0.1/doc/git/html/git-log.html --h1
load 'TLS, HTTP/2' 20000 https://127.0.0.1/doc/git/html/everyday.html -m 10

# People's own program, whose words the access log keeps: which page, by which HTTP.
http_serve <<'END'
[http]
tls = yes
END
logged() { wait_for "has '$log' '$1'" 5; }
# browsed NAME URL FILE VERSION: the browser shows it as it is, and has had it by HTTP VERSION.
browsed() {
	same_page "$1" "$tree/$3" "$2/doc/$3"
	ok "$1: by HTTP $4" logged "\"GET /doc/$3 HTTP/$4\" 200 [0-9]+ .*Chrome/"
}
browsed 'a page, plain' http://127.0.0.1 git/html/git.html 1.1
for file in git/html/git.html git/html/gitglossary.html git/html/howto/maintain-git.html; do
	browsed "${file##*/}, TLS" https://127.0.0.1 "$file" 2.0
done
# One that scripts make another page of when it is a file.
ok 'a page with style and pictures' browse https://127.0.0.1/doc/sqlite3/about.html "$work/about" --dump-dom
for file in sqlite.css images/sqlite370_banner.gif; do
	ok "$file comes along by HTTP 2.0" logged "\"GET /doc/sqlite3/$file HTTP/2.0\" 200 [0-9]+ .*Chrome/"
done
done_testing
