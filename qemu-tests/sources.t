#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: unit
# Sources are what was pinned, and what the mirror's signature vouches for, or the build stops and names the file; a version
# that left the mirror is replaced in the open. Shown on a small project with a signed mirror of its own; no network.
set -eu
. "$(dirname "$0")/lib.sh"

command -v gpg >/dev/null || skip_all "no gpg to sign a mirror with"
mirror=$work/mirror
project=$work/project
export XDG_CACHE_HOME="$work/cache" APT_SOURCES="$work/mirror.sources" GNUPGHOME="$work/keys" OUT="$work/out"
sources=$work/cache/whit/sources/greeting
at_exit 'gpgconf --kill all'

# new_key NAME: a throw-away key, its public half in $work/NAME.gpg.
new_key() {
	gpg --batch --quiet --passphrase '' --quick-generate-key "$1@example.net" ed25519 sign never 2>/dev/null
	gpg --export "$1@example.net" >"$work/$1.gpg"
}

# make_source VERSION: a source package with a patch of Debian's, in $work/made.
make_source() {
	folder=$work/made/greeting-${1%-*}
	mkdir -p "$folder/debian/source" "$folder/debian/patches"
	echo hello >"$folder/greeting"
	tar -C "$work/made" --mtime=@0 -czf "$work/made/greeting_${1%-*}.orig.tar.gz" "greeting-${1%-*}/greeting"
	echo '3.0 (quilt)' >"$folder/debian/source/format"
	echo politer.patch >"$folder/debian/patches/series"
	printf '%s\n' '--- a/greeting' '+++ b/greeting' '@@ -1 +1 @@' '-hello' '+good day' >"$folder/debian/patches/politer.patch"
	printf 'greeting (%s) trixie; urgency=low\n\n  * What is new in %s.\n\n -- A <a@example.net>  Thu, 01 Jan 2026 00:00:00 +0000\n' \
		"$1" "$1" >"$folder/debian/changelog"
	printf 'Source: greeting\nMaintainer: A <a@example.net>\n\nPackage: greeting\nArchitecture: all\nDescription: hello\n' \
		>"$folder/debian/control"
	(cd "$work/made" && dpkg-source -q --before-build "$folder" && dpkg-source -q -b "$folder" 2>"$work/dpkg-source.log")
}

# make_binary VERSION: a binary package, in $work/made.
make_binary() {
	folder=$work/made/binary-$1
	mkdir -p "$folder/DEBIAN" "$folder/usr/lib/greeting" "$folder/usr/share/doc/greeting"
	echo "good day, $1" >"$folder/usr/lib/greeting/greeting"
	echo 'Do as you like.' >"$folder/usr/share/doc/greeting/copyright"
	gzip -9n <"$work/made/greeting-${1%-*}/debian/changelog" >"$folder/usr/share/doc/greeting/changelog.Debian.gz"
	printf 'Package: greeting\nVersion: %s\nArchitecture: all\nMaintainer: A <a@example.net>\nDescription: hello\n' "$1" \
		>"$folder/DEBIAN/control"
	dpkg-deb --root-owner-group -b "$folder" "$work/made/greeting_$1_all.deb" >"$work/dpkg-deb.log"
}

# make_one_of PACKAGE VERSION: a binary package that belongs to another one, in $work/binaries.
make_one_of() {
	folder=$work/binaries/$1-$2
	mkdir -p "$folder/DEBIAN" "$folder/usr/share/doc/$1" "$folder/usr/lib"
	echo "$1 $2" | tee "$folder/usr/lib/$1" >"$folder/usr/share/doc/$1/copyright"
	printf 'Package: %s\nVersion: %s\nArchitecture: amd64\nMaintainer: A <a@example.net>\nDescription: hello\n' "$1" "$2" \
		>"$folder/DEBIAN/control"
	printf '%s (%s) trixie; urgency=low\n\n  * What is new in %s.\n\n -- A <a@example.net>  Thu, 01 Jan 2026 00:00:00 +0000\n' \
		"$1" "$2" "$1 $2" | gzip -9n >"$folder/usr/share/doc/$1/changelog.Debian.gz"
	dpkg-deb --root-owner-group --build "$folder" "$work/binaries/$1_$2_amd64.deb" >"$work/dpkg-deb.log"
}

