package nogo_test

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/permvet/permvet/analyzers/nogo"
)

// TestAnalyzer reports findings of several checks, in order, with level and kind in the message.
func TestAnalyzer(t *testing.T) {
	name, err := filepath.Abs("../../internal/overlaid/p.go")
	if err != nil {
		t.Fatal(err)
	}
	const src = `package p

import (
	"os"
	"syscall"
)

func f(p string) {
	os.Chmod(p, 0o666)
	syscall.Umask(0)
}
`
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax, Dir: "../..", Overlay: map[string][]byte{name: []byte(src)}}, "./internal/overlaid")
	if err != nil || packages.PrintErrors(pkgs) > 0 {
		t.Fatal(err)
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{nogo.Analyzer}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	act := graph.Roots[0]
	if act.Err != nil {
		t.Fatal(act.Err)
	}
	var got []string
	for _, d := range act.Diagnostics {
		level, _, _ := strings.Cut(d.Message, ": ")
		got = append(got, level+" "+d.Message[strings.LastIndexByte(d.Message, '('):])
	}
	if want := "error (filemode/world-writable), error (umask/permissive-umask)"; strings.Join(got, ", ") != want {
		t.Errorf("got %q, want %s", got, want)
	}
}
