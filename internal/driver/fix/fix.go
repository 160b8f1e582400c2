// Package fix applies suggested fixes to source files: to each finding its first one, all of its edits or none,
// never in generated files, and only if the file still parses afterwards.
package fix

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"

	"github.com/permvet/permvet/internal/driver/finding"
)

// A Plan is what would be changed.
type Plan struct {
	Files []File // that change, by name

	Applied   int      // fixes that the files hold
	Conflicts int      // fixes left out because they overlap others; another run may apply them
	Generated int      // fixes left out because they would change a generated file
	Foreign   int      // fixes left out because they would change a file that is not the user's
	Troubles  []string // one line for each file that could not be changed
}

// A File is a source file before and after.
type File struct {
	Name     string
	Old, New []byte
	Fixes    []int // findings whose fixes change it
}

// Drop takes back the fixes of a file that is not written after all.
func (p *Plan) Drop(file File, fixed []bool) {
	for _, i := range file.Fixes {
		if fixed[i] {
			fixed[i] = false
			p.Applied--
		}
	}
}

// A planner gathers the edits file by file.
type planner struct {
	plan  Plan
	files map[string]*source
	may   func(name string) bool
}

// A source is a file that some fix wants to change.
type source struct {
	text      []byte
	err       error // it cannot be read, or not changed safely
	generated bool
	foreign   bool
	edits     []finding.Edit // that go together, without duplicates
	fixes     []int          // findings whose fixes they are
}

// New plans to apply the first fix of every finding, in order. It reports in fixed, by index, which findings that
// corrects. packageName knows the names of packages by import path, for imports that a fix makes superfluous. may tells
// the files that may be changed.
func New(findings []finding.Finding, packageName map[string]string, may func(name string) bool) (plan *Plan, fixed []bool) {
	p := &planner{files: map[string]*source{}, may: may}
	fixed = make([]bool, len(findings))
	for i, f := range findings {
		if len(f.Fixes) > 0 {
			fixed[i] = p.add(i, f.Fixes[0])
		}
	}
	names := make([]string, 0, len(p.files))
	for name := range p.files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		p.finish(name, packageName, fixed)
	}
	for _, ok := range fixed {
		if ok {
			p.plan.Applied++
		}
	}
	return &p.plan, fixed
}

// add takes the edits of a fix into the plan, or counts why not.
func (p *planner) add(index int, fix finding.Fix) bool {
	merged := map[*source][]finding.Edit{}
	for _, e := range fix.Edits {
		src := p.open(e.Start.Filename)
		if src.err == nil && !src.generated && !src.sits(e.Span) {
			src.err = fmt.Errorf("%s changed while it was analyzed; run again", e.Start.Filename)
		}
		switch {
		case src.err != nil:
			return false // told once for the file
		case src.generated:
			p.plan.Generated++
			return false
		case src.foreign:
			p.plan.Foreign++
			return false
		}
		edits, ok := merged[src]
		if !ok {
			edits = src.edits
		}
		edits, ok = insert(edits, e)
		if !ok {
			p.plan.Conflicts++
			return false
		}
		merged[src] = edits
	}
	for src, edits := range merged {
		src.edits = edits
		src.fixes = append(src.fixes, index)
	}
	return len(merged) > 0
}

func (p *planner) open(name string) *source {
	src := p.files[name]
	if src == nil {
		src = new(source)
		src.text, src.err = os.ReadFile(name)
		if src.err == nil {
			src.generated, src.foreign = isGenerated(src.text), !p.may(name)
		}
		p.files[name] = src
	}
	return src
}

func isGenerated(text []byte) bool {
	file, err := parser.ParseFile(token.NewFileSet(), "", text, parser.PackageClauseOnly|parser.ParseComments)
	return err == nil && ast.IsGenerated(file)
}

// sits reports whether the span's lines, columns and offsets agree with the text: if not, it is not the text that
// was analyzed.
func (s *source) sits(span finding.Span) bool {
	return s.at(span.Start) && s.at(span.End) && span.Start.Offset <= span.End.Offset
}

func (s *source) at(pos token.Position) bool {
	if pos.Offset < 0 || pos.Offset > len(s.text) {
		return false
	}
	before := s.text[:pos.Offset]
	return pos.Line == 1+bytes.Count(before, []byte("\n")) && pos.Column == pos.Offset-bytes.LastIndexByte(before, '\n')
}

// insert adds an edit to sorted edits; it fails if the edit overlaps another. An edit that is already there, such as
// the same import for a second fix, goes in once.
func insert(edits []finding.Edit, e finding.Edit) ([]finding.Edit, bool) {
	for _, old := range edits {
		if old.Start.Offset == e.Start.Offset && old.End.Offset == e.End.Offset {
			return edits, old.New == e.New
		}
		if old.Start.Offset < e.End.Offset && e.Start.Offset < old.End.Offset {
			return edits, false
		}
	}
	edits = append(slices.Clone(edits), e)
	slices.SortStableFunc(edits, func(a, b finding.Edit) int {
		return cmp.Or(cmp.Compare(a.Start.Offset, b.Start.Offset), cmp.Compare(a.End.Offset, b.End.Offset))
	})
	return edits, true
}

// finish makes the new text of a file, or tells why it stays as it is.
func (p *planner) finish(name string, packageName map[string]string, fixed []bool) {
	src := p.files[name]
	var text []byte
	if src.err == nil && len(src.edits) > 0 {
		text, src.err = tidy(src.text, apply(src.text, src.edits), packageName)
		if src.err != nil {
			src.err = fmt.Errorf("%s: the fixed file would not parse, so it stays as it is; please report this: %w", name, src.err)
		}
	}
	switch {
	case src.err != nil:
		p.plan.Troubles = append(p.plan.Troubles, src.err.Error())
		for _, i := range src.fixes {
			fixed[i] = false
		}
	case text != nil && !bytes.Equal(text, src.text):
		p.plan.Files = append(p.plan.Files, File{name, src.text, text, src.fixes})
	}
}

func apply(text []byte, edits []finding.Edit) []byte {
	var out []byte
	last := 0
	for _, e := range edits {
		out = append(out, text[last:e.Start.Offset]...)
		out = append(out, e.New...)
		last = e.End.Offset
	}
	return append(out, text[last:]...)
}
