package report

import (
	"iter"
	"maps"

	"golang.org/x/tools/go/analysis"
)

// A Twofold is the result of a provider that keeps a package and its tests apart. What a test does is never evidence
// about code that is not a test, so judgments are made twice: of the package by itself, and of its test files together
// with it.
type Twofold interface {
	// WithTests returns the result, of the same type, for judging the test files; nil if there is nothing to keep apart.
	WithTests() any
}

// A view says which files a judgment is about.
type view uint8

const (
	allFiles view = iota
	withoutTests
	testsAlone
)

func (v view) shows(f *fileInfo) bool {
	return v == allFiles || f.testFile == (v == testsAlone)
}

// views are the passes to make the judgment with, one after the other.
func (r *Reporter) views() iter.Seq[*analysis.Pass] {
	return func(yield func(*analysis.Pass) bool) {
		tests := r.passWithTests()
		if tests == nil {
			yield(r.pass)
			return
		}
		r.view = withoutTests
		if yield(r.pass) {
			r.view = testsAlone
			yield(tests)
		}
	}
}

// passWithTests returns the pass with the results for judging test files; nil if no provider keeps them apart.
func (r *Reporter) passWithTests() *analysis.Pass {
	var tests *analysis.Pass
	for _, dep := range r.pass.Analyzer.Requires {
		two, ok := r.pass.ResultOf[dep].(Twofold)
		if !ok || two.WithTests() == nil {
			continue
		}
		if tests == nil {
			own := *r.pass
			own.ResultOf = maps.Clone(own.ResultOf)
			tests = &own
		}
		tests.ResultOf[dep] = two.WithTests()
	}
	return tests
}