# publish_binaries VERSION-OF-GREETER VERSION-OF-LIBGREET: the mirror has these and no others.
publish_binaries() {
	rm -rf "$mirror"
	mkdir -p "$mirror/pool"
	cp "$work/binaries/greeter_$1_amd64.deb" "$work/binaries/libgreet_$2_amd64.deb" "$mirror/pool/"
	for suite in trixie trixie-security; do
		mkdir -p "$mirror/dists/$suite/main/binary-amd64" "$mirror/dists/$suite/main/source"
		: >"$mirror/dists/$suite/main/source/Sources"
		: >"$mirror/dists/$suite/main/binary-amd64/Packages"
		[ $suite != trixie ] ||
			(cd "$mirror" && dpkg-scanpackages pool 2>/dev/null) >"$mirror/dists/$suite/main/binary-amd64/Packages"
		sign archive $suite
	done
	rm -f "$work"/cache/whit/apt/*/updated
}

# publish KEY VERSION...: the mirror has these versions and no other, signed with KEY; everybody looks at it anew.
publish() {
	key=$1
	shift
	rm -rf "$mirror"
	mkdir -p "$mirror/pool"
	for version; do
		cp "$work/made/greeting_${version%-*}.orig.tar.gz" "$work/made/greeting_$version".* "$work/made/greeting_${version}_all.deb" \
			"$mirror/pool/"
	done
	for suite in trixie trixie-security; do
		index=$mirror/dists/$suite/main
		mkdir -p "$index/source" "$index/binary-amd64"
		: >"$index/source/Sources"
		: >"$index/binary-amd64/Packages"
		[ $suite != trixie ] || (cd "$mirror" && dpkg-scansources pool 2>/dev/null) >"$index/source/Sources"
		[ $suite != trixie ] || (cd "$mirror" && dpkg-scanpackages -m pool 2>/dev/null) >"$index/binary-amd64/Packages"
		sign "$key" $suite
	done
	rm -f "$work"/cache/whit/apt/*/updated
}

# sign KEY SUITE INDEX
sign() {
	(
		cd "$mirror/dists/$2"
		printf 'Origin: Debian\nSuite: %s\nCodename: %s\nComponents: main\nArchitectures: amd64\nDate: %s\nSHA256:\n' \
			"$2" "$2" "$(date -R)"
		for index in main/source/Sources main/binary-amd64/Packages; do
			echo " $(sha256sum $index | cut -d' ' -f1) $(stat -c %s $index) $index"
		done
	) >"$work/Release"
	gpg --batch --quiet --yes -u "$1@example.net" --clearsign -o "$mirror/dists/$2/InRelease" "$work/Release"
}

# run SCRIPT...: in the small project; what it prints is in $work/said, what it says of its work in $work/words.
run() {
	run_script=$1
	shift
	"$project/scripts/$run_script" "$@" >"$work/said" 2>"$work/words"
}
says() { has "$work/said" "$1" || has "$work/words" "$1" || { cat "$work/words" && false; }; }
forget() { rm -rf "$work/cache/whit/sources"; }

# change_byte FILE: another first byte.
change_byte() { chmod u+w "$1" && printf X | dd of="$1" conv=notrunc status=none; }

mkdir -m 700 "$GNUPGHOME"
new_key archive
new_key stranger
for version in 1.0-1 1.1-1 1.2-1; do
	make_source $version
	make_binary $version
