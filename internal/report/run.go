package report

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// run judges one package. Drivers run the checks of one package side by side.
func (c Check) run(pass *analysis.Pass) (any, error) {
	r := newReporter(pass, c.Kinds)
	if r.err != nil {
		return nil, r.err
	}
	if !c.Systems.Has(r.info.GOOS) {
		return r.Result(), nil
	}
	for view := range r.views() {
		if err := c.Run(view, r); err != nil {
			return nil, fmt.Errorf("%s: package %s: %w", c.Name, pass.Pkg.Path(), err)
		}
	}
	res := r.Result()
	return res, r.err
}

// Guard turns a panic of run into an error that names the pass and the
// package: one odd package must not end the whole run.
func Guard(name string, run func(*analysis.Pass) (any, error)) func(*analysis.Pass) (any, error) {
	return func(pass *analysis.Pass) (result any, err error) {
		defer func() {
			if v := recover(); v != nil {
				result, err = nil, fmt.Errorf("%s: internal error in package %s: %v (%s)", name, pass.Pkg.Path(), v, panicSite())
			}
		}()
		return run(pass)
	}
}

// panicSite names the innermost function of the panicking code, which is what
// a bug report needs first.
func panicSite() string {
	var pcs [64]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	panicking := false
	for {
		f, more := frames.Next()
		switch {
		case f.Function == "runtime.gopanic":
			panicking = true
		case panicking && !strings.HasPrefix(f.Function, "runtime."):
			return fmt.Sprintf("%s, %s:%d", filepath.Base(f.Function), filepath.Base(f.File), f.Line)
		}
		if !more {
			return "place unknown"
		}
	}
}
