// Package hosts tests the suite in the programs it is used from, the real ones: golangci-lint with the plugin, gopls with
// the checks linked in, go vet and go fix, and the scripts for CI. They are built from the module proxy, so the tests need
// -tags integration; testdata/integration/hosts.sh runs them.
//
// What is built is kept in PERMVET_HOSTS_DIR, by default below the user's cache directory.
package hosts
