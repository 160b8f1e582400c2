package textout

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/driver/source"
	"github.com/permvet/permvet/internal/meta"
)

// A Style says how to print for people.
type Style struct {
	Color bool
	Width int // of the terminal; 0 if it is not known
}

// People prints each finding with its line of source, its related places, its fix, and how to explain and silence it,
// and a summary at the end.
func (s Style) People(w io.Writer, report *finding.Report) error {
	p := &printer{Writer: bufio.NewWriter(w), report: report, style: s}
	for _, f := range report.Findings {
		p.finding(f)
	}
	p.summary()
	return p.Flush()
}

type printer struct {
	*bufio.Writer
	report *finding.Report
	style  Style
}

// The colors: what most terminals show well on light and dark ground.
const (
	bold   = "1"
	faint  = "2"
	red    = "1;31"
	green  = "32"
	yellow = "1;33"
	blue   = "1;36"
)

func (p *printer) paint(color, text string) string {
	if !p.style.Color || text == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

func levelColor(l meta.Level) string {
	switch l {
	case meta.Error:
		return red
	case meta.Warning:
		return yellow
	}
	return blue
}

func (p *printer) finding(f finding.Finding) {
	fmt.Fprintf(p, "%s: %s: %s %s%s\n", p.paint(bold, place(p.report, f.Start)), p.paint(levelColor(f.Level), f.Level.String()),
		p.paint(bold, source.Printable(f.Message)), p.paint(faint, "("+f.Rule()+")"), systems(f))
	p.excerpt(f.Span, levelColor(f.Level))
	for _, r := range f.Related {
		fmt.Fprintf(p, "  %s: %s\n", place(p.report, r.Start), source.Printable(r.Message))
		p.excerpt(r.Span, blue)
	}
	if len(f.Fixes) > 0 {
		fmt.Fprintf(p, "  %s %s %s\n", p.paint(green, "fix:"), source.Printable(f.Fixes[0].Message), p.paint(faint, "(permvet -fix)"))
	}
	fmt.Fprintf(p, "  %s\n\n", p.paint(faint, fmt.Sprintf("explain: permvet -explain %s   silence: //permvet:ignore %s REASON", f.Rule(), f.Rule())))
}

// excerpt prints the line on which a span begins, with carets below it.
func (p *printer) excerpt(s finding.Span, color string) {
	line, ok := p.report.Sources.Line(s.Start.Filename, s.Start.Line)
	if !ok || s.Start.Column < 1 || s.Start.Column-1 > len(line) {
		return
	}
	end := len(line)
	if s.End.Line == s.Start.Line && s.End.Column-1 <= len(line) {
		end = max(s.End.Column-1, s.Start.Column-1)
	}
	before, marked, after := line[:s.Start.Column-1], line[s.Start.Column-1:end], line[end:]
	before, marked, after = p.fit(source.Printable(before), source.Printable(marked), source.Printable(after))
	number := fmt.Sprintf("%5d | ", s.Start.Line)
	fmt.Fprintf(p, "%s%s%s%s\n", p.paint(faint, number), before, marked, after)
	pad := strings.Map(func(r rune) rune { // tabs stay tabs, so that the carets stand where the text does
		if r == '\t' {
			return r
		}
		return ' '
	}, before)
	carets := strings.Repeat("^", max(1, utf8.RuneCountInString(marked)))
	fmt.Fprintf(p, "%s%s%s\n", p.paint(faint, "      | "), pad, p.paint(color, carets))
}

// fit cuts a long line down to what is around the marked text.
func (p *printer) fit(before, marked, after string) (string, string, string) {
	width := p.style.Width
	if width < 40 {
		width = 120
	}
	width -= 10 // the number of the line
	tail := func(s string, n int) string {
		if r := []rune(s); len(r) > n {
			return "…" + string(r[len(r)-n:])
		}
		return s
	}
	head := func(s string, n int) string {
		if r := []rune(s); len(r) > n {
			return string(r[:n]) + "…"
		}
		return s
	}
	n := utf8.RuneCountInString
	if n(before)+n(marked)+n(after) <= width {
		return before, marked, after
	}
	marked = head(marked, width*2/3)
	before = tail(before, max(width/6, width-n(marked)-n(after)))
	return before, marked, head(after, max(0, width-n(before)-n(marked)))
}

// summary counts the findings by level and check, and says what can be done about them at once.
func (p *printer) summary() {
	if len(p.report.Findings) == 0 {
		return
	}
	levels, checks, files := map[meta.Level]int{}, map[string]int{}, map[string]bool{}
	fixable := 0
	for _, f := range p.report.Findings {
		levels[f.Level]++
		checks[f.Check]++
		files[f.Start.Filename] = true
		if len(f.Fixes) > 0 {
			fixable++
		}
	}
	var parts []string
	for _, l := range []meta.Level{meta.Error, meta.Warning, meta.Note} {
		if n := levels[l]; n > 0 {
			parts = append(parts, p.paint(levelColor(l), finding.Count(n, l.String(), l.String()+"s")))
		}
	}
	fmt.Fprintf(p, "%s in %s: %s\n", p.paint(bold, finding.Count(len(p.report.Findings), "finding", "findings")),
		finding.Count(len(files), "file", "files"), strings.Join(parts, ", "))
	names := slices.SortedFunc(maps.Keys(checks), func(a, b string) int {
		return cmp.Or(cmp.Compare(checks[b], checks[a]), cmp.Compare(a, b))
	})
	for _, name := range names {
		fmt.Fprintf(p, "%5d  %s\n", checks[name], name)
	}
	if fixable > 0 {
		fmt.Fprintf(p, "permvet -fix corrects %d of them; -fix -diff shows how\n", fixable)
	}
}
