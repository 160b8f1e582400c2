package driver

import (
	"context"
	"fmt"

	"golang.org/x/tools/go/packages"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/load"
	"github.com/permvet/permvet/internal/meta"
)

// An outcome is what came of one platform.
type outcome struct {
	goos     string // empty: the one that the environment names
	findings []finding.Finding
	problems []finding.Problem
	analyzed map[string]bool // packages, by ID
}

// run loads the packages for one platform and applies the checks of the suite. It adds the names of imported packages
// and of the files that may be shown to the report.
func run(s *session, opts *options, suite meta.Suite, goos string, report *finding.Report) (*outcome, error) {
	var ctx context.Context = s
	s.progress.stage("loading packages")
	loaded, err := load.Load(ctx, load.Config{
		Dir: opts.dir, Env: opts.environ(goos), Tests: opts.tests, BuildFlags: opts.buildFlags(),
		Source: suite.Source, Effect: suite.Effect,
	}, opts.patterns...)
	if err != nil {
		return nil, err
	}
	s.progress.stage("analyzing %s", finding.Count(len(loaded.Packages), "package", "packages"))
	packages.Visit(loaded.Packages, nil, func(p *packages.Package) { report.Sources.Allow(p.GoFiles...) })
	findings, faults, err := analyze(ctx, suite, loaded)
	if err != nil {
		return nil, err
	}
	out := &outcome{goos: goos, findings: findings, analyzed: map[string]bool{}}
	for _, p := range loaded.Problems {
		out.problems = append(out.problems, finding.Problem{Package: p.Package, Position: p.Position, Message: p.Message})
	}
	for _, f := range faults {
		out.problems = append(out.problems, finding.Problem{Message: fmt.Sprintf(
			"internal error in %s on %s: %s; please report it at %s/issues", f.analyzer, f.pkg, f.cause, suite.URL)})
	}
	for _, p := range loaded.Packages {
		out.analyzed[p.ID] = true
		for _, imp := range p.Types.Imports() {
			report.PackageName[imp.Path()] = imp.Name()
		}
	}
	return out, nil
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
			default:
				p.Message += " [GOOS=" + out.goos + "]"
			}
			report.Problems = append(report.Problems, p)
		}
		if elsewhere > 0 {
			report.Remarks = append(report.Remarks, fmt.Sprintf("%s not compile for %s and %s only analyzed for other systems",
				count(elsewhere, "package does", "packages do"), out.goos, was(elsewhere)))
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

func was(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}
