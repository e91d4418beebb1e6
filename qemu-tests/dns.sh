# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034,SC2154 # used by those who source this, after lib.sh
# Name servers on this computer, in a network of the test's own: the role dns as it runs on the machine (its render, then
# the static knotd under its list of system calls), and others to talk to it.
#
#	. "$(dirname "$0")/lib.sh"
#	. "$tests/dns.sh"
#	need_net
#	site_begin one; zone one example.net <<-END ... END; serve one 10.53.0.1
#	is "answers" "$(ask one www.example.net A)" 192.0.2.80
#
# A server NAME has its folder $work/NAME with site/, secrets/, run/, data/ and log. Addresses 10.53.0.1 to 10.53.0.9 are
# there, and fd53::1 to fd53::9.

# need_net: run the rest of the script in a private network. Every process started in it ends with the script.
need_net() {
	if [ -z "${WHIT_NET-}" ]; then
		map=
		[ "$(id -u)" = 0 ] || map=--map-root-user
		# shellcheck disable=SC2086
		unshare $map --net --mount true 2>"$work/net.log" ||
			skip_all "no private network here: $(head -n 1 "$work/net.log")"
		rm -rf "$work"
		# shellcheck disable=SC2086
		WHIT_NET=yes exec unshare $map --net --mount-proc --pid --fork --kill-child "$0"
	fi
	ip link set lo up
	for number in 1 2 3 4 5 6 7 8 9; do
		ip address add "10.53.0.$number/24" dev lo
		ip address add "fd53::$number/64" dev lo nodad
	done
	need_programs
}

# need_programs: $render, and the folder $knot with knotd, knotc, kzonecheck and keymgr.
need_programs() {
	if [ -z "${DNS_PROGRAMS-}" ]; then
		if ! "$top/scripts/packages" knot >"$evidence/packages.log" 2>&1 ||
			! "$top/scripts/programs" roles "$top/roles/dns" >"$evidence/programs.log" 2>&1; then
			echo "# cannot build knot and the role's programs: see $evidence"
			exit 1
		fi
		knot=$("$top/scripts/package" --path knot)/usr/sbin
		render=$out/programs/roles/dns/render
	else
		# for work on the role: a folder with all five programs
		knot=$DNS_PROGRAMS render=$DNS_PROGRAMS/render
	fi
}

# site_begin NAME: a new site with nothing but [site]; site.conf goes on with what stands on standard input.
site_begin() {
	mkdir -p "$work/$1/site/dns/zones" "$work/$1/secrets" "$work/$1/run" "$work/$1/data"
	{
		printf '[site]\nhostname = %s\nroles = dns\n' "$1"
		cat
	} >"$work/$1/site/site.conf"
}

# zone NAME ZONE: the zone file from standard input.
zone() { cat >"$work/$1/site/dns/zones/$2.zone"; }

# small_zone NAME ZONE [SERIAL]: a zone with little in it.
small_zone() {
	zone "$1" "$2" <<-END
		\$TTL 300
		@ SOA ns hostmaster ${3-1} 3600 900 604800 60
		@ NS ns
		ns A 10.53.0.1
		www A 192.0.2.80
	END
}

# tsig NAME KEY: a TSIG key, in the form of tsig-keygen, in the secrets of NAME. The same KEY is the same secret everywhere.
tsig() {
	printf 'key "%s" {\n\talgorithm hmac-sha256;\n\tsecret "%s";\n};\n' "$2" \
		"$(printf '%s' "$2" | sha256sum | head -c 32 | base64)" >"$work/$1/secrets/$2.key"
}

# render_of NAME [OPTION]: judge the site and write what knotd needs; its words are in $work/NAME/render.log.
render_of() {
	# shellcheck disable=SC2046
	$(watched prepare) "$out/tests/under-seccomp" "$out/programs/roles/dns/seccomp-prepare.bpf" \
		"$render" --site "$work/$1/site" --run "$work/$1/run" --data "$work/$1/data" --secrets "$work/$1/secrets" --bin "$knot" \
		${2+"$2"} 2>"$work/$1/render.log"
}

