// Permvet finds what a Go program gives away to other users and processes on the machine: file modes, the umask,
// descriptors, the environment, unix sockets, temporary names, privileges.
//
// Run it on packages, as in "permvet ./...", or through "go vet -vettool=$(which permvet) ./...".
package main

import (
	"context"
	"os"
	"os/signal"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/permvet/permvet/analyzers"
	"github.com/permvet/permvet/internal/driver"
)

func main() {
	suite := analyzers.Suite()
	if driver.IsVettool(os.Args[1:]) {
		unitchecker.Main(suite.Analyzers()...) // does not return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := driver.Main(ctx, suite, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}
