package gopls

import (
	"fmt"
	"io"
	"sync"
	"time"

	"golang.org/x/tools/go/analysis"
)

// budget is what one analyzer may take for one package before the log says so. The work itself is bounded where it is
// done, in passes/effects; this tells which package to look at.
const budget = 2 * time.Second

// A watch writes the log. gopls passes it on to the editor.
type watch struct {
	mu  sync.Mutex
	log io.Writer
	now func() time.Time
	// trace: log all that is done.
	trace bool
}

func (w *watch) printf(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, _ = fmt.Fprintf(w.log, "permvet: "+format+"\n", args...) // there is nowhere else to say it
}

// timed runs an analyzer over a package and logs when that takes long.
func (w *watch) timed(a *analysis.Analyzer, pass *analysis.Pass) (any, error) {
	if w.trace {
		w.printf("trace: %s %s", a.Name, pass.Pkg.Path())
	}
	start := w.now()
	result, err := a.Run(pass)
	if d := w.now().Sub(start); d > budget {
		w.printf("%s took %.1fs for package %s: if editing is slow there, set \"analyses\": {\"permvet_error\": false, \"permvet_warning\": false} and report it", a.Name, d.Seconds(), pass.Pkg.Path())
	}
	return result, err
}

// copy returns a timed copy of an analyzer and of what it requires, as far as that depends on the settings. What does
// not, gopls has itself, and one run of it serves both.
func (m *maker) copy(a *analysis.Analyzer) *analysis.Analyzer {
	if c := m.copies[a]; c != nil {
		return c
	}
	c := *a
	own := a.Name == "permvet"
	c.Requires = make([]*analysis.Analyzer, len(a.Requires))
	for i, req := range a.Requires {
		c.Requires[i] = m.copy(req)
		own = own || c.Requires[i] != req
	}
	if !own {
		m.copies[a] = a
		return a
	}
	if a.Name == "permvet" {
		c.Name += m.id
	}
	c.Run = func(pass *analysis.Pass) (any, error) {
		inner := *pass
		inner.Analyzer = a
		inner.ResultOf = make(map[*analysis.Analyzer]any, len(a.Requires))
		for i, req := range a.Requires {
			inner.ResultOf[req] = pass.ResultOf[c.Requires[i]]
		}
		return m.watch.timed(a, &inner)
	}
	m.copies[a] = &c
	return &c
}
