package finding

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
)

// Fingerprint gives every finding of the report its fingerprint: a text that stays the same when lines move, files of
// the package are renamed, or code elsewhere changes. It is made of the rule, the package, the declaration around the
// place and the text there, and of a count where all these are equal.
func (r *Report) Fingerprint() {
	seen := map[string]int{}
	packages := map[string]string{}
	for i := range r.Findings {
		f := &r.Findings[i]
		dir := filepath.Dir(f.Start.Filename)
		pkg, ok := packages[dir]
		if !ok {
			pkg = packagePath(dir)
			packages[dir] = pkg
		}
		f.Package = pkg
		f.Decl = r.Sources.Declaration(f.Start.Filename, f.Start.Line)
		text := r.Sources.Between(f.Start, f.End)
		if strings.TrimSpace(text) == "" {
			text, _ = r.Sources.Line(f.Start.Filename, f.Start.Line)
		}
		test := ""
		if strings.HasSuffix(f.Start.Filename, "_test.go") {
			test = "test" // a helper may have the same name in both
		}
		sum := sha256.Sum256([]byte(strings.Join([]string{f.Rule(), pkg, test, f.Decl, strings.Join(strings.Fields(text), " ")}, "\x00")))
		key := hex.EncodeToString(sum[:8])
		seen[key]++
		f.Print = fmt.Sprintf("%s:%d", key, seen[key])
	}
}

// Locate gives the related places of which only the line is known, as those in other packages are, the text of the line.
func (r *Report) Locate() {
	for i := range r.Findings {
		for j := range r.Findings[i].Related {
			at := &r.Findings[i].Related[j]
			line, ok := r.Sources.Line(at.Start.Filename, at.Start.Line)
			text := strings.TrimRight(line, " \t")
			if !ok || at.Start.Column != 1 || at.End != at.Start || text == "" {
				continue
			}
			indent := len(text) - len(strings.TrimLeft(text, " \t"))
			at.Start.Column += indent
			at.Start.Offset += indent
			at.End.Column = len(text) + 1
			at.End.Offset = at.Start.Offset + len(text) - indent
		}
	}
}

// packagePath is the import path of a directory, as the nearest go.mod above says; without one, the directory itself.
func packagePath(dir string) string {
	for root := dir; ; root = filepath.Dir(root) {
		text, err := os.ReadFile(filepath.Join(root, "go.mod"))
		if err == nil {
			rel, err := filepath.Rel(root, dir)
			if err != nil {
				return filepath.ToSlash(dir)
			}
			return path.Join(modfile.ModulePath(text), filepath.ToSlash(rel))
		}
		if root == filepath.Dir(root) {
			return filepath.ToSlash(dir)
		}
	}
}
