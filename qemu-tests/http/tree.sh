# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154 # set by lib.sh
# A real tree of documentation, and clients that compare all of it.

# documentation_fetch: the packages, once. Outside of the laboratory, which has no way out.
documentation_fetch() {
	documentation=$cache/tests/documentation
	[ ! -e "$documentation/complete" ] || return 0
	rm -rf "$documentation"
	mkdir -p "$documentation/packages"
	(cd "$documentation/packages" && apt-get download git-doc sqlite3-doc) >"$evidence/documentation.log" 2>&1 ||
		skip_all 'cannot download git-doc and sqlite3-doc'
	for package in "$documentation"/packages/*.deb; do
		dpkg -x "$package" "$documentation/tree"
	done
	: >"$documentation/complete"
}

# documentation_copy FOLDER: its files into FOLDER, which is made.
documentation_copy() {
	mkdir -p "$1"
	for folder in "$cache/tests/documentation/tree/usr/share/doc"/*; do
		[ ! -d "$folder" ] || cp -RL "$folder" "$1/"
	done
}

# same_tree NAME FOLDER URL VERSION [CURL OPTIONS]: every file of FOLDER is had from URL with the same bytes and status 200,
# by HTTP VERSION (1.1 or 2).
same_tree() {
	tree_name=$1 tree=$2 tree_url=$3 tree_version=$4
	shift 4
	rm -rf "$work/got" "$work/answers"
	(cd "$tree" && find . -type f | sed 's|^\./||' | sort) >"$work/files"
	sed "s|.*|url = \"$tree_url/&\"\noutput = \"$work/got/&\"|" "$work/files" >"$work/list"
	curl -sk --create-dirs -w '%{http_version} %{response_code}\n' "$@" -K "$work/list" >"$work/answers" || true
	is "$tree_name: $(wc -l <"$work/files") files, each by HTTP $tree_version with status 200" \
		"$(sort "$work/answers" | uniq -c | tr -s ' ')" " $(wc -l <"$work/files") $tree_version 200"
	ok "$tree_name: byte for byte" diff -r "$tree" "$work/got"
	rm -rf "$work/got"
}

# browse PAGE OUTPUT [OPTIONS]: headless Chromium with a new profile.
browse() {
	page=$1 page_output=$2
	shift 2
	timeout 90 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
		--disable-background-networking --disable-component-update --disable-sync --disable-extensions \
		--ignore-certificate-errors --user-data-dir="$work/chromium" "$@" "$page" >"$page_output" 2>"$work/chromium.log"
	page_status=$?
	rm -rf "$work/chromium"
	return $page_status
}

# same_page NAME FILE URL: a browser makes the same document and the same picture of URL as of FILE.
same_page() {
	browse "file://$2" "$work/page.file" --dump-dom
	ok "$1: Chromium reads it" browse "$3" "$work/page.url" --dump-dom
	at_least "$1: bytes of document" "$(wc -c <"$work/page.url")" 1000
	ok "$1: the same document" cmp "$work/page.file" "$work/page.url"
	browse "file://$2" /dev/null --window-size=1000,1400 --screenshot="$work/page.file.png"
	browse "$3" /dev/null --window-size=1000,1400 --screenshot="$evidence/page.png"
	ok "$1: the same picture" cmp "$work/page.file.png" "$evidence/page.png"
}

# load NAME REQUESTS URL [H2LOAD OPTIONS]: 64 connections, and each request is answered with success.
load() {
	load_name=$1 load_requests=$2 load_url=$3
	shift 3
	h2load -n "$load_requests" -c 64 -t 1 "$@" "$load_url" >"$evidence/load-$load_requests.log" 2>&1 || true
	note "$load_name: $(grep '^finished' "$evidence/load-$load_requests.log")"
	ok "$load_name: $load_requests requests of 64 clients, no error" \
		has "$evidence/load-$load_requests.log" "^requests: $load_requests total, .* $load_requests succeeded, 0 failed, 0 errored, 0 timeout"
	ok "$load_name: all with success" has "$evidence/load-$load_requests.log" "^status codes: $load_requests 2xx, 0 3xx, 0 4xx, 0 5xx"
}

# must_be_ready NAME SECONDS: no further without.
must_be_ready() {
	if machine_ready "$2"; then
		pass "$1 becomes ready"
	else
		fail "$1 becomes ready"
		tail -n 20 "$(machine_console)" | sed 's/^/#   /'
		exit 1
	fi
}
