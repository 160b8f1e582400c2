package main

import (
	"fmt"
	"os"

	"golang.org/x/tools/go/packages"
)

// floor does what no tool that analyzes a program from source can do without: it lists the packages of the current
// directory, and parses and type-checks them and all that they import, with function bodies only in the main module.
func floor() {
	mode := packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps |
		packages.NeedModule | packages.NeedTypesSizes
	roots, err := packages.Load(&packages.Config{Mode: mode, Tests: true}, "./...")
	if err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(2)
	}
	c := newChecker()
	packages.Visit(roots, nil, c.add)
	c.wait()
}
