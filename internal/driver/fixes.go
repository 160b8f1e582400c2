package driver

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/driver/fix"
	"github.com/permvet/permvet/internal/driver/library"
)

// maxRounds bounds how often fixes are applied: one may bring about another, and those that overlap come one by one.
const maxRounds = 10

// fixAll applies fixes until nothing changes, and returns the report of what remains. With -diff it shows what the first
// round would change.
func (s *session) fixAll(report *finding.Report) (*finding.Report, error) {
	var total fixTally
	for round := 1; ; round++ {
		plan, err := s.applyFixes(report)
		if err != nil {
			return nil, err
		}
		total.add(plan)
		if s.opts.preview() || plan.Applied == 0 || len(plan.Troubles) > 0 || round == maxRounds {
			break
		}
		if report, err = s.findings(s.opts); err != nil {
			return nil, err
		}
		if err := s.onlyNew(report); err != nil {
			return nil, err
		}
		for _, p := range report.Problems {
			fmt.Fprintln(s.stderr, problemLine(report, p))
		}
	}
	if text := total.summary(s.opts); text != "" {
		s.remark("%s", text)
	}
	return report, nil
}

// applyFixes applies the fixes, or with -diff prints what they would change, and leaves in the report the findings that
// remain. What could not be changed becomes a problem of the report.
func (s *session) applyFixes(report *finding.Report) (*fix.Plan, error) {
	foreign, err := foreignDirs(s, s.opts.dir)
	if err != nil {
		return nil, err
	}
	plan, fixed := fix.New(report.Findings, report.PackageName, func(name string) bool { return !foreign.have(name) })
	if s.opts.preview() {
		for _, file := range plan.Files {
			if _, err := io.WriteString(s.stdout, file.Diff(filepath.ToSlash(report.Path(file.Name)))); err != nil {
				return nil, fmt.Errorf("writing the difference: %w", err)
			}
		}
	} else {
		plan.Troubles = append(plan.Troubles, s.writeFixes(plan, fixed)...)
		var left []finding.Finding
		for i, f := range report.Findings {
			if !fixed[i] {
				left = append(left, f)
			}
		}
		report.Findings = left
	}
	for _, t := range plan.Troubles {
		report.Problems = append(report.Problems, finding.Problem{Message: t})
		s.remark("%s", t)
	}
	return plan, nil
}

// writeFixes makes the library ready for the files that will import it, and writes the files. It returns what went
// wrong.
func (s *session) writeFixes(plan *fix.Plan, fixed []bool) []string {
	modules, err := s.addLibrary(plan)
	if err != nil {
		var others []fix.File
		for _, file := range plan.Files {
			if newlyImports(file) {
				plan.Drop(file, fixed)
				continue
			}
			others = append(others, file)
		}
		plan.Files = others
		return append([]string{err.Error()}, s.writeFiles(plan, fixed)...)
	}
	troubles := s.writeFiles(plan, fixed)
	for _, m := range modules {
		if err := m.Vendor(s); err != nil {
			troubles = append(troubles, err.Error())
		}
	}
	return troubles
}

// addLibrary adds the companion library to the modules whose files will import it, by a requirement or, with
// -vendor-helpers, a copy.
func (s *session) addLibrary(plan *fix.Plan) ([]library.Module, error) {
	var names []string
	for _, file := range plan.Files {
		if newlyImports(file) {
			names = append(names, file.Name)
		}
	}
	if len(names) == 0 {
		return nil, nil
	}
	modules, err := library.Modules(s, names)
	if err != nil {
		return nil, fmt.Errorf("-helpers: %w", err)
	}
	for _, m := range modules {
		if s.opts.vendorHelpers == "" {
			if err := m.Require(s); err != nil {
				return nil, fmt.Errorf("-helpers: %w", err)
			}
			continue
		}
		to, err := m.Copy(s, s.opts.vendorHelpers)
		if err != nil {
			return nil, fmt.Errorf("-vendor-helpers: %w", err)
		}
		for i, file := range plan.Files {
			if newlyImports(file) && m.Has(file.Name) {
				plan.Files[i].New = library.Rename(file.New, to)
			}
		}
	}
	return modules, nil
}

// newlyImports reports whether a fix makes the file import the library.
func newlyImports(file fix.File) bool {
	return library.Imported(file.New) && !library.Imported(file.Old)
}

// writeFiles writes the files of the plan and returns what went wrong. A fix of which one file could not be written is
// not applied, even if others were.
func (s *session) writeFiles(plan *fix.Plan, fixed []bool) (troubles []string) {
	written := plan.Files[:0:0]
	for _, file := range plan.Files {
		err := s.Err()
		if err == nil {
			err = file.Write()
		}
		if err == nil {
			written = append(written, file)
			continue
		}
		troubles = append(troubles, err.Error())
		plan.Drop(file, fixed)
	}
	plan.Files = written
	return troubles
}

// A fixTally adds up what the rounds of -fix did.
type fixTally struct {
	fix.Plan
	files map[string]bool
}

func (t *fixTally) add(plan *fix.Plan) {
	if t.files == nil {
		t.files = map[string]bool{}
	}
	for _, f := range plan.Files {
		t.files[f.Name] = true
	}
	t.Applied += plan.Applied
	t.Conflicts, t.Generated, t.Foreign = plan.Conflicts, plan.Generated, plan.Foreign
}

// summary says in one line what was done; it is empty if nothing was to be done.
func (t *fixTally) summary(opts *options) string {
	var parts []string
	verb := "applied"
	if opts.preview() {
		verb = "would apply"
	}
	if t.Applied > 0 {
		parts = append(parts, fmt.Sprintf("%s %s in %s", verb, count(t.Applied, "fix", "fixes"), count(len(t.files), "file", "files")))
	}
	if t.Conflicts > 0 {
		parts = append(parts, fmt.Sprintf("skipped %s", count(t.Conflicts, "fix that overlaps others", "fixes that overlap others")))
	}
	if t.Generated > 0 {
		parts = append(parts, fmt.Sprintf("skipped %s in generated files: fix the generator", count(t.Generated, "fix", "fixes")))
	}
	if t.Foreign > 0 {
		parts = append(parts, fmt.Sprintf("skipped %s in files of the Go installation, the module cache or a vendor directory", count(t.Foreign, "fix", "fixes")))
	}
	return strings.Join(parts, "; ")
}

func count(n int, one, many string) string { return finding.Count(n, one, many) }

// Dirs are directories whose files belong to others: what is changed there is lost, or breaks every program of this
// machine.
type dirs []string

// foreignDirs asks the go command where the standard library and the module cache are.
func foreignDirs(ctx context.Context, dir string) (dirs, error) {
	cmd := exec.CommandContext(ctx, "go", "env", "GOROOT", "GOMODCACHE")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("-fix: asking the go command for GOROOT and GOMODCACHE: %w", err)
	}
	var list dirs
	for line := range strings.Lines(string(out)) {
		name := strings.TrimSpace(line)
		if name == "" {
			continue
		}
		list = append(list, name)
		if real, err := filepath.EvalSymlinks(name); err == nil && real != name {
			list = append(list, real)
		}
	}
	return list, nil
}

func (d dirs) have(name string) bool {
	if strings.Contains(filepath.ToSlash(name), "/vendor/") {
		return true
	}
	for _, dir := range d {
		if rel, err := filepath.Rel(dir, name); err == nil && filepath.IsLocal(rel) {
			return true
		}
	}
	return false
}
