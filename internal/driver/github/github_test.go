package github

import (
	"bytes"
	"go/token"
	"path/filepath"
	"testing"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/driver/source"
	"github.com/permvet/permvet/internal/meta"
)

func TestWrite(t *testing.T) {
	root, _ := filepath.Abs("/r")
	at := func(name string, line, endLine int) finding.Span {
		name = filepath.Join(root, name)
		return finding.Span{Start: token.Position{Filename: name, Line: line, Column: 3}, End: token.Position{Filename: name, Line: endLine, Column: 9}}
	}
	r := &finding.Report{Dir: filepath.Join(root, "sub"), Root: root, Sources: source.New(), Findings: []finding.Finding{
		{Check: "umask", Kind: "window", Level: meta.Error, Message: "100%\n::error::forged", URL: "https://u", Span: at("a,b:c.go", 3, 3),
			Related: []finding.Related{{Span: at("lib/l.go", 7, 7), Message: "here"}}, OS: []string{"linux"}},
		{Check: "umask", Kind: "window", Level: meta.Note, Message: "m", Span: at("a.go", 3, 5)},
	}, Problems: []finding.Problem{{Message: "cannot\nload"}, {Message: "syntax", Position: token.Position{Filename: filepath.Join(root, "b.go"), Line: 2}}}}
	var b bytes.Buffer
	if err := Write(&b, r); err != nil {
		t.Fatal(err)
	}
	const want = `::error file=a%2Cb%3Ac.go,line=3,endLine=3,col=3,endColumn=8,title=permvet umask/window::100%25%0A::error::forged [linux]%0Alib/l.go:7: here%0Ahttps://u
::notice file=a.go,line=3,endLine=5,title=permvet umask/window::m%0A
::error title=permvet::cannot%0Aload
::error file=b.go,line=2,title=permvet::syntax
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}
