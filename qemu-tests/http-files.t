#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: daemon
# Role http: files. Index, listing, error pages, compression, caching, ranges, and what is never shown.
. "$(dirname "$0")/lib.sh"
. "$tests/http/native.sh"
http_lab "$@"

www=$site/http/www
mkdir -p "$www/list" "$www/closed" "$www/.git" "$www/.well-known" "$www/php" "$site/http/errors" "$site/http/manual/deep" \
	"$site/http/app" "$site/http/with404"
echo '<h1>home</h1>' >"$www/index.html"
echo 'one' >"$www/list/one.txt"
echo 'two' >"$www/list/a b&c.txt"
echo 'secret' >"$www/.git/config"
echo 'contact' >"$www/.well-known/security.txt"
echo 'hidden' >"$www/.htaccess"
echo 'manual' >"$site/http/manual/index.html"
echo 'deep' >"$site/http/manual/deep/page.html"
echo 'shell' >"$site/http/app/index.html"
echo 'code' >"$site/http/app/app.js"
echo 'here' >"$site/http/with404/index.html"
echo 'its own 404' >"$site/http/with404/404.html"
echo 'nothing here' >"$www/404.html"
echo 'not for you' >"$site/http/errors/403.html"
seq 1 3000 >"$www/numbers.txt"
seq 1 3000 >"$www/style.css"
echo 'body {}' >"$www/ready.css"
printf 'pre-compressed' | gzip -9n >"$www/ready.css.gz"
head -c 100000 /dev/urandom >"$www/noise.bin"
touch -d '2026-01-02 03:04:05' "$www/numbers.txt"

http_site <<'END'
[http]
error_403 = http/errors/403.html
header    = Permissions-Policy: geolocation=()
header    = X-Test: two "words"

[http./list/]
listing = yes

[http./manual/]
root  = http/manual
cache = 2h

[http./app/]
root     = http/app
fallback = /app/index.html

[http./with404/]
root = http/with404

[http./numbers.txt]
charset          = utf-8
gzip             = no
security_headers = no
cache            = 7d

