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
same_page 'a page' "$tree/git/html/git.html" http://127.0.0.1/doc/git/html/git.html
load 'plain' 100000 http://127.0.0.1/doc/git/html/git-log.html --h1
load 'TLS, HTTP/2' 20000 https://127.0.0.1/doc/git/html/everyday.html -m 10
done_testing
