// Package driver is the permvet command: it loads packages from source, applies a suite of checks, and prints,
// or fixes, what they find. It knows the suite only by its description.
package driver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/permvet/permvet/internal/cache"
	"github.com/permvet/permvet/internal/driver/atomicfile"
	"github.com/permvet/permvet/internal/driver/config"
	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/driver/source"
	"github.com/permvet/permvet/internal/meta"
	"github.com/permvet/permvet/internal/settings"
)

// Exit statuses of the command.
const (
	exitClean       = 0 // no findings that count
	exitFindings    = 1
	exitTrouble     = 2 // wrong usage, or packages that could not be analyzed
	exitInterrupted = 130
)

// A Build makes the suite for the settings of a user. The error is a mistake in the settings.
type Build func(settings.Settings) (meta.Suite, error)

// Main runs the command with the given arguments (without the program's name) and returns its exit status. When the
// context is done it returns at once, and what it began to write is written.
func Main(ctx context.Context, build Build, args []string, stdout, stderr io.Writer) int {
	return interruptible(ctx, build, args, stdout, stderr, atomicfile.Finish)
}

// interruptible is Main; finish waits for what is being written.
func interruptible(ctx context.Context, build Build, args []string, stdout, stderr io.Writer, finish func()) int {
	scratch := new(scratch)
	done := make(chan int, 1)
	go func() {
		status, err := command(&session{Context: ctx, build: build, stdout: stdout, stderr: stderr, scratch: scratch}, args)
		if err != nil && ctx.Err() == nil {
			fmt.Fprintf(stderr, "permvet: %v\n", err)
			status = exitTrouble
		}
		done <- status
	}()
	select {
	case status := <-done:
		if ctx.Err() == nil {
			scratch.remove()
			return status
		}
	case <-ctx.Done():
	}
	finish()
	if scratch.used() { // what fills the directories ends with the context
		select {
		case <-done:
		case <-time.After(2 * time.Second):
		}
	}
	scratch.remove()
	fmt.Fprintln(stderr, "permvet: interrupted")
	return exitInterrupted
}

// A session is one run of the command.
type session struct {
	context.Context
	build          Build
	stdout, stderr io.Writer
	scratch        *scratch
	opts           *options
	suite          meta.Suite
	progress       *progress
	cache          *cache.Dir // nil: none
}

func (s *session) remark(format string, args ...any) {
	fmt.Fprintf(s.stderr, "permvet: "+format+"\n", args...)
}

func command(s *session, args []string) (int, error) {
	if len(args) > 0 {
		if sub := subcommand(args[0]); sub != nil {
			return sub(s, args[1:])
		}
	}
	var err error
	s.opts, err = parseOptions(args, s.stdout)
	switch {
	case errors.Is(err, errHelp):
		return exitClean, nil
	case err != nil:
		return 0, err
	case s.opts.version:
		return exitClean, printVersion(s.stdout)
	case s.opts.cacheClean:
		return exitClean, cleanCache()
	}
	if err := s.configure(); err != nil {
		return 0, err
	}
	switch {
	case s.opts.list:
		return exitClean, list(s.stdout, s.suite)
	case s.opts.explain != "":
		return exitClean, explain(s.stdout, s.suite, append([]string{s.opts.explain}, s.opts.patterns...))
	}
	if s.opts.debug != "" {
		return s.debug()
	}
	defer tuneMemory()()
	if s.cache, err = openCache(); err != nil {
		s.remark("running without a cache: %v", err)
	}
	defer s.cache.Close()
	s.progress = newProgress(s.stderr)
	report, err := s.findings(s.opts)
	if err == nil {
		err = s.onlyNew(report)
	}
	s.progress.stop()
	if err != nil {
		return 0, err
	}
	for _, p := range report.Problems {
		fmt.Fprintln(s.stderr, problemLine(report, p))
	}
	for _, r := range report.Remarks {
		s.remark("%s", r)
	}
	if s.opts.writeBaseline {
		return s.writeBaseline(report)
	}
	if s.opts.fix {
		if report, err = s.fixAll(report); err != nil {
			return 0, err
		}
	}
	if err := s.write(report); err != nil {
		return 0, fmt.Errorf("writing the findings: %w", err)
	}
	s.cache.Trim()
	return s.status(report), nil
}

// configure reads the configuration, puts the flags over it, and makes the suite.
func (s *session) configure() error {
	file, err := s.opts.readConfig()
	if err != nil {
		return err
	}
	if _, err := s.build(file.Settings); err != nil {
		return fmt.Errorf("%s: %w", s.opts.config, err)
	}
	s.opts.merge(file)
	if s.suite, err = s.build(s.opts.settings); err != nil {
		return fmt.Errorf("-%w", err) // the settings are called as the flags are
	}
	if s.opts.fail == "note" && !s.opts.settings.Strict && s.opts.format == "text" && s.opts.set["fail"] {
		s.remark("-fail=note is of use with -strict only: notes are not reported without")
	}
	return nil
}

// findings runs the checks on all platforms, as opts says.
func (s *session) findings(opts *options) (*finding.Report, error) {
	report := &finding.Report{
		Suite: s.suite, Version: version(), Dir: opts.dir, Root: config.Root(opts.dir),
		Sources: source.New(), PackageName: map[string]string{},
	}
	wanted := s.suite
	wanted.Checks = slices.DeleteFunc(slices.Clone(s.suite.Checks), func(c meta.Check) bool { return c.Off })
	var outcomes []*outcome
	for _, goos := range opts.platforms() {
		out, err := run(s, opts, wanted, goos, report)
		if err != nil {
			return nil, err
		}
		for i, f := range out.findings {
			out.findings[i].Check = s.suite.Owner(f.Check, f.Kind)
		}
		outcomes = append(outcomes, out)
	}
	combine(report, outcomes)
	report.Locate()
	report.Fingerprint()
	return report, nil
}

func (s *session) status(report *finding.Report) int {
	if len(report.Problems) > 0 {
		return exitTrouble
	}
	for _, f := range report.Findings {
		if s.opts.fails(f.Level) {
			return exitFindings
		}
	}
	return exitClean
}

// problemLine shows a problem as compilers do.
func problemLine(report *finding.Report, p finding.Problem) string {
	if p.Position.Filename == "" {
		return "permvet: " + source.Printable(p.Message)
	}
	pos := p.Position
	pos.Filename = report.Path(pos.Filename)
	return source.Printable(fmt.Sprintf("%s: %s", pos, p.Message))
}

// A scratch is the temporary directories of a run.
type scratch struct {
	mu   sync.Mutex
	dirs []string
}

func (s *scratch) dir() (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name, err := os.MkdirTemp("", "permvet-")
	if err != nil {
		return "", fmt.Errorf("making a temporary directory: %w", err)
	}
	s.dirs = append(s.dirs, name)
	return name, nil
}

func (s *scratch) used() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.dirs) > 0
}

func (s *scratch) remove() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range s.dirs {
		_ = os.RemoveAll(name) // nothing depends on it
	}
}
