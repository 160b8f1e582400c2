#!/bin/sh
# Everything that must hold for this module, as CI runs it.
#
#   ./test.sh        about three minutes on two cores, with a cold build cache
#   ./test.sh -all   go vet for every platform of the toolchain instead of one per system
#
# SAFECREATE_LONG=1 makes the tests that try to hit an unlucky moment try much
# longer. Needs nothing but Go; root, setpriv, strace and a C compiler widen what is
# tested, and what is left out for want of them is said.
set -eu
cd "$(dirname "$0")"
export GOWORK=off

all=
[ "${1:-}" = -all ] && all=1
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
# One platform per system, amd64 where it exists and needs no C compiler.
go tool dist list | sort >"$tmp/platforms"
if [ -z "$all" ]; then
	awk -F/ '{ if (!($1 in arch) || $2 == ($1 == "android" || $1 == "ios" ? "arm64" : "amd64")) arch[$1] = $2 } END { for (os in arch) print os "/" arch[os] }' \
		"$tmp/platforms" | sort >"$tmp/some"
	mv "$tmp/some" "$tmp/platforms"
fi
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

step benchmarks compile
if (cd bench && GOPROXY=off go list -deps ./...) >/dev/null 2>&1; then
	(cd bench && go vet ./...)
else
	echo "skip bench: the modules it compares with have not been downloaded"
fi

step tests without cgo
CGO_ENABLED=0 go test -count=1 ./...

if CGO_ENABLED=1 go list -f '' runtime/cgo >/dev/null 2>&1 && command -v "$(go env CC)" >/dev/null 2>&1; then
	step tests with cgo and the race detector
	CGO_ENABLED=1 go test -race -count=1 ./...
else
	echo "skip -race and cgo: no C compiler"
fi

if [ "$(id -u)" != 0 ]; then
	echo "skip what needs root (mounts, devices, other owners, dropping privileges): not root"
elif ! command -v setpriv >/dev/null 2>&1; then
	echo "skip the tests as an unprivileged user: no setpriv"
else
	step tests as an unprivileged user
	go test -c -o "$tmp/bin/" ./...
	mkdir "$tmp/home"
	chown 65534:65534 "$tmp/home"
	chmod 755 "$tmp" "$tmp/bin" "$tmp"/bin/*
	for test in "$tmp"/bin/*.test; do
		(
			cd "$tmp/home"
			env -i PATH="$PATH" HOME="$tmp/home" TMPDIR="$tmp/home" SAFECREATE_LONG="${SAFECREATE_LONG:-}" \
				setpriv --reuid=65534 --regid=65534 --clear-groups "$test" -test.count=1
		)
	done
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
