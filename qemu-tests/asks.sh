# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# What tests ask a machine that serves qemu-tests/sites/both, from outside. Sourced after machine.sh.

# dns_answers [ADDRESS], dns_answers_tcp [ADDRESS]
dns_answers() { [ "$(dig +short +time=1 +tries=1 +norecurse "@${1-$machine_address}" www.example.net A)" = 192.0.2.80 ]; }
dns_answers_tcp() { [ "$(dig +short +tcp +time=1 +tries=1 "@${1-$machine_address}" www.example.net AAAA)" = 2001:db8::80 ]; }

# http_answers [HOST], https_answers [HOST]: the page, byte for byte. An IPv6 address stands in brackets.
http_answers() { curl -sf -m 2 "http://${1-$machine_address}/" | cmp -s - "$tests/sites/both/http/www/index.html"; }
https_answers() { curl -skf -m 2 "https://${1-$machine_address}/" | cmp -s - "$tests/sites/both/http/www/index.html"; }
