package driver

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/permvet/permvet/internal/driver/baseline"
	"github.com/permvet/permvet/internal/driver/changed"
	"github.com/permvet/permvet/internal/driver/finding"
)

// onlyNew leaves in the report the findings that -baseline and -diff do not know.
func (s *session) onlyNew(report *finding.Report) error {
	if s.opts.baseline != "" && !s.opts.writeBaseline {
		known, err := baseline.Read(s.opts.baseline)
		if err != nil {
			return err
		}
		var n int
		report.Findings, n = known.Filter(report.Findings)
		if n > 0 {
			report.Remarks = append(report.Remarks, fmt.Sprintf("%s in the baseline", finding.Count(n, "finding is", "findings are")))
		}
	}
	if s.opts.diff.rev == "" {
		return nil
	}
	return s.onlyChanged(report)
}

// writeBaseline stores all findings as known ones.
func (s *session) writeBaseline(report *finding.Report) (int, error) {
	if len(report.Problems) > 0 {
		return 0, fmt.Errorf("the baseline is not written, for it would miss what could not be analyzed")
	}
	if err := baseline.Write(s.opts.baseline, report.Findings); err != nil {
		return 0, err
	}
	s.remark("wrote %s to %s", finding.Count(len(report.Findings), "finding", "findings"), s.opts.baseline)
	return exitClean, nil
}

// onlyChanged leaves the findings that touch a changed line, with their own place or a related one, and those that the
// program did not have before: a change somewhere else has caused them.
func (s *session) onlyChanged(report *finding.Report) error {
	repo, err := changed.Open(s, s.opts.dir, s.opts.diff.rev)
	if err != nil {
		return err
	}
	lines, err := repo.Lines(s)
	if err != nil {
		return err
	}
	var rest []finding.Finding
	if len(lines) > 0 {
		rest = slices.DeleteFunc(slices.Clone(report.Findings), func(f finding.Finding) bool { return touches(lines, f) })
	}
	var caused []finding.Finding
	if len(rest) > 0 {
		if caused, err = s.notBefore(repo, rest); err != nil {
			return err
		}
	}
	isCaused := map[string]bool{}
	for _, f := range caused {
		isCaused[f.Print] = true
	}
	report.Findings = slices.DeleteFunc(report.Findings, func(f finding.Finding) bool {
		return !touches(lines, f) && !isCaused[f.Print]
	})
	return nil
}

func touches(lines changed.Lines, f finding.Finding) bool {
	if lines.Has(f.Start.Filename, f.Start.Line, f.End.Line) {
		return true
	}
	return slices.ContainsFunc(f.Related, func(r finding.Related) bool {
		return lines.Has(r.Start.Filename, r.Start.Line, r.End.Line)
	})
}

// notBefore analyzes the base of the comparison in a directory of its own, and returns the findings that are not there.
// What cannot be analyzed there says nothing: its findings are taken for old ones.
func (s *session) notBefore(repo *changed.Repo, findings []finding.Finding) ([]finding.Finding, error) {
	s.progress.stage("comparing with %.12s", repo.Base)
	tmp, err := s.scratch.dir()
	if err != nil {
		return nil, err
	}
	if tmp, err = filepath.EvalSymlinks(tmp); err != nil {
		return nil, err
	}
	if err := repo.Extract(s, tmp); err != nil {
		return nil, fmt.Errorf("-diff: reading %.12s: %w", repo.Base, err)
	}
	move := func(name string) (string, bool) {
		rel, err := filepath.Rel(repo.Root, name)
		return filepath.Join(tmp, rel), err == nil && filepath.IsLocal(rel)
	}
	opts := *s.opts
	dir, ok := move(opts.dir)
	if !ok {
		return nil, nil
	}
	opts.dir = dir
	opts.patterns = slices.Clone(opts.patterns)
	for i, p := range opts.patterns {
		if !filepath.IsAbs(p) {
			continue
		}
		if opts.patterns[i], ok = move(p); !ok {
			return nil, nil
		}
	}
	before, err := s.findings(&opts)
	if err != nil {
		return nil, nil //nolint:nilerr // as when the directory did not exist then: all that is new stands on changed lines
	}
	unknown := map[string]bool{}
	for _, p := range before.Problems {
		path, _, _ := strings.Cut(p.Package, " ")
		unknown[strings.TrimSuffix(path, "_test")] = true
	}
	fresh, _ := baseline.Of(before.Findings).Filter(findings)
	return slices.DeleteFunc(fresh, func(f finding.Finding) bool { return unknown[f.Package] }), nil
}
