#!/usr/bin/env bash
# The suite in the programs it is used from: golangci-lint, gopls, go vet and go fix of two versions of Go, CI.
# They are built from the module proxy first, which takes some minutes. See internal/hosts.
set -euo pipefail
[ "${PERMVET_CI_HOSTS:-}" = 1 ] || { echo "skipped: set PERMVET_CI_HOSTS=1 to build golangci-lint and gopls and try them"; exit 77; }
cd "$(dirname "$0")/../.."
go test -tags integration -count=1 -timeout 60m -v ./internal/hosts
