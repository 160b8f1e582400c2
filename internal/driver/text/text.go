// Package text writes findings for people and for editors: file:line:col: level: message (check/kind), with related
// places indented below.
package text

import (
	"bufio"
	"fmt"
	"go/token"
	"io"

	"github.com/permvet/permvet/internal/driver/finding"
)

// Write prints the findings of the report.
func Write(w io.Writer, report *finding.Report) error {
	out := bufio.NewWriter(w)
	for _, f := range report.Findings {
		fmt.Fprintf(out, "%s: %s: %s (%s)\n", place(report, f.Start), f.Level, f.Message, f.Rule())
		for _, r := range f.Related {
			fmt.Fprintf(out, "\t%s: %s\n", place(report, r.Start), r.Message)
		}
	}
	return out.Flush()
}

func place(report *finding.Report, pos token.Position) string {
	pos.Filename = report.Path(pos.Filename)
	return pos.String()
}
