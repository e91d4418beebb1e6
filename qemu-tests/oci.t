#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# The container image: read by skopeo as podman and docker would, unpacked by umoci, run by runc as an ordinary user's, who is not root
# even where root runs this, with a root that is read-only; role http answers, and SIGTERM ends it in order.
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"

image=$(image_of "$tests/sites/http" FORMATS=oci)/whit.oci.tar
tag=$(cat "$top/VERSION")
console=$evidence/console
says() { wait_for "has '$console' '$1'" 20; }

# 1. What it says of itself, in both forms.
skopeo inspect "oci-archive:$image" >"$work/oci.json"
skopeo inspect --config "docker-archive:$image:whit/http:$tag" >"$work/docker.json"
is "skopeo: the roles" "$(jq -r '.Labels["org.opencontainers.image.description"]' "$work/oci.json")" "roles: http"
is "skopeo: three layers" "$(jq '.Layers | length' "$work/oci.json")" 3
is "as docker loads it: entry point" "$(jq -c .config.Entrypoint "$work/docker.json")" '["/init"]'
is "as docker loads it: ports" "$(jq -c '.config.ExposedPorts | keys' "$work/docker.json")" '["443/tcp","80/tcp"]'
is "as docker loads it: user" "$(jq -r .config.User "$work/docker.json")" 0:0
is "as docker loads it: volumes" "$(jq -c '.config.Volumes' "$work/docker.json")" '{"/data":{}}'
is "as docker loads it: what ends it" "$(jq -r .config.StopSignal "$work/docker.json")" SIGTERM
is "as docker loads it: labels" "$(jq -r '.config.Labels | to_entries[] | "\(.key)=\(.value)"' "$work/docker.json" | sort | sed 's/^org.opencontainers.image.//')" \
	"created=$(jq -r .created "$work/docker.json")
description=roles: http
title=Whit
version=$tag"
ok "skopeo copies it, and every sum is right" skopeo copy --insecure-policy "oci-archive:$image" "oci:$work/copy:$tag"

# 2. A user's namespace, as rootless podman makes one: root is who runs this, or, where that is root, nobody of this system, and the others
# are of a range. What it is given lies where that one may look.
user=$(id -u) group=$(id -g)
there=$(mktemp -d /var/tmp/whit-oci.XXXXXX)
at_exit "rm -rf $there"
cp -r "$work/copy" "$there/"
mkfifo "$there/mapped"
set --
if [ "$user" = 0 ]; then
	user=100000 group=100000
	chown -R $user:$group "$there"
	set -- setpriv --reuid $user --regid $group --clear-groups
fi
# shellcheck disable=SC2016
"$@" unshare --user --net sh -c 'read -r _ <"$0/mapped" && exec setpriv --reuid 0 --regid 0 --clear-groups sh -c "ip link set lo up; exec sleep 1000"' \
	"$there" 2>"$work/unshare.log" &
holder=$!
at_exit "kill $holder 2>/dev/null; wait"
wait_for "[ \"\$(readlink /proc/$holder/ns/user)\" != \"\$(readlink /proc/self/ns/user)\" ]" 10
if [ "$(id -u)" = 0 ]; then
	echo "0 $user 65536" | tee "/proc/$holder/uid_map" >"/proc/$holder/gid_map"
else
	newuidmap $holder 0 "$user" 1 1 "$(awk -F: -v user="$(id -un)" '$1 == user { print $2 }' /etc/subuid)" 65535
	newgidmap $holder 0 "$group" 1 1 "$(awk -F: -v user="$(id -un)" '$1 == user { print $2 }' /etc/subgid)" 65535
fi
echo >"$there/mapped"
inside() { (cd "$there" && nsenter --target $holder --user --net --setuid 0 --setgid 0 "$@"); }
is "root inside is an ordinary user outside" "$(inside sh -c 'echo >mine' && stat -c %u "$there/mine")" "$user"
ok "who may not write to what is root's" not inside sh -c 'echo >>/etc/passwd'

# 3. The bundle that the image asks for, and what `podman run --read-only` adds: memory for /run and /tmp, and its capabilities.
ok "umoci unpacks it" inside umoci unpack --rootless --image "$there/copy:$tag" "$there/bundle"
is "no devices inside" "$(find "$there/bundle/rootfs" -type b -o -type c)" ""
jq '.root.readonly = true | .process.terminal = false | .process.noNewPrivileges = true
	| (["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"]
		| map("CAP_\(.)")) as $all
	| .process.capabilities = {bounding: $all, effective: $all, permitted: $all}
	| .linux.namespaces = [.linux.namespaces[] | select(.type != "user" and .type != "network")] | del(.linux.uidMappings, .linux.gidMappings)
	| .mounts += ["/run", "/tmp" | {destination: ., type: "tmpfs", source: "tmpfs", options: ["nosuid", "nodev", "mode=1777"]}]' \
	"$there/bundle/config.json" >"$work/config.json" && mv "$work/config.json" "$there/bundle/config.json"

name=whit-$$
inside runc --rootless true --root "$there/runc" run --bundle "$there/bundle" $name </dev/null >"$console" 2>&1 &
runner=$!
at_exit "inside runc --rootless true --root '$there/runc' delete --force $name 2>/dev/null"
ok "it becomes ready" says 'whit: ready: http'
ok "it serves, over http" wait_for 'inside curl -sf -m 5 http://127.0.0.1/ | cmp - "$tests/sites/http/http/www/index.html"' 10
ok "and over https" wait_for 'inside curl -skf -m 5 https://127.0.0.1/ | cmp - "$tests/sites/http/http/www/index.html"' 10
is "its root is read-only" "$(awk '$2 == "/" { print substr($4, 1, 3) }' "/proc/$(inside runc --root "$there/runc" state $name | jq .pid)/mounts")" ro,
is "nothing of the network was touched" "$(inside ip -o -4 address show scope global)" ""
ok "SIGTERM ends it" inside runc --rootless true --root "$there/runc" kill $name TERM
status=0
wait $runner || status=$?
is "its exit code" "$status" 0
ok "it ended in order" has "$console" 'whit: power off'
done_testing
