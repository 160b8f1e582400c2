// Gendocs writes the page of each check, docs/checks/NAME.md, and the table of
// checks in README.md, from what the checks say about themselves: the doc.go
// and the Kinds of each pass. It writes docs/calls.md from the table of calls.
//
// Run it as "go generate ./analyzers", or "go run ./internal/gendocs" in the
// root of the repository. A test fails while the pages are stale.
package main

import (
	"fmt"
	"os"

	"github.com/permvet/permvet/analyzers"
)

func main() {
	root, err := findRoot()
	if err == nil {
		err = write(root, analyzers.Suite().Checks)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gendocs:", err)
		os.Exit(1)
	}
}
