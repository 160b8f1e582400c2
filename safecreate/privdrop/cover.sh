#!/bin/sh
# The coverage of privdrop, most of which runs in children that lose the right to write it
# down: see internal/inmate. With cgo and without, which go different ways, taken together.
# Needs root, as what is measured does.
#
#   privdrop/cover.sh [-func]
set -eu
cd "$(dirname "$0")"
least=80

if [ "$(id -u)" != 0 ] || ! grep -q 4294967295 /proc/self/uid_map; then
	echo "skip the coverage of privdrop: not root, or in a user namespace"
	exit 0
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
for cgo in 0 1; do
	export CGO_ENABLED=$cgo
	if [ $cgo = 1 ] && ! command -v "$(go env CC)" >/dev/null 2>&1; then
		echo "skip cgo: no C compiler"
		least=75
		continue
	fi
	mkdir "$tmp/$cgo"
	go build -cover -covermode=atomic -coverpkg=.,./internal/inmate/main -o "$tmp/inmate" ./internal/inmate/main
	PRIVDROP_INMATE_PROGRAM=$tmp/inmate PRIVDROP_INMATE_COVERDIR=$tmp/$cgo \
		go test -count=1 -cover -covermode=atomic . -args -test.gocoverdir="$tmp/$cgo" >"$tmp/out" 2>&1 || {
		cat "$tmp/out"
		exit 1
	}
	find "$tmp/$cgo" -type f -empty -delete # of an inmate that has become another program
	dirs=${dirs:+$dirs,}$tmp/$cgo
done
go tool covdata func -i="$dirs" | grep -v /internal/inmate >"$tmp/func"
[ "${1:-}" != -func ] || cat "$tmp/func"
percent=$(go tool covdata percent -i="$dirs" -pkg=github.com/permvet/permvet/safecreate/privdrop | sed 's/.*coverage: \([0-9]*\).*/\1/')
echo "privdrop, children included: $percent % of statements"
[ "$percent" -ge $least ] || { echo "less than $least %"; exit 1; }
