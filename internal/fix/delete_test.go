package fix

import (
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"
)

// marked returns, for each call of mark, the innermost statement around it.
func marked(file *ast.File) (stmts []ast.Stmt) {
	var around []ast.Node
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			around = around[:len(around)-1]
			return true
		}
		around = append(around, n)
		if id, ok := n.(*ast.Ident); ok && id.Name == "mark" {
			for _, outer := range slices.Backward(around) {
				if stmt, ok := outer.(ast.Stmt); ok {
					stmts = append(stmts, stmt)
					break
				}
			}
		}
		return true
	})
	return stmts
}

func TestDeleteStmts(t *testing.T) {
	for name, test := range map[string]struct{ body, want string }{
		"alone":            {"a()\nmark()\nb()", "a()\nb()"},
		"with comment":     {"a()\nmark() // gone\nb() // stays", "a()\nb() // stays"},
		"comment above":    {"// stays\nmark()\nb()", "// stays\nb()"},
		"over lines":       {"a()\nmark(\n\t1, // one\n\t2,\n) // end\nb()", "a()\nb()"},
		"two":              {"mark()\na()\ndefer mark()\nb()", "a()\nb()"},
		"neighbours":       {"a()\nmark()\nmark()\nb()", "a()\nb()"},
		"one line":         {"if x { mark() }", "if x {\n}"},
		"before another":   {"mark(); a()", "a()"},
		"behind another":   {"a(); mark() // about both", "a() // about both"},
		"between":          {"a(); mark(); b()", "a()\nb()"},
		"two on a line":    {"mark(); mark()\na()", "a()"},
		"all on a line":    {"a(); mark(); mark(); b()", "a()\nb()"},
		"in a case":        {"switch {\ncase x:\n\tmark()\n\ta()\ncase y: mark()\n}", "switch {\ncase x:\n\ta()\ncase y:\n}"},
		"in a select":      {"select {\ncase <-c:\n\tmark()\n}", "select {\ncase <-c:\n}"},
		"in a closure":     {"f := func() {\n\tmark()\n}\nf()", "f := func() {\n}\nf()"},
		"condition":        {"if mark(); x {\n}", "refused"},
		"for":              {"for mark(); x; {\n}", "refused"},
		"post":             {"for ; x; mark() {\n}", "refused"},
		"switch":           {"switch mark(); {\n}", "refused"},
		"select":           {"select {\ncase c <- mark():\n}", "refused"},
		"label":            {"l:\n\tmark()\n\tgoto l", "refused"},
		"labelled block":   {"l:\n\tfor {\n\t\tmark()\n\t\tbreak l\n\t}", "l:\n\tfor {\n\t\tbreak l\n\t}"},
		"comment goes on":  {"mark() /* more\nof it */\na()", "refused"},
		"one of two fails": {"mark()\nif mark(); x {\n}", "refused"},
	} {
		src := "package p\n\nfunc f() {\n" + test.body + "\n}\n"
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, "p.go", src, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		pass := &analysis.Pass{Fset: fset, Files: []*ast.File{f}}
		edits, ok := DeleteStmts(pass, f, marked(f)...)
		got := "refused"
		if ok {
			got = apply(t, pass, src, edits)
		}
		want := test.want
		if want != "refused" {
			text, err := format.Source([]byte("package p\n\nfunc f() {\n" + want + "\n}\n"))
			if err != nil {
				t.Fatal(err)
			}
			want = string(text)
		}
		if got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
}

func TestOnlyIn(t *testing.T) {
	pass := typeCheck(t, `package p
func mark(int) int { return 0 }
func f() {
	old := mark(1)
	mark(old)
	kept := mark(2)
	mark(kept)
	_ = kept
}`)
	inMarks := func(name string) bool {
		var obj types.Object
		for id, o := range pass.TypesInfo.Defs {
			if id.Name == name {
				obj = o
			}
		}
		var nodes []ast.Node
		for _, s := range marked(pass.Files[0]) {
			nodes = append(nodes, s)
		}
		return UsesOf(pass.TypesInfo).OnlyIn(obj, nodes...)
	}
	if !inMarks("old") {
		t.Error("old is used in deleted statements only")
	}
	if inMarks("kept") {
		t.Error("kept is used elsewhere")
	}
}
