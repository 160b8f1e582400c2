package driver

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// A progress tells on a terminal what a run that takes longer than a second is doing. The nil progress tells nothing.
type progress struct {
	w     io.Writer
	began time.Time
	quit  chan struct{}
	done  sync.WaitGroup

	mu   sync.Mutex
	what string
}

// newProgress returns nil if w is no terminal.
func newProgress(w io.Writer) *progress {
	if !isTerminal(w) {
		return nil
	}
	return startProgress(w, time.Second, 200*time.Millisecond)
}

func startProgress(w io.Writer, after, every time.Duration) *progress {
	p := &progress{w: w, began: time.Now(), quit: make(chan struct{}), what: "starting"}
	p.done.Go(func() { p.run(after, every) })
	return p
}

// run shows the line after a while, and takes it away at the end.
func (p *progress) run(after, every time.Duration) {
	select {
	case <-p.quit:
		return
	case <-time.After(after):
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		p.mu.Lock()
		what := p.what
		p.mu.Unlock()
		fmt.Fprintf(p.w, "\r\x1b[Kpermvet: %s (%d s)", what, int(time.Since(p.began).Seconds()))
		select {
		case <-p.quit:
			fmt.Fprint(p.w, "\r\x1b[K")
			return
		case <-tick.C:
		}
	}
}

// stage says what is being done from now on.
func (p *progress) stage(format string, args ...any) {
	if p == nil {
		return
	}
	p.mu.Lock()
	p.what = fmt.Sprintf(format, args...)
	p.mu.Unlock()
}

// stop takes the line away.
func (p *progress) stop() {
	if p == nil {
		return
	}
	close(p.quit)
	p.done.Wait()
}
