#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: daemon
# Role http: an nginx.conf of the site's own is taken when nginx says that it is good, and used as it is.
. "$(dirname "$0")/lib.sh"
. "$tests/http/native.sh"
http_lab "$@"

echo native >"$site/http/www/index.html"
mkdir "$site/http/conf.d"
make_authority www.example.net
cp "$work/www.example.net.crt" "$site/http/"
give_secret "$work/www.example.net.key"
cat >"$site/http/nginx.conf" <<'END'
user nobody-here;
events { worker_connections 512; }
http {
	include mime.types;
	access_log /proc/self/fd/1;
	include conf.d/*.conf;
}
END
cat >"$site/http/conf.d/www.conf" <<'END'
server {
	listen 80;
	listen 443 ssl;
	ssl_certificate www.example.net.crt;
	ssl_certificate_key secrets/www.example.net.key;
	root www;
	location /words { return 200 "as you like\n"; }
}
END

http_serve </dev/null
is 'serves' "$(get http://127.0.0.1/words)" 'as you like'
is 'root is relative to the site' "$(get https://127.0.0.1/)" native
is 'types are there to include' "$(header content-type http://127.0.0.1/)" text/html
ok 'says nothing' not test -s "$work/render"

echo 'types { text/x-own html; }' >"$site/http/mime.types"
ok 'types of the site are taken instead' http_reload
ok 'and used' wait_for 'header content-type http://127.0.0.1/ | grep -qx text/x-own' 10
is 'and left as they are' "$(cat "$site/http/mime.types")" 'types { text/x-own html; }'

sed -i 's/root www;/rooot www;/' "$site/http/conf.d/www.conf"
ok 'a mistake is refused' not http_render
is 'by file and line' "$(cat "$work/render")" 'http/conf.d/www.conf:6: nginx: unknown directive "rooot"'
is 'the old one goes on' "$(get http://127.0.0.1/words)" 'as you like'
sed -i 's/rooot www;/root www;/' "$site/http/conf.d/www.conf"
echo 'daemon on;' >>"$site/http/nginx.conf"
ok 'daemon is not theirs to say' not http_render
is 'and the line is told' "$(cat "$work/render")" 'http/nginx.conf:8: nginx: "daemon" directive is duplicate'
sed -i '$d' "$site/http/nginx.conf"
printf '[http]\nlisting = yes\n' >>"$site/site.conf"
ok 'keys of [http] beside it' http_render
is 'earn a warning' "$(cat "$work/render")" \
	'site.conf:4: [http]: warning: holds for nothing: http/nginx.conf of the site is used instead'
done_testing
