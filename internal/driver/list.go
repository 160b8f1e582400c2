package driver

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/permvet/permvet/internal/meta"
	"github.com/permvet/permvet/internal/settings"
)

// list prints every check with its kinds.
func list(w io.Writer, suite meta.Suite) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i, c := range suite.Checks {
		if i > 0 {
			fmt.Fprintln(tw)
		}
		fmt.Fprintf(tw, "%s: %s\n", c.Name(), c.Title)
		writeKinds(tw, c)
	}
	return tw.Flush()
}

func writeKinds(w io.Writer, c meta.Check) {
	for _, k := range c.Kinds {
		fmt.Fprintf(w, "    %s/%s\t%s\t%s\t%s\n", c.Name(), k.ID, k.Level, k.CWE, k.Summary)
	}
}

// explain prints the documentation of checks, or of single kinds of them: check/kind, or kind alone.
func explain(w io.Writer, suite meta.Suite, names []string) error {
	for i, name := range names {
		checks := find(suite, name)
		if len(checks) == 0 {
			return fmt.Errorf("-explain: there is no check or kind %q%s; permvet -list names them", name, settings.Suggest(suite.Checks, name))
		}
		for j, c := range checks {
			if i+j > 0 {
				fmt.Fprintln(w)
			}
			if err := c.print(w); err != nil {
				return err
			}
		}
	}
	return nil
}

// An explained is a check, or one kind of it.
type explained struct {
	meta.Check
	kind *meta.Kind
}

// find returns what a name means: a check, check/kind, or all kinds of the name.
func find(suite meta.Suite, name string) (list []explained) {
	check, kind, both := strings.Cut(name, "/")
	for _, c := range suite.Checks {
		if c.Name() == name {
			return []explained{{Check: c}}
		}
		for i, k := range c.Kinds {
			if both && c.Name() == check && k.ID == kind || !both && k.ID == name {
				list = append(list, explained{c, &c.Kinds[i]})
			}
		}
	}
	return list
}

func (e explained) print(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	url := e.Analyzer.URL
	if e.kind == nil {
		fmt.Fprintf(tw, "%s: %s\n\n%s\n\nKinds of findings:\n", e.Name(), e.Title, strings.TrimSpace(e.body()))
		writeKinds(tw, e.Check)
	} else {
		fmt.Fprintf(tw, "%s/%s: %s\n", e.Name(), e.kind.ID, e.kind.Describe())
		if text := meta.Text(e.Section(e.kind.ID)); text != "" {
			fmt.Fprintf(tw, "\n%s", text)
		}
		fmt.Fprintf(tw, "\nTo silence a finding, say on its line or above it\n    //permvet:ignore %s/%s REASON\n", e.Name(), e.kind.ID)
		url += "#" + e.kind.ID
	}
	if e.Analyzer.URL != "" {
		fmt.Fprintf(tw, "\nMore: %s\n", url)
	}
	return tw.Flush()
}

// body is the documentation without its first line, the title.
func (e explained) body() string {
	if title, rest, _ := strings.Cut(e.Doc, "\n"); strings.HasPrefix(title, e.Name()+": ") {
		return rest
	}
	return e.Doc
}
