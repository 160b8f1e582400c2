// Package driver is the permvet command: it loads packages from source, applies a suite of checks, and prints,
// or mends, what they find. It knows the suite only by its description.
package driver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/driver/json"
	"github.com/permvet/permvet/internal/driver/sarif"
	"github.com/permvet/permvet/internal/driver/text"
	"github.com/permvet/permvet/internal/meta"
)

// Exit statuses of the command.
const (
	exitClean    = 0 // no findings that count
	exitFindings = 1
	exitTrouble  = 2 // wrong usage, or packages that could not be analyzed
)

// Main runs the command with the given arguments (without the program's name) and returns its exit status.
func Main(ctx context.Context, suite meta.Suite, args []string, stdout, stderr io.Writer) int {
	status, err := command(ctx, suite, args, stdout, stderr)
	if err != nil {
		fmt.Fprintf(stderr, "permvet: %v\n", err)
		return exitTrouble
	}
	return status
}

func command(ctx context.Context, suite meta.Suite, args []string, stdout, stderr io.Writer) (int, error) {
	opts, err := parseOptions(args, stdout)
	switch {
	case errors.Is(err, errHelp):
		return exitClean, nil
	case err != nil:
		return 0, err
	case opts.version:
		_, err := fmt.Fprintf(stdout, "permvet %s\n", version())
		return exitClean, err
	case opts.cacheClean:
		return exitClean, cleanCache()
	case opts.list:
		return exitClean, list(stdout, suite)
	case opts.explain != "":
		return exitClean, explain(stdout, suite, opts.explain)
	}
	defer tuneMemory()()
	if opts.cache, err = openCache(); err != nil {
		fmt.Fprintf(stderr, "permvet: running without a cache: %v\n", err)
	}
	defer opts.cache.Close()
	report, err := findings(ctx, suite, opts)
	if err != nil {
		return 0, err
	}
	for _, p := range report.Problems {
		fmt.Fprintln(stderr, problemLine(report, p))
	}
	for _, r := range report.Remarks {
		fmt.Fprintf(stderr, "permvet: %s\n", r)
	}
	if opts.fix {
		if err := mend(opts, report, stdout, stderr); err != nil {
			return 0, err
		}
	}
	if err := write(stdout, opts, report); err != nil {
		return 0, fmt.Errorf("writing the findings: %w", err)
	}
	opts.cache.Trim()
	return status(opts, report), nil
}

// findings runs the selected checks on all platforms.
func findings(ctx context.Context, suite meta.Suite, opts *options) (*finding.Report, error) {
	sel, err := selectChecks(suite, opts.checks)
	if err != nil {
		return nil, err
	}
	selected := sel.suite(suite)
	if len(selected.Checks) == 0 {
		return nil, errors.New("-checks: nothing is left to check")
	}
	if err := configure(suite, opts); err != nil {
		return nil, err
	}
	report := &finding.Report{Suite: suite, Version: version(), Dir: opts.dir, PackageName: map[string]string{}}
	var outcomes []*outcome
	for _, goos := range opts.platforms() {
		out, err := run(ctx, opts, selected, goos, report.PackageName)
		if err != nil {
			return nil, err
		}
		outcomes = append(outcomes, out)
	}
	combine(report, outcomes)
	report.Findings = slices.DeleteFunc(report.Findings, func(f finding.Finding) bool { return !sel.has(&f) })
	return report, nil
}

// configure hands the flags that all checks share to the analyzers that declare them.
func configure(suite meta.Suite, opts *options) error {
	values := map[string]bool{"strict": opts.strict, "helpers": opts.helpers}
	for _, a := range meta.Required(suite.Analyzers()) {
		for name, on := range values {
			if a.Flags.Lookup(name) == nil {
				continue
			}
			if err := a.Flags.Set(name, fmt.Sprint(on)); err != nil {
				return fmt.Errorf("setting -%s of %s: %w", name, a.Name, err)
			}
		}
	}
	return nil
}

func write(w io.Writer, opts *options, report *finding.Report) error {
	switch {
	case opts.diff:
		return nil // the difference is the output
	case opts.format == "json":
		return json.Write(w, report)
	case opts.format == "sarif":
		return sarif.Write(w, report)
	}
	return text.Write(w, report)
}

func status(opts *options, report *finding.Report) int {
	if len(report.Problems) > 0 {
		return exitTrouble
	}
	for _, f := range report.Findings {
		if opts.fails(f.Level) {
			return exitFindings
		}
	}
	return exitClean
}

// problemLine shows a problem as compilers do.
func problemLine(report *finding.Report, p finding.Problem) string {
	if p.Position.Filename == "" {
		return "permvet: " + p.Message
	}
	pos := p.Position
	pos.Filename = report.Path(pos.Filename)
	return fmt.Sprintf("%s: %s", pos, p.Message)
}

// version is that of the main module, as the go command recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

// IsVettool reports whether the arguments are those by which go vet calls its tool rather than a person's.
func IsVettool(args []string) bool {
	if len(args) == 0 {
		return false
	}
	last := args[len(args)-1]
	return args[0] == "-V=full" || args[0] == "-flags" || len(last) > 4 && last[len(last)-4:] == ".cfg"
}
