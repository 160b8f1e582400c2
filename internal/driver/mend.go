package driver

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/driver/fix"
)

// mend applies the fixes, or with -diff prints what they would change, and leaves in the report the findings that
// remain. What could not be changed becomes a problem of the report.
func mend(opts *options, report *finding.Report, stdout, stderr io.Writer) error {
	plan, fixed := fix.New(report.Findings, report.PackageName)
	for _, t := range plan.Troubles {
		report.Problems = append(report.Problems, finding.Problem{Message: t})
	}
	if opts.diff {
		for _, file := range plan.Files {
			if _, err := io.WriteString(stdout, file.Diff(filepath.ToSlash(report.Path(file.Name)))); err != nil {
				return fmt.Errorf("writing the difference: %w", err)
			}
		}
	} else {
		for _, file := range plan.Files {
			if err := file.Write(); err != nil {
				return err
			}
		}
		var left []finding.Finding
		for i, f := range report.Findings {
			if !fixed[i] {
				left = append(left, f)
			}
		}
		report.Findings = left
	}
	for _, t := range plan.Troubles {
		fmt.Fprintf(stderr, "permvet: %s\n", t)
	}
	if s := summary(opts, plan); s != "" {
		fmt.Fprintf(stderr, "permvet: %s\n", s)
	}
	return nil
}

// summary says in one line what was done; it is empty if nothing was to be done.
func summary(opts *options, plan *fix.Plan) string {
	var parts []string
	verb := "applied"
	if opts.diff {
		verb = "would apply"
	}
	if plan.Applied > 0 {
		parts = append(parts, fmt.Sprintf("%s %s in %s", verb, count(plan.Applied, "fix", "fixes"), count(len(plan.Files), "file", "files")))
	}
	if plan.Conflicts > 0 {
		parts = append(parts, fmt.Sprintf("skipped %s: run again", count(plan.Conflicts, "fix that overlaps others", "fixes that overlap others")))
	}
	if plan.Generated > 0 {
		parts = append(parts, fmt.Sprintf("skipped %s in generated files: mend the generator", count(plan.Generated, "fix", "fixes")))
	}
	return strings.Join(parts, "; ")
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
