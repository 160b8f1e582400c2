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
	"github.com/permvet/permvet/internal/gopls"
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
	status := run(ctx, os.Args[1:])
	stop()
	os.Exit(status)
}

func run(ctx context.Context, args []string) int {
	if len(args) > 0 && args[0] == "gopls" {
		return gopls.Main(ctx, args[1:], os.Stdout, os.Stderr)
	}
	return driver.Main(ctx, analyzers.New, args, os.Stdout, os.Stderr)
}
