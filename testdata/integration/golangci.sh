#!/usr/bin/env bash
# Builds golangci-lint with permvet linked in, as users do: "golangci-lint custom" with analyzers/golangci/example.
#
#   golangci.sh OUT     puts OUT/golangci-lint-permvet and what it is made of there
#
# Everything comes from the module proxy. permvet itself, in the version that the example names, comes from a proxy made
# of this checkout; and the git repository that "custom" clones is made of golangci-lint's module.
# Exit status 77: something that must be downloaded cannot be.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
[ $# = 1 ] || { echo "hosts.sh calls this"; exit 77; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
example=$root/analyzers/golangci/example
version=$(sed -n 's/^version: *//p' "$example/.custom-gcl.yml")
permvet=$(sed -n 's/^ *version: *\(v[0-9.]*\)$/\1/p' "$example/.custom-gcl.yml" | tail -1)
proxy=$(go env GOPROXY)
export GOWORK=off

module=$(cd / && GOFLAGS=-mod=mod go mod download -json "github.com/golangci/golangci-lint/v2@$version") || {
  echo "golangci-lint $version cannot be downloaded: $module" >&2
  exit 77
}
dir=$(sed -n 's/.*"Dir": "\(.*\)",/\1/p' <<<"$module")

if [ ! -x "$out/golangci-lint-$version" ]; then
  (cd "$dir" && go build -o "$out/golangci-lint-$version" ./cmd/golangci-lint)
fi

repository=$out/golangci-lint-$version.git
if [ ! -d "$repository" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  cp -r "$dir/." "$work"
  chmod -R u+w "$work"
  git -C "$work" init -q
  git -C "$work" add -A
  git -C "$work" -c user.name=test -c user.email=test@example.org commit -qm "$version"
  git -C "$work" tag "$version"
  git clone -q --bare "$work" "$repository"
fi

rm -rf "$out/proxy"
(cd "$root" && go run ./internal/modproxy/pack "$out/proxy" "$permvet")
sum=$(cd "$root" && find go.mod go.sum analyzers passes internal -type f -not -path '*/testdata/*' -not -name '*_test.go' -print0 |
  sort -z | xargs -0 sha256sum | sha256sum)
if [ -x "$out/golangci-lint-permvet" ] && [ "$sum" = "$(cat "$out/golangci-lint-permvet.sum" 2>/dev/null)" ]; then
  "$out/golangci-lint-permvet" version # nothing has changed
  exit
fi

# An earlier state of this checkout under the same version must not come from the module cache, nor its index.
modcache=$(go env GOMODCACHE)
forget() {
  chmod -R u+w "$modcache/github.com/permvet/permvet@$permvet" 2>/dev/null || true
  rm -rf "$modcache/github.com/permvet/permvet@$permvet" "$modcache/cache/download/github.com/permvet/permvet/@v/$permvet".*
}
cp "$example/.custom-gcl.yml" "$out/"
cd "$out"
forget
GODEBUG=goindex=0 GOPROXY=file://$out/proxy,$proxy GONOSUMDB=github.com/permvet/* GOFLAGS=-modcacherw \
  GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=url.file://$repository.insteadOf \
  GIT_CONFIG_VALUE_0=https://github.com/golangci/golangci-lint.git \
  "./golangci-lint-$version" custom
forget
"$out/golangci-lint-permvet" version
echo "$sum" > "$out/golangci-lint-permvet.sum"
