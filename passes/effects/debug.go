package effects

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Debug reports what is known of every function of a package: its effects where
// they happen, and at the function what its callers are told. It is what a
// report of a false positive needs; no check requires it.
var Debug = &analysis.Analyzer{
	Name:     "permveteffects",
	Doc:      "permveteffects: print what permvet knows of each function",
	URL:      Analyzer.URL,
	Requires: []*analysis.Analyzer{Analyzer},
	Run:      debug,
}

func debug(pass *analysis.Pass) (any, error) {
	res := pass.ResultOf[Analyzer].(*Result)
	if res.ev == nil {
		return nil, nil // the package has nothing that the table knows
	}
	for _, f := range res.Funcs {
		for i, e := range f.Effects {
			text := fmt.Sprintf("%2d. %s", i+1, e) // in their order, which places do not tell
			if e.Row != nil {
				text += fmt.Sprintf(" [%s: %s]", ShortName(e.Row.Name), e.Row.Why)
			}
			pass.Report(analysis.Diagnostic{Pos: e.Pos(), Category: "effect", Message: text})
		}
	}
	for _, fn := range res.ev.All {
		if fn.Parent() == nil && fn.Synthetic == "" && fn.Pos().IsValid() {
			pass.Report(analysis.Diagnostic{Pos: fn.Pos(), Category: "told", Message: res.scanned.told(fn)})
		}
	}
	return nil, nil
}

// String describes the effect with all that decides about it.
func (e *Effect) String() string {
	var b strings.Builder
	b.WriteString(e.Act.String())
	if alts := e.Object.Path.Alts; len(alts) > 0 {
		fmt.Fprintf(&b, " one of %s", strings.Trim(fmt.Sprint(alts), "[]"))
	}
	for _, word := range []struct {
		on   bool
		text string
	}{{e.May, "may"}, {e.Deferred, "deferred"}, {e.Async, "async"}, {e.Maybe, "maybe"}} {
		if word.on {
			b.WriteString(" " + word.text)
		}
	}
	if !e.Own() {
		b.WriteString(" via")
		for _, s := range e.Via {
			b.WriteString(" " + ShortName(s.Func))
		}
	}
	if e.Bound != 0 {
		fmt.Fprintf(&b, " bound %d", e.Bound)
	}
	return b.String()
}
