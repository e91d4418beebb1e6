#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# Role http on a machine: examples/web with a real tree of more than 1,000 files, and 100,000 requests.
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/http/tree.sh"
[ -n "${WHIT_LAB-}" ] || documentation_fetch
need_lab

# answers PATH: the machine has that page.
answers() { curl -skf -m 5 -o /dev/null "http://$machine_address$1"; }

# The example, with the tree in it.
cp -R "$top/examples/web" "$work/web-tree"
documentation_copy "$work/web-tree/http/www/doc"
tree=$work/web-tree/http/www/doc
at_least 'files in the tree' "$(find "$tree" -type f | wc -l)" 1000
image=$(image_of "$work/web-tree" PROFILE=debug)
machine_start "$image"
must_be_ready 'the machine' 120
ok 'http answers' wait_for 'answers /' 20
here=http://$machine_address secure=https://$machine_address

is 'the first page' "$(curl -s "$here/" | sha256sum)" "$(sha256sum <"$top/examples/web/http/www/index.html")"
is 'the page for what is missing' "$(curl -s "$here/none" | sha256sum)" "$(sha256sum <"$top/examples/web/http/www/404.html")"
is 'a listing' "$(curl -s "$here/downloads/" | grep -c star-count.txt)" 1
is 'a redirect' "$(curl -s -o /dev/null -w '%{http_code} %{redirect_url}' "$here/news/")" "301 $here/notes/"
ok 'a self-made certificate is said loudly' machine_says 'NO CERTIFICATE WAS GIVEN' 10
is 'it is the one that is shown' "$(openssl s_client -connect "$machine_address:443" </dev/null 2>/dev/null |
	openssl x509 -noout -fingerprint -sha256 | cut -d= -f2)" \
	"$(tr -d '\r' <"$(machine_console)" | sed -n 's/.*NO CERTIFICATE.*SHA-256 \([0-9A-F:]*\).*/\1/p' | head -n 1)"
ok 'the access log is on the console' machine_says 'GET /downloads/ HTTP/1.1' 5

nginx_pid=$(machine_run cat /run/http/nginx.pid)
machine_run cat "/proc/$nginx_pid/status" >"$evidence/nginx.status"
ok 'nginx is uid 202' has "$evidence/nginx.status" '^Uid:.202.202.202.202'
ok 'and may do nothing but bind low ports' has "$evidence/nginx.status" '^CapEff:.0000000000000400'
ok 'nor become more' has "$evidence/nginx.status" '^NoNewPrivs:.1'

same_tree 'plain HTTP/1.1' "$tree" "$here/doc" 1.1 --http1.1
same_tree 'TLS 1.3, HTTP/1.1' "$tree" "$secure/doc" 1.1 --http1.1 --tlsv1.3
same_tree 'TLS 1.3, HTTP/2' "$tree" "$secure/doc" 2 --tlsv1.3
ok 'TLS goes through the kernel' has "$(machine_run cat /proc/net/tls_stat >"$work/tls" && echo "$work/tls")" '^TlsTxSw.*[1-9]'
same_page 'a page' "$tree/git/html/git.html" "$here/doc/git/html/git.html"
load 'plain' 100000 "$here/notes/how-dark.html" --h1
load 'TLS, HTTP/2' 5000 "$secure/notes/how-dark.html" -m 10
ok 'the machine stops' machine_stop

done_testing
