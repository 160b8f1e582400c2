package driver

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/permvet/permvet/internal/meta"
	"github.com/permvet/permvet/internal/settings"
)

// When the context is done the command ends, whatever it is doing, with the status of an interrupted program.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	forever := make(chan struct{})
	defer close(forever)
	build := func(settings.Settings) (meta.Suite, error) {
		cancel() // now, in the middle of it
		<-forever
		return meta.Suite{}, nil
	}
	var stdout, stderr bytes.Buffer
	if status := interruptible(ctx, build, []string{"-list"}, &stdout, &stderr, func() {}); status != exitInterrupted {
		t.Errorf("status %d", status)
	}
	if stderr.String() != "permvet: interrupted\n" || stdout.Len() > 0 {
		t.Errorf("stdout %q, stderr %q", stdout.String(), stderr.String())
	}
}

// Temporary directories do not outlive the command.
func TestScratch(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s := new(scratch)
	for range 2 {
		dir, err := s.dir()
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%v, %v", info.Mode(), err)
		}
		if err := os.WriteFile(filepath.Join(dir, "f"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.remove()
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) != 0 {
		t.Errorf("%v is left, %v", left, err)
	}
}

// The progress shows what is being done, and leaves nothing of it behind.
func TestProgress(t *testing.T) {
	if newProgress(new(bytes.Buffer)) != nil {
		t.Error("there is progress without a terminal")
	}
	var none *progress
	none.stage("nothing")
	none.stop()

	w := make(notes, 100)
	p := startProgress(w, 0, 0x7fffffffffffffff)
	if got := <-w; !strings.Contains(got, "permvet: starting (0 s)") {
		t.Errorf("got %q", got)
	}
	p.stop()
	if got := <-w; got != "\r\x1b[K" {
		t.Errorf("got %q", got)
	}
	select {
	case got := <-w:
		t.Errorf("then %q", got)
	default:
	}
}

type notes chan string

func (n notes) Write(b []byte) (int, error) {
	n <- string(b)
	return len(b), nil
}
