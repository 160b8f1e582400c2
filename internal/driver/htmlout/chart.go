package htmlout

import (
	"cmp"
	"fmt"
	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/meta"
	"slices"
	"strings"
)

// maxBars is how many bars a chart has at most.
const maxBars = 16

// A chart counts findings, with the largest count first.
type chart struct {
	By   string
	Bars []bar
	More int // bars left out
}

type bar struct {
	Name, Short string
	Total       int
	Parts       []part
}

// A part is the findings of one level; X and Width are in percent.
type part struct {
	Name     string
	Count    int
	X, Width string
}

func newChart(by, prefix string, findings []finding.Finding, key func(finding.Finding) string) chart {
	counts := map[string]map[meta.Level]int{}
	for _, f := range findings {
		k := key(f)
		if counts[k] == nil {
			counts[k] = map[meta.Level]int{}
		}
		counts[k][f.Level]++
	}
	c := chart{By: by}
	for name, levels := range counts {
		b := bar{Name: name, Short: short(strings.TrimPrefix(name, prefix))}
		for _, n := range levels {
			b.Total += n
		}
		c.Bars = append(c.Bars, b)
	}
	slices.SortFunc(c.Bars, func(a, b bar) int { return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(a.Name, b.Name)) })
	if len(c.Bars) > maxBars {
		c.Bars, c.More = c.Bars[:maxBars], len(c.Bars)-maxBars
	}
	for i := range c.Bars {
		b := &c.Bars[i]
		x := 0.0
		for _, l := range []meta.Level{meta.Error, meta.Warning, meta.Note} {
			n := counts[b.Name][l]
			if n == 0 {
				continue
			}
			width := 100 * float64(n) / float64(c.Bars[0].Total)
			b.Parts = append(b.Parts, part{l.String(), n, fmt.Sprintf("%.2f", x), fmt.Sprintf("%.2f", width)})
			x += width
		}
	}
	return c
}

// short is the end of a long import path.
func short(name string) string {
	const most = 40
	if r := []rune(name); len(r) > most {
		return "…" + string(r[len(r)-most:])
	}
	return name
}