done
cat >"$APT_SOURCES" <<END
Types: deb
URIs: file:$mirror
Suites: trixie trixie-security
Components: main
Signed-By: $work/archive.gpg
END
mkdir -p "$project/packages/greeting"
cp -r "$top/scripts" "$top/VERSION" "$project/"
printf 'MIT\ngreeting\n' >"$project/packages/greeting/licence"
printf 'depends=""\nseconds=1\n' >"$project/packages/greeting/recipe"
cp -r "$project/packages/greeting" "$project/packages/musl"
pin=$project/packages/greeting/source

publish archive 1.0-1
ok "a package is pinned by scripts/apt-newest" run apt-newest greeting source greeting trixie
cp "$work/said" "$pin"
cp "$pin" "$work/pin-1.0"
cp "$pin" "$project/packages/musl/source"
forget
ok "what is pinned is fetched" run fetch greeting
is "and is what is in use" "$(run fetch --version greeting && cat "$work/said")" "1.0-1 pinned"
mv "$mirror" "$work/away"
ok "then no mirror is needed" run fetch greeting
ok "nor to unpack" run fetch --unpack greeting "$work/tree"
is "Debian's patches are applied" "$(cat "$work/tree/greeting")" "good day"
mv "$work/away" "$mirror"

change_byte "$sources/greeting_1.0.orig.tar.gz"
ok "a wrong byte in a cached file is refused" not run fetch greeting
ok "and the file is named" says "$sources/greeting_1.0.orig.tar.gz is not the file that is pinned"
ok "unpacking refuses it too" not run unpack greeting "$work/tree2"

forget
change_byte "$mirror/pool/greeting_1.0.orig.tar.gz"
ok "a wrong byte on the mirror is refused" not run fetch greeting
ok "and the file is named" says 'greeting_1.0.orig.tar.gz cannot be downloaded'
is "and it is not left in the cache" "$(find "$sources" -name '*orig*')" ""

# Whatever this machine takes without a signature, here nothing is.
publish archive 1.0-1
forget
for suite in trixie trixie-security; do
	gpg --batch --quiet --yes --output "$mirror/dists/$suite/Release" --decrypt "$mirror/dists/$suite/InRelease" 2>/dev/null
	rm "$mirror/dists/$suite/InRelease"
done
printf '%s "true";\n' Acquire::AllowInsecureRepositories Acquire::AllowDowngradeToInsecureRepositories APT::Get::AllowUnauthenticated \
	>"$work/careless.conf"
ok "an index without a signature is refused, even where apt is told to take it" \
	not env APT_CONFIG="$work/careless.conf" "$project/scripts/fetch" greeting

publish stranger 1.0-1
forget
ok "an index signed by somebody else is refused" not run fetch greeting
ok "and that is said" says 'index of Debian trixie cannot be had'

publish archive 1.0-1
sed -i '/orig/s/ [0-9a-f]\{64\}/ 0000000000000000000000000000000000000000000000000000000000000000/' "$pin"
ok "a pin that the signed index contradicts is refused" not run fetch greeting
ok "and the file is named" says 'greeting_1.0.orig.tar.gz is pinned for greeting, but the signed index has another'
cp "$work/pin-1.0" "$pin"

