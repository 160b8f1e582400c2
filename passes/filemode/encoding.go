package filemode

import (
	"fmt"
	"go/ast"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// Go keeps set-user-id, set-group-id and sticky in bits of os.FileMode that
// mean nothing to the kernel, and the kernel keeps them in bits that mean
// nothing to Go. This file finds the places where the two are mixed.

// rawSpecial are the special bits in the kernel's encoding.
const rawSpecial = 0o7000

func (s *site) setgid() uint64 {
	if s.Row.RawMode {
		return 0o2000
	}
	return uint64(os.ModeSetgid)
}

// wrongEncoding finds Go's modes handed to the kernel, and the kernel's handed
// to Go, with bits above the permissions that are not masked away.
func (j *judge) wrongEncoding(s *site) bool {
	const above = 0xffffffff &^ (rawSpecial | perm) // where only Go has bits: a converter sets those of the kernel itself
	switch {
	case s.Kind == api.Open, s.Row.Mode == 0:
		return false
	case s.Row.RawMode && !s.Own() && j.passesFileMode(s):
		return false // a wrapper that takes an os.FileMode is judged itself
	case s.Row.RawMode && typedRaw(s.Mode):
		return false // in the kernel's encoding, whatever its Go type
	case s.Row.RawMode && s.Mode.Tags&value.FromFileMode != 0 && !s.Mode.Lacks(above) && s.Mode.Tags&value.FromRaw == 0:
		j.report(s, modeEncoding, report.Error, fmt.Sprintf("os.FileMode passed to %s without conversion: setuid, setgid and sticky use different bits and are lost; pass uint32(mode.Perm()) and the special bits by name",
			s.CallName()), j.maskPerm(s)...)
		return true
	case !s.Row.RawMode && s.Mode.Tags&value.FromRaw != 0 && !s.Mode.Lacks(rawSpecial):
		j.report(s, modeEncoding, report.Error, fmt.Sprintf("st_mode passed to %s as an os.FileMode: setuid, setgid and sticky use different bits and are lost; use the Mode of os.Stat, or mask with 0o777",
			s.CallName()))
		return true
	}
	return false
}

// typedRaw reports whether somebody has put the kernel's type of a file into a
// mode, as for mknod.
func typedRaw(w value.Word) bool {
	const types = 0o170000
	return w.Ones&types != 0 || w.Src != "" && w.Keep&types != types
}

// passesFileMode reports whether a call hands an os.FileMode to a wrapper.
func (j *judge) passesFileMode(s *site) bool {
	call := j.res.CallExpr(s.Effect)
	return call != nil && slices.ContainsFunc(call.Args, func(e ast.Expr) bool { return isFileMode(j.pass.TypesInfo.TypeOf(e)) })
}

// maskPerm rewrites uint32(mode) to uint32(mode.Perm()), where that drops no
// special bit that somebody meant.
func (j *judge) maskPerm(s *site) []analysis.SuggestedFix {
	if s.Kind == api.Chmod && !s.Mode.Lacks(uint64(os.ModeSetuid|os.ModeSetgid|os.ModeSticky)) {
		return nil
	}
	call := j.res.CallExpr(s.Effect)
	at := int(s.Row.Mode) - 1
	if !s.Own() || call == nil || at < 0 || at >= len(call.Args) {
		return nil
	}
	conv, ok := ast.Unparen(call.Args[at]).(*ast.CallExpr)
	if !ok || len(conv.Args) != 1 || !j.pass.TypesInfo.Types[conv.Fun].IsType() || !isFileMode(j.pass.TypesInfo.TypeOf(conv.Args[0])) {
		return nil
	}
	switch ast.Unparen(conv.Args[0]).(type) {
	case *ast.Ident, *ast.SelectorExpr, *ast.CallExpr:
	default:
		return nil
	}
	return []analysis.SuggestedFix{{Message: "Pass only the permission bits", TextEdits: fix.Insert(conv.Args[0].End(), ".Perm()")}}
}

// rawCasts finds conversions of st_mode to os.FileMode whose special bits are
// not masked away by any use.
func (j *judge) rawCasts() {
	for _, f := range j.res.Funcs {
		for _, b := range f.Fn.Blocks {
			for _, in := range b.Instrs {
				if v, from := fileModeCast(in); v != nil && v.Pos().IsValid() {
					w := j.res.Word(from)
					if w.Tags&value.FromRaw != 0 && !w.Lacks(rawSpecial) && !j.masked(f, v) && !j.modesMeanNothing(v.Pos()) {
						j.reportCast(v)
					}
				}
			}
		}
	}
}

func fileModeCast(in ssa.Instruction) (v, from ssa.Value) {
	switch c := in.(type) {
	case *ssa.Convert:
		v, from = c, c.X
	case *ssa.ChangeType:
		v, from = c, c.X
	default:
		return nil, nil
	}
	if !isFileMode(v.Type()) || isFileMode(from.Type()) {
		return nil, nil
	}
	return v, from
}

// masked reports whether every use of a mode drops the special bits, or hands
// it to a call that is judged by itself.
func (j *judge) masked(f *effects.Func, v ssa.Value) bool {
	for _, use := range *v.Referrers() {
		switch use := use.(type) {
		case *ssa.DebugRef:
		case *ssa.BinOp:
			if !j.res.Word(use).Lacks(rawSpecial) && !boolean(use) {
				return false
			}
		case *ssa.Call:
			callee := use.Call.StaticCallee()
			if (callee == nil || !dropsSpecial(callee)) && !setsMode(f, use) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// setsMode reports whether a call is judged by itself.
func setsMode(f *effects.Func, call ssa.Instruction) bool {
	return slices.ContainsFunc(f.Effects, func(e *effects.Effect) bool { return e.Instr == call && touchesMode(e) })
}

func boolean(v ssa.Value) bool { return v.Type().Underlying().String() == "bool" }

// dropsSpecial reports whether a function looks at permissions only: the
// methods Perm and String, and those that test the type.
func dropsSpecial(fn *ssa.Function) bool {
	return fn.Signature.Recv() != nil && isFileMode(fn.Signature.Recv().Type()) && (fn.Name() == "Perm" || fn.Name() == "String" || strings.HasPrefix(fn.Name(), "Is"))
}

func (j *judge) reportCast(v ssa.Value) {
	j.reportAt(report.Finding{
		Kind: modeEncoding, Level: report.Warning, Pos: v.Pos(),
		Message: "st_mode converted to os.FileMode: setuid, setgid, sticky and the type use different bits and are lost; use the Mode of os.Stat, or mask with 0o777",
	})
}

// lostSpecial finds numeric setuid, setgid and sticky bits in an os.FileMode:
// Go drops them without a word.
func (j *judge) lostSpecial(s *site) bool {
	bits := s.Mode.Ones & rawSpecial
	if s.Row.RawMode || bits == 0 || s.Row.Mode == 0 || !s.makesOrSets() || s.Mode.Tags&(value.FromRaw|value.FromHeader) != 0 {
		return false
	}
	full, known := s.Mode.Known(rawSpecial | perm)
	if known && full&search == 0 && !s.isDir() {
		// Nobody runs it, so the digit is a slip.
		j.report(s, lostSpecialBits, report.Error, fmt.Sprintf("%s ignores the %s bit in mode %s: was %s meant?", s.CallName(), specialNames(bits), octal(full), octal(full&perm)))
		return true
	}
	message := fmt.Sprintf("%s ignores the %s bit in mode %s; use %s", s.CallName(), specialNames(bits), octal(s.Mode.Ones&(rawSpecial|perm)), goNames(bits))
	if known && full&0o1002 == 0o1002 {
		message += "; what remains is world-writable without sticky"
	}
	j.report(s, lostSpecialBits, report.Error, message, j.nameSpecial(s, full, known)...)
	return true
}

var specials = []struct {
	bit        uint64
	name, text string
}{{0o4000, "ModeSetuid", "setuid"}, {0o2000, "ModeSetgid", "setgid"}, {0o1000, "ModeSticky", "sticky"}}

func specialNames(bits uint64) string {
	var names []string
	for _, sp := range specials {
		if bits&sp.bit != 0 {
			names = append(names, sp.text)
		}
	}
	return strings.Join(names, ", ")
}

// goNames are the names of package os for special bits.
func goNames(bits uint64) string {
	var names []string
	for _, sp := range specials {
		if bits&sp.bit != 0 {
			names = append(names, "os."+sp.name)
		}
	}
	return strings.Join(names, "|")
}

// nameSpecial rewrites 01777 to os.ModeSticky|0o777.
func (j *judge) nameSpecial(s *site, m uint64, known bool) []analysis.SuggestedFix {
	e := j.modeExpr(s)
	if e == nil || !known {
		return nil
	}
	file := j.res.File(e.Pos())
	if file == nil {
		return nil
	}
	prefix, edits := fix.AddImport(j.pass, file, e.Pos(), "os", "os", "ModeSticky")
	var terms []string
	for _, sp := range specials {
		if m&sp.bit != 0 {
			terms = append(terms, prefix+sp.name)
		}
	}
	text := strings.Join(append(terms, fmt.Sprintf("0o%o", m&perm)), "|")
	return []analysis.SuggestedFix{{Message: "Use " + text, TextEdits: append(edits, fix.Replace(e, text)...)}}
}
