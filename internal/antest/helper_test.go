package antest

import (
	"go/ast"
	"go/types"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/permvet/permvet/internal/fix"
)

// A rewrite to the companion library, which the main module does not require,
// is type-checked too; the import that it leaves unused goes.
func TestHelperFix(t *testing.T) {
	RunFixes(t, &analysis.Analyzer{
		Name: "helper",
		Doc:  "rewrite os.WriteFile",
		Run: func(pass *analysis.Pass) (any, error) {
			for _, f := range pass.Files {
				ast.Inspect(f, func(n ast.Node) bool {
					call, ok := n.(*ast.CallExpr)
					if !ok || !isWriteFile(typeutil.StaticCallee(pass.TypesInfo, call)) {
						return true
					}
					callee, edits := fix.WriteFile.Use(pass, f, call.Pos())
					pass.Report(analysis.Diagnostic{
						Pos: call.Pos(), End: call.End(), Message: "use safecreate",
						SuggestedFixes: []analysis.SuggestedFix{{
							Message:   "use safecreate.WriteFile",
							TextEdits: append(edits, fix.Replace(call.Fun, callee)...),
						}},
					})
					return true
				})
			}
			return nil, nil
		},
	}, "helper")
}

func isWriteFile(fn *types.Func) bool { return fn != nil && fn.FullName() == "os.WriteFile" }
