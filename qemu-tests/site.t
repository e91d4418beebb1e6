#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: image
# Bad sites are refused with FILE:LINE: KEY: why, every mistake at once; and odd but good ones are taken.
set -eu
. "$(dirname "$0")/lib.sh"

roles="$top/roles/dns $top/roles/http"
# shellcheck disable=SC2086
"$top/scripts/programs" site-check && "$top/scripts/programs" roles $roles
# shellcheck disable=SC2046,SC2086
"$top/scripts/packages" $("$top/scripts/initramfs" packages $roles)
mkdir "$work/sbin"
# shellcheck disable=SC2086
"$top/scripts/initramfs" sbin "$work/sbin" $roles
export ROLE_PATH="$top/roles"

# check SITE [OPTION...]: its messages in $work/messages, its exit status in $status.
check() {
	check_site=$1
	shift
	status=0
	timeout 60 "$out/programs/site-check" --bin "$work/sbin" "$@" "$check_site" >"$work/stdout" 2>"$work/messages" || status=$?
}

# begin NAME ROLES: a small good site in $site.
begin() {
	site=$work/$1
	mkdir -p "$site/http/www" "$site/dns/zones"
	echo page >"$site/http/www/index.html"
	printf '%s\n' '@ 300 SOA ns hostmaster 1 3600 600 604800 300' '@ 300 NS ns' 'ns 300 A 192.0.2.53' \
		>"$site/dns/zones/example.net.zone"
	printf '[site]\nhostname = here\nroles = %s\n' "$2" >"$site/site.conf"
}

# refused NAME WANTED: $site is refused with exactly the message WANTED.
refused() {
	check "$site"
	is "$1 is refused" "$status" 1
	is "$1: says where and why" "$(cat "$work/messages")" "$2"
}

# taken NAME: $site is good, without a word.
taken() {
	check "$site"
	is "$1 is taken" "$status $(cat "$work/messages")" '0 '
}

# 1. Thirty mistakes, thirty messages.
cp -r "$tests/site/mistakes" "$work/mistakes"
check "$work/mistakes"
is "a site with 30 mistakes is refused" "$status" 1
is "30 messages name file and line" "$(grep -Ec '^[a-z./]+:[0-9]+: ' "$work/messages")" 30
ok "and they are the right ones" diff "$tests/site/mistakes.golden" "$work/messages"
check "$work/mistakes" --json
is "--json says the same" "$(jq -c '[.good, (.problems | length)]' "$work/stdout")" '[false,30]'
check "$work/mistakes" --roles
is "--roles names none of a bad site" "$status $(cat "$work/stdout")" '1 '

# 2. Files.
begin zone dns
printf 'www A 192.0.2.300\n' >>"$site/dns/zones/example.net.zone"
refused "a zone with a syntax error" 'dns/zones/example.net.zone:4: invalid IPv4 address'

begin certificate http
for name in good other; do
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=www.example.net" \
		-addext subjectAltName=DNS:www.example.net -keyout "$work/$name.key" -out "$work/$name.crt" 2>/dev/null
done
mkdir -p "$site/secrets/http"
cp "$work/other.key" "$site/secrets/http/www.key"
cp "$work/good.crt" "$site/http/www.crt"
printf '[http]\ntls = yes\nnames = www.example.net\ncertificate = http/www.crt\nkey = www.key\n' >>"$site/site.conf"
refused "a certificate that does not match its key" \
	'site.conf:7: certificate: http/www.crt does not match its key www.key'
cp "$work/good.key" "$site/secrets/http/www.key"
taken "the certificate with its own key"
cp "$work/good.key" "$site/http/www/backup.pem"
check "$site"
is "a private key in the content is warned of" "$status $(cat "$work/messages")" \
	'0 http/www/backup.pem: warning: is a private key, and what is not in secrets/ is readable by everyone'

begin missing http
printf '[http]\nerror_404 = http/404.html\n' >>"$site/site.conf"
refused "a missing file" 'site.conf:5: error_404: "http/404.html": there is no such file'

begin link http
ln -s /etc/passwd "$site/http/www/passwd"
ln -s ../../secrets/http/key "$site/http/www/key"
mkdir -p "$site/secrets/http"
echo secret >"$site/secrets/http/key"
refused "links out of the content" 'http/www/key: is a link to secrets/http/key, which is in secrets/, which is never part of the content
http/www/passwd: is a link that leaves the site, to /etc/passwd'

begin role 'http shop'
refused "a role that does not exist" 'site.conf:3: roles: there is no role shop; there are: dns http journal share'
begin typo dsn
refused "a role with a typing error" 'site.conf:3: roles: there is no role dsn; did you mean dns?; there are: dns http journal share'

