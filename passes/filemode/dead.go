package filemode

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

// modeMissing finds files that are created without any permission.
func (j *judge) modeMissing(s *site) bool {
	m, ok := s.Mode.Known(perm)
	if !ok || m != 0 || !s.Makes() || s.isDir() || j.inKernel(s) || s.fixedMode() || s.Row.Mode == 0 || j.isNode(s) || j.zeroOnPurpose(s) {
		return false
	}
	if s.Row.Flags == 0 {
		// Writing with mode 0 is how one says that the file must be there.
		j.report(s, modeMissing, report.Note, fmt.Sprintf("%s with mode 0: if the file is missing it is created, and nobody can open it again", s.CallName()), j.ownerOnly(s)...)
		return true
	}
	j.report(s, modeMissing, report.Error, fmt.Sprintf("%s creates a file with mode 0: nobody but root can open it again, not even its owner; use 0600", s.CallName()), j.ownerOnly(s)...)
	return true
}

// zeroOnPurpose reports whether somebody means mode 0: it is written with all its
// digits, as for the target of a bind mount, or a file that only this call can
// make gets its mode through the descriptor.
func (j *judge) zeroOnPurpose(s *site) bool {
	if lit, ok := ast.Unparen(j.modeExpr(s)).(*ast.BasicLit); ok && strings.Count(lit.Value, "0") > 2 {
		return true
	}
	return s.Exclusive() && slices.ContainsFunc(j.res.Funcs, func(f *effects.Func) bool {
		return slices.ContainsFunc(f.Of(api.Chmod), func(c *effects.Effect) bool { return c.Own() && c.Row.Path == 0 })
	})
}

func (j *judge) ownerOnly(s *site) []analysis.SuggestedFix { return j.setMode(s, 0o600) }

// createsToo reports whether the same call may create, too: then that reads the
// mode.
func createsToo(s *site) bool {
	return slices.ContainsFunc(s.f.Of(api.Create), func(o *effects.Effect) bool { return o.Instr == s.Instr })
}

// modeUnused finds modes that nothing reads: without O_CREATE an open ignores
// its mode.
func (j *judge) modeUnused(s *site) bool {
	m, ok := s.Mode.Known(perm)
	if s.Kind != api.Open || !ok || m == 0 || s.Row.Mode == 0 || s.Row.Flags == 0 || !s.Own() && j.modeExpr(s) == nil || createsToo(s) {
		return false
	}
	j.report(s, modeUnused, report.Note, fmt.Sprintf("%s without O_CREATE ignores mode %s: write 0", s.CallName(), octal(m)), j.setMode(s, 0)...)
	return true
}
