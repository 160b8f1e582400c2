// Package textout writes findings for editors and scripts, and for people.
package textout

import (
	"bufio"
	"fmt"
	"go/token"
	"io"
	"strings"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/driver/source"
)

// Plain prints one line a finding, file:line:col: level: message (check/kind), with related places indented below.
func Plain(w io.Writer, report *finding.Report) error {
	out := bufio.NewWriter(w)
	for _, f := range report.Findings {
		fmt.Fprintf(out, "%s: %s: %s (%s)%s\n", place(report, f.Start), f.Level, source.Printable(f.Message), f.Rule(), systems(f))
		for _, r := range f.Related {
			fmt.Fprintf(out, "\t%s: %s\n", place(report, r.Start), source.Printable(r.Message))
		}
	}
	return out.Flush()
}

// systems names the platforms of a finding, if several were asked for.
func systems(f finding.Finding) string {
	if len(f.OS) == 0 {
		return ""
	}
	return " [" + strings.Join(f.OS, ",") + "]"
}

func place(report *finding.Report, pos token.Position) string {
	pos.Filename = source.Printable(report.Path(pos.Filename))
	return pos.String()
}