begin taken 'dns net'
mkdir -p "$site/roles/net"
printf '[role]\ndescription = mine\nuid = 300\n' >"$site/roles/net/role.conf"
refused "a role with a name of the system" "roles/net/role.conf: net: is the system's own name"

# 3. site.conf itself.
begin twice http
printf '[http]\n[http]\n[site]\n' >>"$site/site.conf"
refused "sections that stand twice" 'site.conf:5: [http] stands twice; it began in line 4
site.conf:6: [site] stands twice; it began in line 1
site.conf:6: hostname: is missing in [site]
site.conf:6: roles: is missing in [site]'

begin windows http
sed -i 's/$/\r/; 1s/^/\xef\xbb\xbf/' "$site/site.conf"
taken "a file with CR LF and a byte order mark"
begin unended http
printf '[http]\nlisen = 3' >>"$site/site.conf"
refused "a mistake in a last line without an end" 'site.conf:5: lisen: [http] has no such key; did you mean listen?'

begin empty http
: >"$site/site.conf"
refused "an empty file" 'site.conf: lacks the section [site]'
begin folder http
rm "$site/site.conf"
mkdir "$site/site.conf"
refused "a folder in place of site.conf" 'site.conf: is not a regular file'
begin none http
rm "$site/site.conf"
refused "no site.conf" 'site.conf: No such file or directory'
begin bytes http
printf '[http]\nk\0ey = 1\nroot = \377\n' >>"$site/site.conf"
refused "NUL and what is no UTF-8" 'site.conf:5: the line has a NUL byte
site.conf:6: the line is not UTF-8'
begin long http
{ echo '[http]' && printf 'root = ' && head -c 5000 /dev/zero | tr '\0' x && echo && echo 'lisen = 80'; } >>"$site/site.conf"
refused "a line of 5,000 bytes" 'site.conf:5: the line is longer than 4000 bytes
site.conf:6: lisen: [http] has no such key; did you mean listen?'
begin huge http
head -c 10000000 /dev/zero | tr '\0' x >>"$site/site.conf"
refused "a line of 10 MB" 'site.conf: is larger than 1048576 bytes'

# 4. A role whose own program misbehaves: that is no verdict on the site.
begin own odd
mkdir -p "$site/roles/odd" "$work/programs/roles/odd" "$work/temporary"
: >"$site/roles/odd/render.c"
printf '[role]\ndescription = odd\nuid = 300\nprepare = /roles/odd/render\n' >"$site/roles/odd/role.conf"
# odd NAME SCRIPT STATUS PATTERN: with SCRIPT as its program, site-check ends with STATUS and says PATTERN.
odd() {
	printf '#!/bin/sh\n%s\n' "$2" >"$work/programs/roles/odd/render"
	chmod +x "$work/programs/roles/odd/render"
	check "$site" --programs "$work/programs"
	is "$1: exit status" "$status" "$3"
	ok "$1: says so" has "$work/messages" "$4"
}
odd "a program that complains" 'echo "site.conf:3: roles: is odd" >&2; exit 1' 1 '^site.conf:3: roles: is odd$'
odd "one that dies" 'kill -9 $$' 2 'role odd: .*died: Killed'
odd "one that cannot check" 'echo help >&2; exit 2' 2 'role odd: .*could not do its check \(exit 2\)'
odd "one that does not say what is wrong" 'exit 1' 2 'found a mistake and did not say which'
odd "one that says too much" 'yes "f:1: x: y" | head -n 500000 >&2; exit 1' 1 '^f:1: x: y$'
odd "one that only warns" 'echo "f:1: warning: hm" >&2' 0 '^f:1: warning: hm$'
echo 'colour = red' >>"$site/roles/odd/role.conf"
odd "a role.conf with a mistake" 'exit 0' 1 '^roles/odd/role.conf:5: colour: \[role\] has no such key'
sed -i '$d' "$site/roles/odd/role.conf"
printf '#!/bin/sh\nexec sleep 100\n' >"$work/programs/roles/odd/render"
TMPDIR=$work/temporary "$out/programs/site-check" --programs "$work/programs" "$site" 2>"$work/messages" &
checker=$!
ok "one that hangs is waited for" wait_for "pgrep -P $checker sleep" 10
hanging=$(pgrep -P "$checker" sleep)
kill -TERM "$checker"
status=0
wait "$checker" || status=$?
is "an interrupted check says so" "$status $(cat "$work/messages")" '2 site-check: interrupted'
ok "and leaves neither files nor processes" eval "! kill -0 $hanging 2>/dev/null && rmdir '$work/temporary'"

