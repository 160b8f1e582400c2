// Permvet finds what a Go program gives away to other users and processes on the machine: file modes, the umask,
// descriptors, the environment, unix sockets, temporary names, privileges.
//
// Run it on packages, as in "permvet ./...", or through "go vet -vettool=$(which permvet) ./...".
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"github.com/permvet/permvet/analyzers"
	"github.com/permvet/permvet/internal/driver"
	"github.com/permvet/permvet/internal/settings"
)

func main() {
	if driver.IsVettool(os.Args[1:]) {
		suite, err := analyzers.New(settings.Settings{InMessage: true}) // go vet shows messages only
		if err != nil {
			fmt.Fprintf(os.Stderr, "permvet: %v\n", err)
			os.Exit(2)
		}
		driver.Vettool(suite) // does not return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := driver.Main(ctx, analyzers.New, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}
