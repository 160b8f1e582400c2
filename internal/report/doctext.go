package report

import (
	"go/parser"
	"go/token"
	"strings"
)

// Doc takes the documentation of a check out of its doc.go, so that there is
// no second copy: what follows "# Analyzer NAME" in the package comment. A
// check embeds the file:
//
//	//go:embed doc.go
//	var docGo string
//
// The text is empty if there is none, which no driver accepts.
func Doc(docGo, name string) string {
	f, err := parser.ParseFile(token.NewFileSet(), "doc.go", docGo, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		return ""
	}
	_, text, found := strings.Cut("\n"+f.Doc.Text(), "\n# Analyzer "+name+"\n")
	text, _, _ = strings.Cut(text, "\n# Analyzer ")
	text = strings.TrimSpace(text)
	if !found || !strings.HasPrefix(text, name+": ") {
		return ""
	}
	return text
}