ok "one version has one key" run package-graph greeting
cp "$work/said" "$work/key-1.0"
publish archive 1.1-1 1.2-1
rm "$mirror/pool/greeting_1.2.orig.tar.gz"
forget
cp "$work"/made/greeting_1.0[-.]* "$mirror/pool/"
ok "a version that only the index has left is fetched" env STRICT=1 "$project/scripts/fetch" greeting
is "as what was pinned" "$(run fetch --version greeting && cat "$work/said")" "1.0-1 pinned"
forget
change_byte "$mirror/pool/greeting_1.0.orig.tar.gz"
ok "but not with a wrong byte" not run fetch greeting
rm "$mirror"/pool/greeting_1.0[-.]*
forget
ok "STRICT=1 refuses a version that left the mirror" not env STRICT=1 "$project/scripts/fetch" greeting
ok "otherwise another stands in" run fetch greeting
ok "which is said" says 'warning: greeting 1.1-1 stands in for 1.0-1, which left the mirror: unpinned'
is "it is the newest that is truly there" "$(run fetch --version greeting && cat "$work/said")" "1.1-1 unpinned"
is "it is listed as unpinned" "$(run fetch --unpinned greeting && cat "$work/said")" greeting
ok "once fetched it needs no mirror" env APT_SOURCES=/dev/null "$project/scripts/fetch" greeting
run package-graph greeting
ok "the package gets another key" not cmp -s "$work/said" "$work/key-1.0"
ok "STRICT=1 refuses it still" not env STRICT=1 "$project/scripts/fetch" greeting
ok "the bill of materials can be had" run sbom --image test greeting
is "and says it" "$(jq -r '.metadata.component.version, (.components[] | select(.name == "greeting") |
	.version, .properties[].value)' "$work/said" | xargs)" "$(cat "$top/VERSION")+unpinned 1.1-1 false 1.0-1"

forget
sed 's/^version = 1.0-1/version = 1.3-1/; s/_1\.0/_1.3/' "$work/pin-1.0" >"$pin"
ok "a mirror that has gone back is refused" not run fetch greeting
ok "and both versions are named" says 'greeting 1.3-1 is not on the mirror, which has nothing newer than 1.1-1'
cp "$work/pin-1.0" "$pin"
run fetch greeting

ok "scripts/sources-update pins it" run sources-update greeting
ok "and shows the versions" says 'greeting 1\.0-1 -> 1\.1-1 \(trixie\)'
ok "and what changed" says 'What is new in 1\.1-1'
is "it is pinned then" "$(run fetch --version greeting && cat "$work/said")" "1.1-1 pinned"
ok "a second time nothing changes" run sources-update greeting
ok "and that is said" says 'greeting 1.1-1 is the newest'

ok "sources and licences can be bundled" run sources-bundle
tar -tf "$OUT/whit-sources.tar" >"$work/bundled"
for file in whit/scripts/fetch whit/packages/greeting/recipe licences/greeting/greeting licences/greeting/expression \
	sources/greeting/greeting_1.1.orig.tar.gz sources/greeting/greeting_1.1-1.debian.tar.xz \
	sources/greeting/source sources/musl/unpinned; do
	ok "the bundle has $file" has "$work/bundled" "^whit-sources/$file\$"
done
mv "$OUT/whit-sources.tar" "$work/first.tar"
run sources-bundle
ok "twice made it is the same" cmp "$work/first.tar" "$OUT/whit-sources.tar"

mkdir "$project/packages/other"
printf '%s\n' 'kind = source' 'package = greeting' >"$project/packages/other/source"
ok "a new package can be pinned" run sources-update other
is "to the newest version" "$(run fetch --version other && cat "$work/said")" "1.1-1 pinned"
ok "an unknown one is named" not run fetch nothing
ok "as unknown" says "there is no package 'nothing'"

# The other kind: a package that is there in binary only.
mkdir "$project/packages/built"
printf 'MIT\ndebian/copyright\n' >"$project/packages/built/licence"
cp "$project/packages/greeting/recipe" "$project/packages/built/"
pin=$project/packages/built/source
sources=$work/cache/whit/sources/built
deb=greeting_1.0-1_all.deb
publish archive 1.0-1
ok "a binary package is pinned" run apt-newest built binary greeting trixie
cp "$work/said" "$pin"
cp "$pin" "$work/pin-binary"
is "by the sum of its one file" "$(sed -n 's/^file *= *//p' "$pin")" "$deb $(sha256sum "$work/made/$deb" | cut -d' ' -f1)"
forget
ok "what is pinned is fetched" run fetch built
is "and is what is in use" "$(run fetch --version built && cat "$work/said")" "1.0-1 pinned"
ok "it is unpacked" run fetch --unpack built "$work/tree3"
is "its files" "$(cat "$work/tree3/usr/lib/greeting/greeting")" "good day, 1.0-1"
is "its licence and changelog, where all packages have them" \
	"$(cat "$work/tree3/debian/copyright") $(dpkg-parsechangelog -l "$work/tree3/debian/changelog" -S Version)" "Do as you like. 1.0-1"

