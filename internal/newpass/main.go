// Newpass makes the skeleton of a check:
//
//	go run ./internal/newpass NAME
//
// writes passes/NAME with a doc.go, the analyzer, a test and test packages
// that fail until the check finds something. What remains is said at the end;
// see docs/adding-a-check.md.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./internal/newpass NAME")
		os.Exit(2)
	}
	files, err := create(".", os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "newpass:", err)
		os.Exit(1)
	}
	for _, f := range files {
		fmt.Println("wrote", f)
	}
	fmt.Printf(`Next:
  1. state in passes/%[1]s/testdata/src/a what must be silent and what must be found,
     and in src/lib what it must be found through
  2. write the judgment in passes/%[1]s/%[1]s.go
  3. add one line to analyzers/analyzers.go:
     check(%[1]s.Analyzer, %[1]s.Kinds),
  4. go generate ./analyzers
  5. go test ./passes/%[1]s ./internal/gendocs && go test -run 'TestEveryKind/%[1]s' ./analyzers
`, os.Args[1])
}
