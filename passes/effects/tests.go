package effects

import (
	"maps"

	"golang.org/x/tools/go/ssa"
)

// This file keeps a package and its tests apart. Drivers such as go vet, golangci-lint and gopls analyse a package
// together with its test files, yet what a test does is never evidence about code that is not a test: a test that puts
// t.TempDir() in a field makes no directory of the program private.

// WithTests returns the result for judging the test files of the package: what the package does together with them. The
// functions outside tests are the same in it, seen without the tests. It is nil when there is nothing to keep apart.
func (r *Result) WithTests() any {
	if r.tests == nil {
		return nil
	}
	return r.tests
}

// outsideTests leaves out the functions in test files; ok is false when there are none, or nothing but such.
func (s *scanner) outsideTests(all []*ssa.Function) (own []*ssa.Function, ok bool) {
	var tests, others bool
	for _, f := range s.pass.Files {
		test := isTestFile(s.pass.Fset, f.FileStart)
		tests, others = tests || test, others || !test
	}
	if !tests || !others {
		return all, false
	}
	for _, fn := range all {
		if !isTestFile(s.pass.Fset, fn.Pos()) {
			own = append(own, fn)
		}
	}
	return own, true
}

// withTests returns a scanner of the whole package, which takes over what s knows of the functions outside tests.
func (s *scanner) withTests(all []*ssa.Function) *scanner {
	t := newScanner(s.pass, newResult(s.pass, s.res.GOOS), s.prog, s.Pkg, all)
	t.res.Program = s.res.Program
	t.hand(t.res)
	maps.Copy(t.funcs, s.funcs)
	maps.Copy(t.sums, s.sums)
	maps.Copy(t.inner, s.inner)
	maps.Copy(t.sets, s.sets)
	t.TakeOver(s.Evaluator)
	maps.Copy(t.commands, s.commands)
	for _, fn := range all {
		if fn.Synthetic != "" { // the package initialiser runs for both
			delete(t.funcs, fn)
			delete(t.sums, fn)
			delete(t.sets, fn)
		}
	}
	return t
}
