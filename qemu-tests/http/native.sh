# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2016,SC2034,SC2119,SC2120,SC2154 # set by lib.sh, used by those who source this
# Role http without a machine: its render program and the static nginx, as uid 202 with the one capability and the system calls
# it has on the machine, in a network of its own.
#
#	. "$(dirname "$0")/lib.sh"
#	. "$tests/http/native.sh"
#	http_lab                       # starts the script again in a private network
#	http_site <<END                # [http...] sections; content goes to $site/http
#	[http]
#	END
#	http_must_start                # renders, starts nginx, waits until it listens
#	is "says hello" "$(get http://127.0.0.1/)" hello
#
# The site is $site, what would be /run/http $run, /data/http $data, the secrets $secrets; nginx's output $log.
# NGINX_FOLDER=DIR tests another nginx.

http_lab() {
	if [ -z "${WHIT_LAB-}" ]; then
		map=
		[ "$(id -u)" = 0 ] || map='--map-root-user --map-auto'
		# shellcheck disable=SC2086
		unshare $map --net setpriv --reuid 202 --clear-groups true 2>"$work/lab.log" ||
			skip_all "no private network with users of its own here: $(head -n 1 "$work/lab.log")"
		"$top/scripts/programs" roles "$top/roles/http" >&2
		[ -n "${NGINX_FOLDER-}" ] || "$top/scripts/packages" nginx >&2
		rm -rf "$work"
		# shellcheck disable=SC2086
		WHIT_LAB=yes exec unshare $map --net --pid --fork --kill-child "$0" "$@"
	fi
	ip link set lo up
	# Where uid 202 may look: homes are closed to it.
	place=$(mktemp -d /tmp/whit-http.XXXXXX)
	chmod 755 "$place"
	at_exit 'rm -rf "$place"'
	site=$place/site run=$place/run data=$place/data secrets=$place/secrets bin=$place/bin
	log=$evidence/nginx.log
	: >"$log"
	mkdir "$site" "$site/http" "$site/http/www" "$run" "$data" "$secrets" "$bin"
	chown 202:202 "$run" "$data" "$secrets"
	cp "$out/programs/roles/http/render" "$out"/programs/roles/http/*.bpf "$out/tests/under-seccomp" "$place/"
	cp "${NGINX_FOLDER:-$("$top/scripts/package" --path nginx)/usr/sbin}/nginx" "$bin/nginx"
}

# http_site: standard input becomes the role's part of site.conf, from line 4 on.
http_site() {
	printf '[site]\nhostname = www\nroles    = http\n' >"$site/site.conf"
	cat >>"$site/site.conf"
}

# as_role COMMAND...: as init starts it.
as_role() {
	setpriv --reuid 202 --regid 202 --clear-groups --no-new-privs --inh-caps=-all,+net_bind_service \
		--ambient-caps=-all,+net_bind_service --bounding-set=-all,+net_bind_service "$@"
}

# http_render [OPTION]: what it says goes to $work/render.
http_render() {
	# shellcheck disable=SC2046
	as_role $(watched prepare) "$place/under-seccomp" "$place/seccomp-prepare.bpf" "$place/render" --site "$site" --run "$run" --data "$data" --secrets "$secrets" --bin "$bin" "$@" \
		>"$work/render" 2>&1
}

http_start() {
	if ! http_render; then
		note "render said:"
		sed 's/^/#   /' "$work/render"
		return 1
	fi
	cp "$run/conf/nginx.conf" "$evidence/nginx.conf"
	rm -f "$run/nginx.pid"
	# nginx opens its output anew by name, so the pipe must be its own, as init makes it.
	[ -e "$place/output" ] || {
		mkfifo "$place/output"
		chown 202 "$place/output"
	}
	cat "$place/output" >>"$log" &
	# shellcheck disable=SC2046
	as_role $(watched) "$place/under-seccomp" "$place/seccomp.bpf" "$bin/nginx" -p "$run/conf/" -c nginx.conf \
		-e stderr </dev/null >"$place/output" 2>&1 &
	wait_for "[ -s '$run/nginx.pid' ]" 10
}

# http_must_start: `ok starts`, and no further without.
http_must_start() {
	if http_start >"$work/start" 2>&1; then
		pass 'nginx starts'
	else
		fail 'nginx starts'
		cat "$work/start"
		tail -n 5 "$log" | sed 's/^/#   /'
		exit 1
	fi
}

http_stop() {
	[ -s "$run/nginx.pid" ] || return 0
	nginx_pid=$(cat "$run/nginx.pid")
	kill -TERM "$nginx_pid"
	wait_for "! kill -0 $nginx_pid" 10
	if has "$log" 'exited on signal 31'; then
		note "nginx made a system call that is not on its list"
		return 1
	fi
	rm -f "$run/nginx.pid"
}

# http_reload: as init does it: render, then the signal.
http_reload() {
	http_render || return 1
	kill -HUP "$(cat "$run/nginx.pid")"
}

# http_serve: a new site.conf from standard input, and nginx anew.
http_serve() {
	http_stop
	http_site
	http_must_start
}

# get [OPTIONS] URL: the body. status: the number. header NAME [OPTIONS] URL: a header of the answer.
get() { curl -sk --max-time 10 "$@"; }
status() { curl -sk --max-time 10 -o /dev/null -w '%{http_code}' "$@" || true; }
header() {
	header_name=$1
	shift
	curl -sk --max-time 10 -o /dev/null -D - "$@" | tr -d '\r' | sed -n "s/^$header_name: //Ip" | head -n 1
}

# make_authority NAME, make_certificate NAME AUTHORITY HOST...: $work/NAME.crt and .key.
make_authority() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=$1" \
		-keyout "$work/$1.key" -out "$work/$1.crt" 2>/dev/null
}
make_certificate() {
	certificate_name=$1 certificate_authority=$2
	shift 2
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$certificate_name" \
		-keyout "$work/$certificate_name.key" -out "$work/$certificate_name.csr" 2>/dev/null
	printf 'subjectAltName=%s\n' "$(printf 'DNS:%s,' "${@:-$certificate_name}" | sed 's/,$//')" >"$work/$certificate_name.ext"
	openssl x509 -req -in "$work/$certificate_name.csr" -CA "$work/$certificate_authority.crt" \
		-CAkey "$work/$certificate_authority.key" -days 30 -extfile "$work/$certificate_name.ext" \
		-out "$work/$certificate_name.crt" 2>/dev/null
}

# give_secret FILE [NAME]: puts it among the secrets, readable by the role alone.
give_secret() {
	cp "$1" "$secrets/${2:-$(basename "$1")}"
	chown 202 "$secrets"/*
	chmod 400 "$secrets"/*
}
