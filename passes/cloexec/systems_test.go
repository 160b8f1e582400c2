//go:build integration

// Loading the standard library for six systems takes long.

package cloexec_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/passes/cloexec"
)

// TestSystems judges one source for several systems, each with its own
// findings and fixes; that the source is one is tested too.
func TestSystems(t *testing.T) {
	var first []byte
	for _, goos := range []string{"linux", "freebsd", "openbsd", "darwin"} {
		t.Run(goos, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("testdata", "src", "matrix", goos, "m.go"))
			if err != nil {
				t.Fatal(err)
			}
			text = regexp.MustCompile(`( // want.*|//go:build.*)`).ReplaceAll(text, nil)
			if first == nil {
				first = text
			} else if !bytes.Equal(text, first) {
				t.Errorf("the source for %s is not that for linux", goos)
			}
			antest.With(antest.GOOS(goos), antest.Strict()).RunFixes(t, cloexec.Analyzer, "matrix/"+goos)
		})
	}
	t.Run("windows", func(t *testing.T) {
		antest.With(antest.GOOS("windows"), antest.Strict()).RunFixes(t, cloexec.Analyzer, "windows")
	})
	t.Run("unix", func(t *testing.T) {
		antest.With(antest.GOOS("linux", "darwin", "freebsd", "openbsd"), antest.Strict()).RunFixes(t, cloexec.Analyzer, "unixes")
	})
}

// TestWindowsWrappers has handles that a wrapper makes.
func TestWindowsWrappers(t *testing.T) {
	antest.With(antest.GOOS("windows"), antest.Strict()).Run(t, cloexec.Analyzer, "winlib", "winuser")
}

// TestHelper prefers the companion library where the system has no flag.
func TestHelper(t *testing.T) {
	antest.With(antest.GOOS("darwin"), antest.Helpers()).RunFixes(t, cloexec.Analyzer, "helper")
}