# serve NAME ADDRESS [OPTION]: render and start. The site should have `listen = ADDRESS`.
serve() {
	render_of "$1" ${3+"$3"} || {
		note "render $1: $(cat "$work/$1/render.log")"
		return 1
	}
	# nobody listens there, but as on the machine it is spoken to
	# shellcheck disable=SC2046
	NOTIFY_SOCKET=$work/$1/notify.sock $(watched) "$out/tests/under-seccomp" "$out/programs/roles/dns/seccomp.bpf" \
		"$knot/knotd" -c "$work/$1/run/knot.conf" >>"$work/$1/log" 2>&1 &
	echo $! >"$work/$1/pid"
	echo "$2" >"$work/$1/address"
	at_exit "cat '$work/$1/log' >>'$evidence/$1.log'"
	wait_for "! kill -0 $! || grep -q 'server started' '$work/$1/log' && dig +time=1 +tries=1 @$2 . SOA" 60 &&
		kill -0 "$(cat "$work/$1/pid")"
}

# serve_end NAME [SIGNAL]: stop it, and wait until it is gone.
serve_end() {
	kill "-${2-TERM}" "$(cat "$work/$1/pid")"
	wait_for "! kill -0 $(cat "$work/$1/pid")" 20
	serve_status=0
	wait "$(cat "$work/$1/pid")" || serve_status=$?
	[ $serve_status != 159 ] || note "knotd made a system call that is not on its list"
	[ $serve_status != 159 ] || return 1
	cat "$work/$1/log" >>"$evidence/$1.log"
	: >"$work/$1/log"
}

# ask NAME DIG-WORDS...: the short answer.
ask() {
	ask_server=$(cat "$work/$1/address")
	shift
	dig +short +time=2 +tries=2 +norecurse "@$ask_server" "$@"
}

# status NAME DIG-WORDS...: the status of the answer, NOERROR and so on.
status() {
	status_server=$(cat "$work/$1/address")
	shift
	dig +time=2 +tries=2 +norecurse "@$status_server" "$@" | sed -n 's/.*status: \([A-Z]*\).*/\1/p' | head -n 1
}

# serial NAME ZONE
serial() { ask "$1" "$2" SOA | cut -d' ' -f3; }

# update NAME KEY LINES...: nsupdate, signed with the key.
update() {
	update_server=$(cat "$work/$1/address")
	update_key=$work/$1/secrets/$2.key
	shift 2
	{
		echo "server $update_server"
		printf '%s\n' "$@" send
	} | nsupdate -t 5 -k "$update_key" 2>&1
}

# need_nsd: the independent name server of Debian.
need_nsd() {
	PATH=$PATH:/usr/sbin
	command -v nsd >/dev/null || skip_all "no nsd here"
}

# nsd_serve NAME ADDRESS: NSD with what stands on standard input as its zones, and the keys transfer and stranger of server one.
nsd_serve() {
	mkdir -p "$work/$1/zones"
	{
		cat <<-END
			server:
			    ip-address: $2
			    username: ""
			    chroot: ""
			    zonesdir: "$work/$1/zones"
			    database: ""
			    pidfile: "$work/$1/nsd.pid"
			    xfrdfile: "$work/$1/xfrd.state"
			    xfrdir: "$work/$1"
			    zonelistfile: "$work/$1/zone.list"
			    logfile: "$evidence/$1.log"
			    verbosity: 2
			    server-count: 1
			    xfrd-reload-timeout: 0
			remote-control:
			    control-enable: no
		END
		for key in transfer stranger; do
			printf 'key:\n    name: "%s"\n    algorithm: hmac-sha256\n    secret: "%s"\n' $key \
				"$(sed -n 's/.*secret "\(.*\)";/\1/p' "$work/one/secrets/$key.key")"
		done
		cat
	} >"$work/$1/nsd.conf"
	nsd -d -c "$work/$1/nsd.conf" >>"$evidence/$1.log" 2>&1 &
	echo "$2" >"$work/$1/address"
	wait_for "dig +time=1 +tries=1 @$2 . SOA" 20
}