change_byte "$sources/$deb"
ok "a wrong byte in a cached binary package is refused" not run fetch built
ok "and the file is named" says "$sources/$deb is not the file that is pinned"
ok "unpacking refuses it too" not run unpack built "$work/tree4"
forget
change_byte "$mirror/pool/$deb"
ok "a wrong byte on the mirror is refused" not run fetch built
ok "and the file is named" says "$deb cannot be downloaded"
is "and it is not left in the cache" "$(find "$sources" -name '*.deb')" ""

publish archive 1.0-1
sed -i '/^file/s/ [0-9a-f]\{64\}/ 0000000000000000000000000000000000000000000000000000000000000000/' "$pin"
ok "a pin that the signed index contradicts is refused" not run fetch built
ok "and the file is named" says "$deb is pinned for built, but the signed index has another"
cp "$work/pin-binary" "$pin"

publish archive 1.1-1
cp "$work/made/$deb" "$mirror/pool/"
forget
ok "a binary package that only the index has left is fetched" env STRICT=1 "$project/scripts/fetch" built
rm "$mirror/pool/$deb"
forget
ok "STRICT=1 refuses one that left the mirror" not env STRICT=1 "$project/scripts/fetch" built
ok "otherwise another stands in" run fetch built
ok "which is said" says 'warning: built 1.1-1 stands in for 1.0-1, which left the mirror: unpinned'
is "it is what is in use" "$(run fetch --version built && cat "$work/said")" "1.1-1 unpinned"
ok "the bill of materials can be had" run sbom --image test built
is "and says it, and that it is no source" "$(jq -r '.components[] | select(.name == "built") |
	.version, .properties[].value, .purl' "$work/said" | xargs)" "1.1-1 false 1.0-1 pkg:deb/debian/greeting@1.1-1?arch=all&distro=trixie"
ok "scripts/sources-update pins it" run sources-update built
ok "and shows the versions" says 'built 1\.0-1 -> 1\.1-1 \(trixie\)'
ok "and what changed" says 'What is new in 1\.1-1'

# Binary packages that belong together have one pin.
for version in 1.0-1 1.1-1 1.2-1; do
	make_one_of greeter $version
	make_one_of libgreet $version
done
mkdir "$project/packages/pair"
printf '%s\n' 'kind = binary' 'package = greeter' 'with = libgreet' >"$project/packages/pair/source"
printf 'MIT\nusr/share/doc/libgreet/copyright\n' >"$project/packages/pair/licence"
cp "$project/packages/greeting/recipe" "$project/packages/pair/"
pair=$work/cache/whit/sources/pair
publish_binaries 1.1-1 1.1-1
ok "two binary packages are pinned as one" run sources-update pair
is "each with its version and file" "$(sed 's/ [0-9a-f]\{64\}$//' "$project/packages/pair/source" | tail -n +5 | tr -s ' ')" \
	"version = 1.1-1
file = greeter_1.1-1_amd64.deb
with = libgreet 1.1-1 trixie
file = libgreet_1.1-1_amd64.deb"
rm -r "$pair"
ok "and fetched" run fetch pair
ok "the files of both are unpacked" run fetch --unpack pair "$work/pair"
is "into one tree" "$(cat "$work/pair/usr/lib/greeter" "$work/pair/usr/lib/libgreet" | xargs)" "greeter 1.1-1 libgreet 1.1-1"
change_byte "$pair/libgreet_1.1-1_amd64.deb"
ok "a wrong byte in the second is refused" not run fetch pair
ok "and the file is named" says "$pair/libgreet_1.1-1_amd64.deb is not the file that is pinned"
ok "the bill of materials names both" run sbom --image test pair
is "with their versions" "$(jq -r '.components[] | select(.name == "pair") | .purl, .components[].purl' "$work/said" | xargs)" \
	"pkg:deb/debian/greeter@1.1-1?arch=amd64&distro=trixie pkg:deb/debian/libgreet@1.1-1?arch=amd64&distro=trixie"
