package ledger

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
)

// A Count says how many findings got which verdict.
type Count map[Verdict]int

// Total is the number of judged findings.
func (c Count) Total() int { return c[True] + c[Arguable] + c[False] + c[Duplicate] }

// A Summary counts the rows that are told, by kind, and the true ones that are lost.
type Summary struct {
	Repos    int
	Told     Count
	ByKind   map[string]Count
	Lost     int // true, and not told any more
	Unjudged int
}

// Summarize counts the rows of all books.
func Summarize(books []*Book) Summary {
	s := Summary{Repos: len(books), Told: Count{}, ByKind: map[string]Count{}}
	for _, b := range books {
		for _, r := range b.Rows {
			switch {
			case !r.Told && !r.Within && r.Verdict == True:
				s.Lost++
			case !r.Told:
			case r.Verdict == Unjudged:
				s.Unjudged++
			default:
				s.Told[r.Verdict]++
				if s.ByKind[r.Kind] == nil {
					s.ByKind[r.Kind] = Count{}
				}
				s.ByKind[r.Kind][r.Verdict]++
			}
		}
	}
	return s
}

// Write prints the summary as a table.
func (s Summary) Write(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "kind\ttrue\targuable\tfalse\tduplicate")
	for _, kind := range slices.Sorted(maps.Keys(s.ByKind)) {
		c := s.ByKind[kind]
		fmt.Fprintf(tw, "%s\t%d\t%d\t%d\t%d\n", kind, c[True], c[Arguable], c[False], c[Duplicate])
	}
	fmt.Fprintf(tw, "all\t%d\t%d\t%d\t%d\n", s.Told[True], s.Told[Arguable], s.Told[False], s.Told[Duplicate])
	if err := tw.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "ledger: %d repositories, %d findings told, %d of them true or arguable; %d true ones not told, %d told ones not judged\n",
		s.Repos, s.Told.Total(), s.Told[True]+s.Told[Arguable], s.Lost, s.Unjudged)
	return err
}
