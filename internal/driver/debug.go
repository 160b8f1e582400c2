package driver

import (
	"bufio"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/driver/source"
	"github.com/permvet/permvet/internal/meta"
)

// debug prints what the suite knows of the functions of a name, from the packages that the patterns name.
func (s *session) debug() (int, error) {
	if s.suite.Debug == nil {
		return 0, fmt.Errorf("-debug: the suite has nothing to tell")
	}
	opts := *s.opts
	name := opts.patterns[0]
	opts.patterns = opts.patterns[1:]
	s.suite.Checks = []meta.Check{{Analyzer: s.suite.Debug}}
	report, err := s.findings(&opts) // without a cache: this is for the one who asks
	if err != nil {
		return 0, err
	}
	for _, p := range report.Problems {
		fmt.Fprintln(s.stderr, problemLine(report, p))
	}
	found := slices.DeleteFunc(slices.Clone(report.Findings), func(f finding.Finding) bool { return !means(name, f) })
	if len(found) == 0 {
		if len(report.Problems) > 0 {
			return exitTrouble, nil
		}
		return 0, fmt.Errorf("-debug: nothing is known of a function %s in these packages%s", name, suggestFunction(name, report))
	}
	slices.SortStableFunc(found, func(a, b finding.Finding) int {
		return cmp.Or(cmp.Compare(a.Package, b.Package), cmp.Compare(a.Decl, b.Decl))
	})
	out := bufio.NewWriter(s.stdout)
	for i, f := range found {
		if i == 0 || f.Package != found[i-1].Package || f.Decl != found[i-1].Decl {
			fmt.Fprintf(out, "%s in %s\n", f.Decl, f.Package)
		}
		pos := f.Start
		pos.Filename = report.Path(pos.Filename)
		fmt.Fprintf(out, "\t%s: %s%s\n", pos, source.Printable(f.Message), systemsOf(f))
	}
	return exitClean, out.Flush()
}

func systemsOf(f finding.Finding) string {
	if len(f.OS) == 0 {
		return ""
	}
	return " [" + strings.Join(f.OS, ",") + "]"
}

// means reports whether a finding is about the function of the name: Save, T.Save, (*T).Save, or any of these behind
// the import path and a dot.
func means(name string, f finding.Finding) bool {
	plain := strings.NewReplacer("(", "", ")", "", "*", "")
	method := f.Decl[strings.LastIndexByte(f.Decl, '.')+1:]
	for _, is := range []string{f.Decl, plain.Replace(f.Decl), method} {
		if name == is || name == f.Package+"."+is {
			return f.Decl != ""
		}
	}
	return false
}

func suggestFunction(name string, report *finding.Report) string {
	var names []string
	for _, f := range report.Findings {
		names = append(names, f.Decl)
	}
	return meta.DidYouMean(name, names)
}
