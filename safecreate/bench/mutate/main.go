//go:build linux

// Command mutate breaks each promise of safecreate on purpose, one place of the code at a
// time, in a copy of the module, and reports the tests that do not notice. It wants root and
// some minutes:
//
//	go run ./mutate [-v] [-from n] [name of a file or of a test ...]
//
// A mutation that does not apply any more is an error: the table has to follow the code.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A mutant replaces old, which must occur once in the file, by broken; tests is the pattern
// of those that must fail.
type mutant struct {
	file, old, broken, tests string
}

func main() {
	verbose := flag.Bool("v", false, "print what the tests say")
	from := flag.Int("from", 0, "how many to leave out")
	flag.Parse()
	survived, err := run(*verbose, *from, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(2)
	}
	if survived > 0 {
		os.Exit(1)
	}
}

func run(verbose bool, from int, only []string) (survived int, err error) {
	dir, err := os.MkdirTemp("", "mutate-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	if err := os.CopyFS(dir, os.DirFS("..")); err != nil {
		return 0, fmt.Errorf("run this in safecreate/bench: %w", err)
	}
	all := slices.Concat(mutants, daemonMutants)
	for _, m := range all {
		if _, _, err := m.source(dir); err != nil {
			return 0, err
		}
	}
	tried := 0
	for i, m := range all {
		if i < from {
			continue
		}
		if len(only) > 0 && !slices.ContainsFunc(only, func(o string) bool { return o == m.file || strings.Contains(m.tests, o) }) {
			continue
		}
		tried++
		noticed, out, err := m.try(dir)
		verdict := "noticed"
		switch {
		case err != nil:
			verdict = "ERROR"
			out = err.Error()
			survived++
		case !noticed:
			verdict = "SURVIVED"
			survived++
		}
		fmt.Printf("%2d %-8s %s: %q for %q (%s)\n", i, verdict, m.file, m.broken, m.old, m.tests)
		if err != nil {
			fmt.Println(out)
		}
		if verbose {
			fmt.Println(out)
		}
	}
	fmt.Printf("%d mutants, %d survived\n", tried, survived)
	return survived, nil
}

// source is the file as it is and as it is broken.
func (m mutant) source(dir string) (whole, broken []byte, err error) {
	whole, err = os.ReadFile(filepath.Join(dir, m.file))
	if err != nil {
		return nil, nil, err
	}
	if n := bytes.Count(whole, []byte(m.old)); n != 1 {
		return nil, nil, fmt.Errorf("%s: %q occurs %d times, want once", m.file, m.old, n)
	}
	return whole, bytes.Replace(whole, []byte(m.old), []byte(m.broken), 1), nil
}

// try runs the tests with the mutation and takes it back.
func (m mutant) try(dir string) (noticed bool, out string, err error) {
	name := filepath.Join(dir, m.file)
	whole, broken, err := m.source(dir)
	if err != nil {
		return false, "", err
	}
	if err := os.WriteFile(name, broken, 0o600); err != nil {
		return false, "", err
	}
	defer func() {
		if e := os.WriteFile(name, whole, 0o600); err == nil {
			err = e
		}
	}()
	c := exec.Command("go", "test", "-vet=off", "-short", "-count=1", "-timeout=1m", "-run", m.tests, ".")
	c.Dir = filepath.Join(dir, filepath.Dir(m.file))
	c.Env = append(os.Environ(), "CGO_ENABLED=0") // threads are within reach of each other
	b, err := c.CombinedOutput()
	out = string(b)
	if strings.Contains(out, "[build failed]") || strings.Contains(out, "[setup failed]") {
		return false, "", fmt.Errorf("%s: %q does not compile:\n%s", m.file, m.broken, out)
	}
	if strings.Contains(out, "no tests to run") {
		return false, "", fmt.Errorf("%s: no tests %s", m.file, m.tests)
	}
	return err != nil, out, nil
}
