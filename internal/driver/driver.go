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
	"github.com/permvet/permvet/internal/settings"
)

// Exit statuses of the command.
const (
	exitClean    = 0 // no findings that count
	exitFindings = 1
	exitTrouble  = 2 // wrong usage, or packages that could not be analyzed
)

// A Build makes the suite for the settings of a user. The error is a mistake in the settings.
type Build func(settings.Settings) (meta.Suite, error)

// Main runs the command with the given arguments (without the program's name) and returns its exit status.
func Main(ctx context.Context, build Build, args []string, stdout, stderr io.Writer) int {
	status, err := command(ctx, build, args, stdout, stderr)
	if err != nil {
		fmt.Fprintf(stderr, "permvet: %v\n", err)
		return exitTrouble
	}
	return status
}

func command(ctx context.Context, build Build, args []string, stdout, stderr io.Writer) (int, error) {
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
	}
	suite, err := build(opts.settings())
	switch {
	case err != nil:
		return 0, fmt.Errorf("-%w", err) // the settings are called as the flags are
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

// findings runs the checks on all platforms.
func findings(ctx context.Context, suite meta.Suite, opts *options) (*finding.Report, error) {
	report := &finding.Report{Suite: suite, Version: version(), Dir: opts.dir, PackageName: map[string]string{}}
	wanted := suite
	wanted.Checks = slices.DeleteFunc(slices.Clone(suite.Checks), func(c meta.Check) bool { return c.Off })
	var outcomes []*outcome
	for _, goos := range opts.platforms() {
		out, err := run(ctx, opts, wanted, goos, report.PackageName)
		if err != nil {
			return nil, err
		}
		for i, f := range out.findings {
			out.findings[i].Check = suite.Owner(f.Check, f.Kind)
		}
		outcomes = append(outcomes, out)
	}
	combine(report, outcomes)
	return report, nil
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
