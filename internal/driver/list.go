package driver

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/permvet/permvet/internal/meta"
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

// explain prints the documentation of one check; name may also be check/kind.
func explain(w io.Writer, suite meta.Suite, name string) error {
	name, _, _ = strings.Cut(name, "/")
	for _, c := range suite.Checks {
		if c.Name() != name {
			continue
		}
		tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintf(tw, "%s: %s\n\n%s\n\nKinds of findings:\n", c.Name(), c.Title, strings.TrimSpace(c.Doc))
		writeKinds(tw, c)
		if c.Analyzer.URL != "" {
			fmt.Fprintf(tw, "\nMore: %s\n", c.Analyzer.URL)
		}
		return tw.Flush()
	}
	return fmt.Errorf("-explain: no check %q; permvet -list names them", name)
}
