// Package github writes findings as workflow commands of GitHub Actions, which show them beside the lines of a pull
// request.
package github

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/meta"
)

// Write prints one command a finding and, as the log shows them too, one a problem.
func Write(w io.Writer, r *finding.Report) error {
	out := bufio.NewWriter(w)
	for _, f := range r.Findings {
		name, _ := r.RepoPath(f.Start.Filename)
		message := f.Message
		if len(f.OS) > 0 {
			message += " [" + strings.Join(f.OS, ",") + "]"
		}
		for _, rel := range f.Related {
			where, _ := r.RepoPath(rel.Start.Filename)
			message += fmt.Sprintf("\n%s:%d: %s", where, rel.Start.Line, rel.Message)
		}
		message += "\n" + f.URL
		// The end's column is of the last character, and columns are not taken for several lines.
		columns := ""
		if f.End.Line == f.Start.Line {
			columns = fmt.Sprintf(",col=%d,endColumn=%d", r.Sources.Column(f.Start), max(r.Sources.Column(f.Start), r.Sources.Column(f.End)-1))
		}
		fmt.Fprintf(out, "::%s file=%s,line=%d,endLine=%d%s,title=%s::%s\n", command(f.Level), property(name),
			f.Start.Line, f.End.Line, columns, property("permvet "+f.Rule()), data(message))
	}
	for _, p := range r.Problems {
		if name, ok := r.RepoPath(p.Position.Filename); ok && p.Position.Filename != "" {
			fmt.Fprintf(out, "::error file=%s,line=%d,title=permvet::%s\n", property(name), max(1, p.Position.Line), data(p.Message))
		} else {
			fmt.Fprintf(out, "::error title=permvet::%s\n", data(p.Message))
		}
	}
	return out.Flush()
}

func command(l meta.Level) string {
	if l == meta.Note {
		return "notice"
	}
	return l.String()
}

// data and property escape what would end the message, or a property, as the runner unescapes it. A message can hold
// text of the analyzed program, which must not be able to start a command of its own.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
