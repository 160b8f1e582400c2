package driver

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/driver/fix"
)

// applyFixes applies the fixes, or with -diff prints what they would change, and leaves in the report the findings that
// remain. What could not be changed becomes a problem of the report.
func (s *session) applyFixes(report *finding.Report) error {
	foreign, err := foreignDirs(s, s.opts.dir)
	if err != nil {
		return err
	}
	plan, fixed := fix.New(report.Findings, report.PackageName, func(name string) bool { return !foreign.have(name) })
	troubles := plan.Troubles
	if s.opts.preview() {
		for _, file := range plan.Files {
			if _, err := io.WriteString(s.stdout, file.Diff(filepath.ToSlash(report.Path(file.Name)))); err != nil {
				return fmt.Errorf("writing the difference: %w", err)
			}
		}
	} else {
		troubles = append(troubles, s.writeFiles(plan, fixed)...)
		var left []finding.Finding
		for i, f := range report.Findings {
			if !fixed[i] {
				left = append(left, f)
			}
		}
		report.Findings = left
	}
	for _, t := range troubles {
		report.Problems = append(report.Problems, finding.Problem{Message: t})
		s.remark("%s", t)
	}
	if text := summary(s.opts, plan); text != "" {
		s.remark("%s", text)
	}
	s.remindOfHelpers(plan)
	return nil
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
		for _, i := range file.Fixes {
			if fixed[i] {
				fixed[i] = false
				plan.Applied--
			}
		}
	}
	plan.Files = written
	return troubles
}

// helpers is the module to which the fixes of -helpers lead.
const helpers = "github.com/permvet/permvet/safecreate"

// remindOfHelpers says how to get the module that a fix imports, where go.mod may lack it.
func (s *session) remindOfHelpers(plan *fix.Plan) {
	for _, file := range plan.Files {
		if bytes.Contains(file.New, []byte(`"`+helpers)) && !bytes.Contains(file.Old, []byte(`"`+helpers)) {
			s.remark("fixes import %s; run go get %s if go.mod does not require it yet", helpers, helpers)
			return
		}
	}
}

// summary says in one line what was done; it is empty if nothing was to be done.
func summary(opts *options, plan *fix.Plan) string {
	var parts []string
	verb := "applied"
	if opts.preview() {
		verb = "would apply"
	}
	if plan.Applied > 0 {
		parts = append(parts, fmt.Sprintf("%s %s in %s", verb, count(plan.Applied, "fix", "fixes"), count(len(plan.Files), "file", "files")))
	}
	if plan.Conflicts > 0 {
		parts = append(parts, fmt.Sprintf("skipped %s: run again", count(plan.Conflicts, "fix that overlaps others", "fixes that overlap others")))
	}
	if plan.Generated > 0 {
		parts = append(parts, fmt.Sprintf("skipped %s in generated files: fix the generator", count(plan.Generated, "fix", "fixes")))
	}
	if plan.Foreign > 0 {
		parts = append(parts, fmt.Sprintf("skipped %s in files of the Go installation, the module cache or a vendor directory", count(plan.Foreign, "fix", "fixes")))
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