[http./*.css]
cache = 30d
END
http_must_start
here=http://127.0.0.1

is 'a folder shows its index' "$(get $here/)" '<h1>home</h1>'
is 'the index is text/html' "$(header content-type $here/)" text/html
is 'a folder without its slash leads to it, whatever the port' "$(header location $here/manual)" /manual/
is 'a path can show another folder' "$(get $here/manual/)" manual
is 'also deep in it' "$(get $here/manual/deep/page.html)" deep
is 'answers over IPv6' "$(get -g 'http://[::1]/')" '<h1>home</h1>'
is 'names no version' "$(header server $here/)" nginx

is 'no listing unless asked for' "$(status $here/closed/)" 403
is 'the error page of a status' "$(get $here/closed/)" 'not for you'
is 'a listing where asked for' "$(get $here/list/ | grep -c '<a href="one.txt">')" 1
is 'a name in a listing is quoted' "$(get $here/list/ | grep -c 'href="a%20b&c.txt"\|href="a%20b%26c.txt"')" 1
is 'an error page is no page of its own' "$(status "$here/.whit/error/5")" 404

is 'what is missing is 404' "$(status $here/missing)" 404
is '404.html of the root is its page' "$(get $here/missing)" 'nothing here'
is "a folder's own 404.html" "$(get $here/with404/missing)" 'its own 404'
is 'fallback shows a page for what is missing' "$(get $here/app/any/where)" shell
is 'with status 200' "$(status $here/app/any/where)" 200
is 'fallback shows files that are there' "$(get $here/app/app.js)" code

is 'text is compressed' "$(header content-encoding --compressed $here/style.css)" gzip
is 'and arrives whole' "$(get --compressed $here/style.css | sha256sum)" "$(sha256sum <"$www/style.css")"
is 'caches are told' "$(header vary --compressed $here/style.css)" Accept-Encoding
is 'not when gzip = no' "$(header content-encoding --compressed $here/numbers.txt)" ''
is 'a .gz beside a file is used' "$(get --compressed $here/ready.css)" pre-compressed
is 'but not for a client that cannot' "$(get $here/ready.css)" 'body {}'
is 'what is no text is not' "$(header content-encoding --compressed $here/noise.bin)" ''
is 'bytes arrive as they are' "$(get $here/noise.bin | sha256sum)" "$(sha256sum <"$www/noise.bin")"

is 'cache = 30d by ending' "$(header cache-control $here/style.css)" max-age=2592000
is 'cache = 2h of a folder' "$(header cache-control $here/manual/)" max-age=7200
is 'cache = 7d of a file' "$(header cache-control $here/numbers.txt)" max-age=604800
is 'without cache, it is asked again each time' "$(header cache-control $here/)" no-cache
etag=$(header etag $here/noise.bin)
ok 'has an ETag' test -n "$etag"
is 'If-None-Match: 304' "$(status -H "If-None-Match: $etag" $here/noise.bin)" 304
is 'If-None-Match of another: 200' "$(status -H 'If-None-Match: "x"' $here/noise.bin)" 200
is 'Last-Modified is the date of the file' "$(header last-modified $here/numbers.txt)" 'Fri, 02 Jan 2026 03:04:05 GMT'
is 'If-Modified-Since: 304' "$(status -H 'If-Modified-Since: Fri, 02 Jan 2026 03:04:05 GMT' $here/numbers.txt)" 304

is 'Range: 206' "$(status -r 10-19 $here/noise.bin)" 206
is 'the right bytes' "$(get -r 500-1499 $here/noise.bin | sha256sum)" \
	"$(tail -c +501 "$www/noise.bin" | head -c 1000 | sha256sum)"
is 'the last bytes' "$(get -r -100 $here/noise.bin | sha256sum)" "$(tail -c 100 "$www/noise.bin" | sha256sum)"
is 'several ranges' "$(header content-type -r 0-9,20-29 $here/noise.bin | cut -d';' -f1)" multipart/byteranges
is 'beyond the end: 416' "$(status -r 200000- $here/noise.bin)" 416
is 'If-Range of another ETag: the whole' "$(status -r 0-9 -H 'If-Range: "x"' $here/noise.bin)" 200

is 'charset = utf-8' "$(header content-type $here/numbers.txt)" 'text/plain; charset=utf-8'
is 'type by ending' "$(header content-type $here/style.css)" text/css
is 'nosniff' "$(header x-content-type-options $here/)" nosniff
is 'security headers on errors too' "$(header x-content-type-options $here/missing)" nosniff
is 'frame options' "$(header x-frame-options $here/)" SAMEORIGIN
is 'security_headers = no' "$(header x-frame-options $here/numbers.txt)" ''
is 'header = Name: value' "$(header permissions-policy $here/)" 'geolocation=()'
is 'a second header, with quotes' "$(header x-test $here/)" 'two "words"'

for path in /.htaccess /.git/config /.git/ /%2egit/config /list/../.git/config; do
	is "dot files are not there: $path" "$(status --path-as-is "$here$path")" 404
done
is 'but .well-known is' "$(get $here/.well-known/security.txt)" contact
echo outside >"$site/outside"
for path in /../outside /../../outside /list/../../../outside /..%2f..%2foutside /%2e%2e/%2e%2e/outside \
	/manual../www/index.html /manual/../../../outside '/..\..\outside'; do
	code=$(status --path-as-is "$here$path")
	ok "no way out of the root: $path ($code)" test "$code" = 400 -o "$code" = 404
done
is 'files are only read: POST' "$(status -d x $here/index.html)" 405
is 'files are only read: PUT' "$(status -X PUT -d x $here/index.html)" 405
is 'files are only read: DELETE' "$(status -X DELETE $here/index.html)" 405
is 'TRACE is refused' "$(status -X TRACE $here/)" 405
is 'HEAD has no body' "$(get -I $here/noise.bin | grep -ci '^content-length: 100000')" 1
is 'HTTP/1.0 is served' "$(get -0 $here/)" '<h1>home</h1>'

# A reload takes a good site and leaves a bad one alone.
echo '<h1>new</h1>' >"$site/http/manual/index.html"
sed -i 's|http/manual|http/app|' "$site/site.conf"
ok 'reloads' http_reload
ok 'and shows the new site' wait_for "[ \"\$(curl -s $here/manual/)\" = shell ]" 10
sed -i 's|http/app|http/gone|' "$site/site.conf"
ok 'a bad site is not rendered' not http_render
ok 'and says where' has "$work/render" '^site.conf:[0-9]+: root: .*http/gone'
# A worker of the site before may answer once more while it ends.
ok 'the old one goes on' wait_for "[ \"\$(curl -s $here/manual/)\" = shell ]" 10
done_testing
