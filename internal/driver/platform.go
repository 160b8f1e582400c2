package driver

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/driver/runner"
	"github.com/permvet/permvet/internal/load"
	"github.com/permvet/permvet/internal/meta"
	"github.com/permvet/permvet/internal/settings"
)

// An outcome is what came of one platform.
type outcome struct {
	goos     string // empty: the one that the environment names
	findings []finding.Finding
	problems []finding.Problem
	analyzed map[string]bool // packages, by ID
}

// run applies the checks of the suite to the packages, for one platform. It adds the names of imported packages and
// of the files that may be shown to the report.
func run(s *session, opts *options, suite meta.Suite, goos string, report *finding.Report) (*outcome, error) {
	res, err := runner.Run(s, runner.Config{
		Load: load.Config{
			Dir: opts.dir, Env: opts.environ(goos), Tests: opts.tests, BuildFlags: opts.buildFlags(),
		},
		Suite: suite, Settings: opts.settings.Key(), FactSettings: opts.settings.FactsKey(),
		Cache: s.cache, Stage: s.progress.stage,
	}, opts.patterns...)
	if err != nil {
		return nil, err
	}
	out := &outcome{goos: goos, findings: res.Findings, analyzed: res.Analyzed}
	for _, p := range res.Problems {
		out.problems = append(out.problems, finding.Problem{Package: p.Package, Pattern: p.Pattern, Position: p.Position, Message: p.Message})
	}
	for _, f := range res.Faults {
		out.problems = append(out.problems, finding.Problem{Message: faultMessage(opts, f, suite)})
	}
	out.problems = slices.CompactFunc(out.problems, func(a, b finding.Problem) bool { return a == b })
	for _, remark := range res.Remarks {
		if !slices.Contains(report.Remarks, remark) { // other systems may give it too
			report.Remarks = append(report.Remarks, remark)
		}
	}
	report.Sources.Allow(res.Files...)
	maps.Copy(report.PackageName, res.PackageName)
	return out, nil
}

// faultMessage tells a mistake in the settings, which is the same for every package that shows it, from a fault of
// permvet.
func faultMessage(opts *options, f runner.Fault, suite meta.Suite) string {
	var mistake *settings.Error
	if errors.As(f.Err, &mistake) {
		if opts.config != "" {
			return opts.config + ": " + mistake.Error()
		}
		return mistake.Error()
	}
	return fmt.Sprintf("internal error in %s; please report it at %s/issues", f, suite.URL)
}

// combine puts the outcomes of all platforms into the report. A package that compiles for one of them and not for
// another is no problem, only worth a remark: most programs are not made for every system.
func combine(report *finding.Report, outcomes []*outcome) {
	analyzed := map[string]bool{}
	for _, out := range outcomes {
		for id := range out.analyzed {
			analyzed[id] = true
		}
	}
	for _, out := range outcomes {
		elsewhere := 0
		for _, p := range out.problems {
			switch {
			case out.goos == "":
			case analyzed[p.Package]:
				elsewhere++
				continue
			case p.Pattern != "" && slices.ContainsFunc(outcomes, func(o *outcome) bool { return !o.lacks(p.Pattern) }):
				report.Remarks = append(report.Remarks, fmt.Sprintf("%s names no packages for %s", p.Pattern, out.goos))
				continue
			default:
				p.Message += " [GOOS=" + out.goos + "]"
			}
			report.Problems = append(report.Problems, p)
		}
		if elsewhere > 0 {
			report.Remarks = append(report.Remarks, fmt.Sprintf("%s not compile for %s and %s only analyzed for other systems",
				finding.Count(elsewhere, "package does", "packages do"), out.goos, was(elsewhere)))
		}
		for _, f := range out.findings {
			if out.goos != "" {
				f.OS = []string{out.goos}
			}
			report.Findings = append(report.Findings, f)
		}
	}
	report.Findings = finding.Merge(report.Findings)
}

// lacks reports whether the pattern names no package on the platform.
func (o *outcome) lacks(pattern string) bool {
	return slices.ContainsFunc(o.problems, func(p finding.Problem) bool { return p.Pattern == pattern })
}

func was(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}
