package chmodrace

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

const (
	othersRead  = 0o044
	othersWrite = 0o022
)

// narrowed reports the creation of an object from which the chmod c takes
// rights that it was born with.
func (j *judge) narrowed(f *effects.Func, c *effects.Effect) {
	for _, m := range births(f, c) {
		if !m.Makes() || !f.Leads(m, c) || judgedInside(m, c) || replaced(f, m, c) || j.unreachable(m) && !privateParent(f, m) {
			continue
		}
		lost := m.Mode.Ones & c.Mode.Zeros & (othersRead | othersWrite)
		if lost == 0 || uniform(c.Mode) || narrowedBefore(f, m, c, lost) || madeNarrower(f, m, lost) {
			continue
		}
		level, meanwhile := j.window(f, m, c, lost)
		j.res.Report(j.r, m, report.Finding{
			Kind: narrowedAfterCreate, Level: level,
			Message: j.narrowedMessage(m, c, j.effective(lost), meanwhile),
			Related: []analysis.RelatedInformation{j.res.Related(c, fmt.Sprintf("narrowed to %s here", octal(c.Mode)))},
			Fixes:   j.bornNarrow(m, c),
		})
	}
}

// births returns the creations of the object that c changes, under its name or under
// one that it was renamed from.
func births(f *effects.Func, c *effects.Effect) []*effects.Effect {
	all := append(f.Around(c, api.Create), f.Among(c, api.Create)...)
	for _, r := range f.RenamedTo(c) {
		if !f.Leads(r, c) {
			continue
		}
		for _, m := range f.Around(r, api.Create) {
			if f.Leads(m, r) && !slices.Contains(all, m) {
				all = append(all, m)
			}
		}
	}
	return all
}

// madeNarrower reports whether the object is there already when m would make it, born
// without the bits that m gives: then it keeps the mode that it has.
func madeNarrower(f *effects.Func, m *effects.Effect, lost uint64) bool {
	return slices.ContainsFunc(f.Around(m, api.Create), func(b *effects.Effect) bool {
		return b.Makes() && b.Mode.Lacks(lost) && f.Leads(b, m) && !replaced(f, b, m)
	})
}

// narrowedBefore reports whether another chmod had taken the same rights away
// when c runs: the callee that made the object did, or one that c comes after.
// Then that one is the other end of the window.
func narrowedBefore(f *effects.Func, m, c *effects.Effect, lost uint64) bool {
	for _, b := range append(f.Around(m, api.Chmod), f.Around(c, api.Chmod)...) {
		first := b.Instr == m.Instr && c.Instr != m.Instr || f.Dominates(b, c)
		if b != c && first && b.Mode.Lacks(lost) && f.Leads(m, b) && f.Leads(b, c) {
			return true
		}
	}
	return false
}

// uniform reports whether a mode gives everybody the rights that the owner
// has: then it protects the object, as 0444 does, and keeps nobody out.
func uniform(w value.Word) bool {
	m, ok := w.Known(0o666)
	return ok && m>>6&6 == m>>3&6 && m>>3&6 == m&6
}

// effective leaves out the write bits that every usual umask takes away,
// unless the program is known to clear its umask.
func (j *judge) effective(lost uint64) uint64 {
	if j.res.Program.ClearsUmask() || lost&othersRead == 0 {
		return lost
	}
	return lost & othersRead
}

// window judges what the time between creation and chmod means.
func (j *judge) window(f *effects.Func, m, c *effects.Effect, lost uint64) (level report.Level, meanwhile string) {
	if lost&othersRead == 0 && !j.res.Program.ClearsUmask() {
		return report.Note, "" // only the write bits that a umask of 022 takes away
	}
	meanwhile = j.written(f, m, c)
	if meanwhile == "" || privateParent(f, m) {
		return report.Warning, meanwhile
	}
	return report.Error, meanwhile
}

// written says what was put into the object before c, or nothing.
func (j *judge) written(f *effects.Func, m, c *effects.Effect) string {
	if m.Row != nil && (m.Row.Data != 0 || m.Row.Library()) {
		return "it is written at once"
	}
	if m.Row != nil && m.What == api.File && m.Row.Result != 0 && m.Row.FD == nil && !holdsFile(m) {
		return "the library writes it"
	}
	for _, w := range append(f.Around(m, api.Write), f.OnResult(m, api.Write)...) {
		if f.MayFollow(m, w) && f.MayFollow(w, c) {
			return fmt.Sprintf("it is written at line %d", j.res.Line(w))
		}
	}
	if noun(m) != "directory" {
		return j.handedOn(f, m, c)
	}
	for _, w := range f.Between(m, c, api.Create, api.Rename) {
		if w.Object.Path.Under(m.Object.Path) || w.Other.Under(m.Object.Path) {
			return fmt.Sprintf("line %d puts something in", j.res.Line(w))
		}
	}
	return j.handedOn(f, m, c)
}

func (j *judge) handedOn(f *effects.Func, m, c *effects.Effect) string {
	if m.Result != "" && f.HandedOn(m.Result, m, c) {
		return "it is handed on to be written"
	}
	return ""
}

// privateParent reports whether a directory above the object was made here so
// that nobody else can enter it.
func privateParent(f *effects.Func, m *effects.Effect) bool {
	for _, d := range f.Of(api.Create) {
		if d.What == api.Dir && d.Mode.Lacks(0o077) && f.Dominates(d, m) && m.Object.Path.Under(d.Object.Path) {
			return true
		}
	}
	return false
}

func (j *judge) narrowedMessage(m, c *effects.Effect, lost uint64, meanwhile string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s makes this %s with mode %s and line %d narrows it to %s: until then %s", m.CallName(), noun(m), octal(m.Mode), j.res.Line(c), octal(c.Mode), gains(m, lost))
	if meanwhile != "" {
		b.WriteString(", and " + meanwhile)
	}
	fmt.Fprintf(&b, "; create it with %s", octal(c.Mode))
	return b.String()
}

func noun(e *effects.Effect) string {
	switch e.What {
	case api.Dir, api.TempDir:
		return "directory"
	case api.FIFO:
		return "fifo"
	case api.Device:
		return "device"
	}
	return "file"
}

// gains says in words what the bits give to whom.
func gains(e *effects.Effect, bits uint64) string {
	who := "group and other"
	switch {
	case bits&0o007 == 0:
		who = "the group"
	case bits&0o070 == 0:
		who = "others"
	}
	read, verb := "read", ""
	if noun(e) == "directory" {
		read = "list"
	}
	switch {
	case bits&othersWrite == 0:
		verb = read
	case bits&othersRead == 0:
		verb = "write"
	default:
		verb = read + " and write"
	}
	if verb == "write" && noun(e) == "directory" {
		return who + " can make and remove entries in it"
	}
	return who + " can " + verb + " it"
}

// octal prints the permission bits that are certain.
func octal(w value.Word) string {
	if m, ok := w.Known(0o777); ok {
		return fmt.Sprintf("%#o", m)
	}
	return fmt.Sprintf("%#o (as far as it is known)", w.Ones&0o777)
}