# 5. A stranger's site writes nowhere but into the check's own folder. The daemon's checker does what nginx.conf says.
outside=$(mktemp -d /var/tmp/whit-site.XXXXXX) # not in /tmp, which is left open
at_exit 'rm -rf "$outside"'
perl -e 'exit(syscall(444, 0, 0, 1) < 1)' || confined=no # landlock_create_ruleset(2): which version?
mkdir "$outside/logs" "$outside/mine"
echo whole >"$outside/file"
# tries NAME COMMAND: a render that does this to what is not its own does not get far.
tries() {
	[ "${confined-}" != no ] || { skip "a render cannot $1" 'no Landlock in this kernel' && return; }
	printf '#!/bin/sh\nif (cd "%s" && %s) 2>/dev/null; then echo "site.conf:3: done: it is" >&2 && exit 1; fi\n' "$outside" "$2" \
		>"$work/programs/roles/odd/render"
	check "$site" --programs "$work/programs"
	is "a render cannot $1" "$status $(cat "$work/messages")" '0 '
}
tries 'make a file' 'echo >new'
tries 'write to a file' 'echo more >>file'
tries 'remove one' 'rm -f file && [ ! -e file ]'
tries 'move one' 'mv file other'
tries 'make a folder' 'mkdir folder'
tries 'make a link' 'ln -s /etc link'
[ "$(id -u)" != 0 ] || tries 'give a folder away' 'chown 65534 mine'
[ "$(id -u)" != 0 ] || tries 'mount' 'mount -t tmpfs none logs'
[ "${confined-}" = no ] || is "nothing of it was done" "$(cd "$outside" && find . -user "$(id -u)" | sort | xargs) $(cat "$outside/file")" '. ./file ./logs ./mine whole'
odd "it writes into its own folders, and to /dev/null" \
	'while [ "$1" != --run ]; do shift; done; echo a >"$2/a" && mkdir "$2/b" && mv "$2/a" "$2/b" && echo >/dev/null && echo "f: warning: done" >&2' 0 '^f: warning: done$'

begin native http
printf 'events {}\nerror_log %s/logs/error.log;\nhttp { client_body_temp_path %s/logs/body; access_log %s/file;\nserver { listen 80; } }\n' \
	"$outside" "$outside" "$outside" >"$site/http/nginx.conf"
check "$site"
ok "an nginx.conf that writes elsewhere is refused" test "$status" != 0
ok "and it is said what for" has "$work/messages" "nginx: .*$outside.* Permission denied|Landlock"
is "before it has written" "$(ls "$outside/logs")" ''
printf 'events {}\nhttp { access_log /proc/self/fd/1; server { listen 80; root www; } }\n' >"$site/http/nginx.conf"
taken "an nginx.conf that does not"
native=$site
begin native-dns dns
printf 'server:\n    rundir: /run/dns\ndatabase:\n    storage: /data/dns\nzone:\n  - domain: example.net\n    storage: /site/dns/zones\n' \
	>"$site/dns/knot.conf"
taken "a knot.conf"

# A process can be confined 16 times and no more; then it is as on a kernel without Landlock.
# unconfined COMMAND...
unconfined() {
	perl -e 'for (1 .. 16) {
			my $rules = syscall(444, my $what = pack("Q", 1 << 11), 8, 0); # landlock_create_ruleset: disks
			last if $rules == -1 || syscall(157, 38, 1, 0, 0, 0) || syscall(446, $rules, 0);
		} exec @ARGV' "$@"
}
site=$native
status=0
unconfined "$out/programs/site-check" --bin "$work/sbin" "$site" 2>"$work/messages" || status=$?
is "what cannot be confined is not checked" "$status" 2
ok "and the message says what may be done" has "$work/messages" 'Landlock.*TRUST_SITE=yes'
status=0
TRUST_SITE=yes unconfined "$out/programs/site-check" --bin "$work/sbin" "$site" 2>"$work/messages" || status=$?
is "unless the site is trusted" "$status $(cat "$work/messages")" '0 '
begin plain http
status=0
unconfined "$out/programs/site-check" --bin "$work/sbin" "$site" 2>"$work/messages" || status=$?
is "what we write ourselves needs no trust" "$status $(cat "$work/messages")" '0 '

# 6. The program itself.
check "$site" --no-such-option
is "a wrong option is no verdict on the site" "$status" 2
"$out/programs/site-check" --help >"$work/help"
ok "--help helps" has "$work/help" "Exit status"
for name in demo dns web; do
	site=$top/examples/$name
	check "$site"
	is "examples/$name is good" "$status" 0
done
done_testing
