#!/bin/sh
# Everything that must hold for this module.
#
#   ./test.sh        what CI runs: less than two minutes of CPU
#   ./test.sh long   all of it, half an hour or more: every platform, cgo and the race
#                    detector, other file systems, fuzzing
#
# SAFECREATE_LONG=1 makes the tests that try to hit an unlucky moment try much longer.
# Needs nothing but Go; root, setpriv, strace, mkfs.ext4 and a C compiler widen what is
# tested, and what is left out for want of them is said. What would see a promise broken is
# measured apart, by bench/mutate.
set -eu
cd "$(dirname "$0")"
export GOWORK=off

long=
case "${1:-}" in
long) long=1 ;;
'') ;;
*)
	echo "usage: $0 [long]" >&2
	exit 2
	;;
esac
short=-short
[ -n "$long" ] && short=
start=$(date +%s)
step() { printf '== %s (%ss)\n' "$*" "$(($(date +%s) - start))"; }

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

step format
unformatted=$(gofmt -l .)
if [ -n "$unformatted" ]; then
	echo "not formatted: $unformatted"
	exit 1
fi

step standard library only
foreign=$(go list -deps -f '{{if not .Standard}}{{.ImportPath}}{{end}}' ./... | grep -v '^github.com/permvet/permvet/safecreate' || true)
if [ -n "$foreign" ]; then
	echo "foreign dependencies: $foreign"
	exit 1
fi

step vet
go vet ./...
# Quick: the systems whose files differ most. Long: all that the toolchain knows.
printf '%s\n' darwin/arm64 windows/amd64 >"$tmp/platforms"
[ -z "$long" ] || go tool dist list | sort >"$tmp/platforms"
while read -r platform; do
	if CGO_ENABLED=0 GOOS=${platform%/*} GOARCH=${platform#*/} go vet ./... >"$tmp/vet" 2>&1; then
		continue
	fi
	if grep -q 'requires external (cgo) linking' "$tmp/vet"; then
		echo "skip $platform: the toolchain cannot type-check it without a C compiler for it"
		continue
	fi
	echo "go vet for $platform:"
	cat "$tmp/vet"
	exit 1
done <"$tmp/platforms"

step tests without cgo
CGO_ENABLED=0 go test -count=1 $short ./...

step "coverage of privdrop, with cgo and without"
privdrop/cover.sh

step tests as an unprivileged user
if [ "$(id -u)" != 0 ]; then
	echo "skip what needs root (mounts, devices, other owners, dropping privileges): not root"
elif ! command -v setpriv >/dev/null 2>&1; then
	echo "skip the tests as an unprivileged user: no setpriv"
else
	CGO_ENABLED=0 go test -c -o "$tmp/bin/" ./...
	mkdir "$tmp/home"
	chown 65534:65534 "$tmp/home"
	chmod 755 "$tmp" "$tmp/bin" "$tmp"/bin/*
	for test in "$tmp"/bin/*.test; do
		(
			cd "$tmp/home"
			env -i PATH="$PATH" HOME="$tmp/home" TMPDIR="$tmp/home" SAFECREATE_LONG="${SAFECREATE_LONG:-}" \
				setpriv --reuid=65534 --regid=65534 --clear-groups "$test" -test.count=1 ${short:+-test.short}
		)
	done
fi

if [ -z "$long" ]; then
	step "done (quick; ./test.sh long has the rest)"
	exit 0
fi

step benchmarks compile
if (cd bench && GOPROXY=off go list -deps ./...) >/dev/null 2>&1; then
	(cd bench && go vet ./...)
else
	echo "skip bench: the modules it compares with have not been downloaded"
fi

if CGO_ENABLED=1 go list -f '' runtime/cgo >/dev/null 2>&1 && command -v "$(go env CC)" >/dev/null 2>&1; then
	step tests with cgo and the race detector
	CGO_ENABLED=1 go test -race -count=1 ./...
else
	echo "skip -race and cgo: no C compiler"
fi

# The suite uses memory, so that syncs cost nothing. Inode numbers, locks and syncs differ
# elsewhere, and some promises have broken only there.
unmount() {
	umount "$tmp/overlay" "$tmp/ext4" 2>/dev/null || true
	rm -rf "$tmp"
}
trap unmount EXIT
mkdir "$tmp/ext4" "$tmp/overlay"
if [ "$(id -u)" != 0 ]; then
	echo "skip other file systems: not root"
elif ! truncate -s 256M "$tmp/image" || ! mkfs.ext4 -q "$tmp/image" 2>/dev/null || ! mount -o loop "$tmp/image" "$tmp/ext4" 2>/dev/null; then
	echo "skip other file systems: no mkfs.ext4, or loop devices cannot be mounted here"
else
	step tests on ext4
	mkdir "$tmp/ext4/s" "$tmp/ext4/lower" "$tmp/ext4/upper" "$tmp/ext4/work"
	SAFECREATE_SCRATCH=$tmp/ext4/s go test -count=1 -short .
	if mount -t overlay -o "lowerdir=$tmp/ext4/lower,upperdir=$tmp/ext4/upper,workdir=$tmp/ext4/work" none "$tmp/overlay" 2>/dev/null; then
		step tests on overlayfs
		SAFECREATE_SCRATCH=$tmp/overlay go test -count=1 -short .
	else
		echo "skip overlayfs: it cannot be mounted here"
	fi
fi

step fuzzing
for package in $(go list ./...); do
	go test -list '^Fuzz' "$package" | grep '^Fuzz' >"$tmp/fuzz" || continue
	while read -r target; do
		go test -run '^$' -fuzz "^$target\$" -fuzztime "${SAFECREATE_FUZZTIME:-3s}" "$package" >"$tmp/out" 2>&1 || {
			cat "$tmp/out"
			exit 1
		}
	done <"$tmp/fuzz"
done

step done
