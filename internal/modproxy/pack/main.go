// Pack makes a module proxy of this repository's modules, for scripts that try the recipes of the documentation before
// a version is published:
//
//	go run ./internal/modproxy/pack DIR VERSION
package main

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/mod/module"

	"github.com/permvet/permvet/internal/modproxy"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "pack: %v\n", err)
		os.Exit(2)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return errors.New("usage: go run ./internal/modproxy/pack DIR VERSION, in the root of the repository")
	}
	for path, dir := range map[string]string{
		"github.com/permvet/permvet":            ".",
		"github.com/permvet/permvet/safecreate": "safecreate",
	} {
		if err := modproxy.Add(args[0], dir, module.Version{Path: path, Version: args[1]}); err != nil {
			return err
		}
	}
	return nil
}
