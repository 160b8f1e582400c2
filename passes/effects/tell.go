package effects

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"

	"github.com/permvet/permvet/internal/report"
	"golang.org/x/tools/go/ast/inspector"
)

// This file has what every judge needs to speak about an effect.

// Report hands a finding about an effect to the reporter, with the effect's
// place. Effects of code that nobody wrote have none, and are not reported.
func (r *Result) Report(to *report.Reporter, e *Effect, f report.Finding) {
	f.Pos, f.End = r.Span(e)
	if f.Pos.IsValid() {
		to.Report(f)
	}
}

// Related points to an effect from a finding about another.
func (r *Result) Related(e *Effect, message string) analysis.RelatedInformation {
	pos, end := r.Span(e)
	return analysis.RelatedInformation{Pos: pos, End: end, Message: message}
}

// Inside points to the place in a callee's body where an effect happens, if it
// does and the place is known.
func (r *Result) Inside(e *Effect, message string) []analysis.RelatedInformation {
	pos := r.InnerPos(e)
	if !pos.IsValid() {
		return nil
	}
	return []analysis.RelatedInformation{{Pos: pos, Message: message}}
}

// Line is the line of an effect, for messages.
func (r *Result) Line(e *Effect) int { return r.LineAt(e.Pos()) }

// LineAt is the line of a position.
func (r *Result) LineAt(pos token.Pos) int { return r.pass.Fset.Position(pos).Line }

// File returns the syntax of the file that holds a position, nil if it is no file
// of the package.
func (r *Result) File(pos token.Pos) *ast.File {
	for _, f := range r.pass.Files {
		if f.FileStart <= pos && pos <= f.FileEnd {
			return f
		}
	}
	return nil
}

// CallExpr returns the syntax of an effect's call, nil inside synthetic code.
func (r *Result) CallExpr(e *Effect) *ast.CallExpr { return r.CallAt(e.Instr.Pos()) }

// CallAt returns the syntax of the call whose instruction has the position.
func (r *Result) CallAt(pos token.Pos) *ast.CallExpr {
	return r.calls()[pos]
}

func (r *Result) indexCalls() map[token.Pos]*ast.CallExpr {
	calls := make(map[token.Pos]*ast.CallExpr)
	in := r.pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	in.Preorder([]ast.Node{(*ast.CallExpr)(nil), (*ast.GoStmt)(nil), (*ast.DeferStmt)(nil)}, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.CallExpr:
			calls[n.Lparen] = n
		case *ast.GoStmt:
			calls[n.Go] = n.Call
		case *ast.DeferStmt:
			calls[n.Defer] = n.Call
		}
	})
	return calls
}

// Span returns the range of an effect's call, for a diagnostic.
func (r *Result) Span(e *Effect) (pos, end token.Pos) {
	if c := r.CallExpr(e); c != nil {
		return c.Pos(), c.End()
	}
	return e.Instr.Pos(), token.NoPos
}