rm -r "$pair"
publish_binaries 1.1-1 1.2-1
ok "when the second left the mirror, STRICT=1 refuses" not env STRICT=1 "$project/scripts/fetch" pair
ok "otherwise a newer one stands in" run fetch pair
is "for that one" "$(sed -n 's/^with *= //p' "$pair/unpinned")" "libgreet 1.2-1 trixie"
rm -r "$pair"
publish_binaries 1.2-1 1.0-1
ok "an older one is refused" not run fetch pair
ok "by name" says 'libgreet 1.1-1 is not on the mirror, which has nothing newer than 1.0-1'
publish_binaries 1.1-1 1.2-1
ok "sources-update pins the newer one" run sources-update pair
ok "and shows which" says 'pair: libgreet 1\.1-1 -> 1\.2-1 \(trixie\)'
ok "and what changed" says 'What is new in libgreet 1\.2-1'

# shellcheck disable=SC2046 # names have no blanks
SOURCE_DATE_EPOCH=1 "$top/scripts/sbom" --image all $("$top/scripts/package-graph" | cut -d' ' -f1) >"$work/all.json"
# shellcheck disable=SC2016 # jq's own variable
# CycloneDX 1.6's demands, as far as this document can fail them.
ok "the bill of all packages is sound" jq -e '
	([.components[] | .["bom-ref"], (.components // [])[]["bom-ref"]] + ["whit"]) as $known |
	.bomFormat == "CycloneDX" and .specVersion == "1.6" and .metadata.timestamp == "1970-01-01T00:00:01Z" and
	(.serialNumber | test("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$")) and
	($known | unique | length) == ($known | length) and
	([.dependencies[] | .ref, .dependsOn[]] | unique) - $known == [] and
	all(.components[]; .version != "" and (.licenses[0].expression | length > 2)) and
	all(.components[] | select(.name != "libgcc"); (.externalReferences | length > 0) and
		(.purl | test("^pkg:deb/debian/[a-z0-9.%-]+@[A-Za-z0-9.%~-]+[?]arch=(source|all|amd64)&distro=[a-z]+$")) and
		all(.externalReferences[].hashes[].content; test("^[0-9a-f]{64}$")))' "$work/all.json"

# The mirrors of a machine, as apt's own files name them.
mkdir -p "$work/etc/sources.list.d"
printf '%s\n' 'deb [arch=amd64] http://mirror.invalid/debian/ bookworm main contrib' \
	'deb [signed-by=/third.gpg] http://third.invalid/debian bookworm main' >"$work/etc/sources.list"
printf 'Dir::Etc "%s";\nAcquire::Retries "0";\n' "$work/etc" >"$work/apt.conf"
unset APT_SOURCES
ok "without a network there is no index" not env APT_CONFIG="$work/apt.conf" http_proxy=http://127.0.0.1:9 \
	"$project/scripts/apt-suite" bookworm-security source
is "of the machine's archives only Debian's own is asked" \
	"$(sed -n 's/^URIs: //p' "$work/cache/whit/apt/bookworm-security-source/mirror.sources")" http://mirror.invalid/debian-security
ok "no mirror's name is in the project" not git -C "$top" grep -nIE '(deb|security|ftp[a-z.]*|snapshot|cdn[a-z-]*)\.debian\.(org|net)' -- .
ok "no script names a host to download from" not git -C "$top" grep -nIE '(https?|ftp)://[a-z0-9-]+\.[a-z]' -- scripts 'packages/*/source' Makefile

done_testing
