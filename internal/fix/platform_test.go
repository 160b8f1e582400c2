package fix

import (
	"go/ast"
	"go/build"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
)

func TestNameAllows(t *testing.T) {
	for name, want := range map[string]string{
		"x.go":                     strings.Join(systems, " "),
		"linux.go":                 strings.Join(systems, " "),
		"x_unix.go":                strings.Join(systems, " "), // not a system to go build
		"x_amd64.go":               strings.Join(systems, " "),
		"x_linux.go":               "android linux",
		"x_linux_test.go":          "android linux",
		"x_linux_arm64.go":         "android linux",
		"x_linux_arm64_test.go":    "android linux",
		"x_darwin.go":              "darwin ios",
		"x_windows_linux_test.go":  "android linux",
		"linux_x.go":               strings.Join(systems, " "),
		"x_linux_other.go":         strings.Join(systems, " "),
		"container_solaris_arm.go": "illumos solaris",
	} {
		var got []string
		for _, goos := range systems {
			if nameAllows(name, goos) {
				got = append(got, goos)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %v, want %s", name, got, want)
		}
	}
}

func TestCanHold(t *testing.T) {
	for line, want := range map[string]string{
		"linux":                        "android linux",
		"linux && !android":            "linux",
		"linux && amd64":               "android linux",
		"linux || freebsd":             "android freebsd linux",
		"!windows && !plan9 && !js":    "aix android darwin dragonfly freebsd illumos ios linux netbsd openbsd solaris wasip1",
		"unix && !linux && !solaris":   "aix darwin dragonfly freebsd ios netbsd openbsd",
		"!(linux || darwin) && unix":   "aix dragonfly freebsd illumos netbsd openbsd solaris",
		"cgo && !amd64 && linux":       "android linux",
		"linux && darwin":              "",
		"!unix && !windows && special": "js plan9 wasip1",
		"ignore || windows":            strings.Join(systems, " "),
	} {
		expr, err := constraint.Parse("//go:build " + line)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, goos := range systems {
			if canHold(expr, goos) {
				got = append(got, goos)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %v, want %s", line, got, want)
		}
	}
}

// The lists agree with what go build does.
func TestSystemsAgreeWithGoBuild(t *testing.T) {
	for _, goos := range systems {
		ctx := build.Default
		ctx.GOOS, ctx.GOARCH = goos, "amd64"
		for _, name := range []string{"x.go", "x_linux.go", "x_darwin_test.go", "x_solaris_amd64.go", "x_unix.go", "x_js.go"} {
			match, err := ctx.MatchFile("testdata/match", name)
			if err != nil {
				t.Fatal(err)
			}
			if match != nameAllows(name, goos) {
				t.Errorf("%s on %s: go build says %v", name, goos, match)
			}
		}
		match, err := ctx.MatchFile("testdata/match", "tagged.go")
		if err != nil {
			t.Fatal(err)
		}
		if match != slices.Contains(unixSystems, goos) {
			t.Errorf("tag unix on %s: go build says %v", goos, match)
		}
	}
}

// Every name in the table is declared for Linux in x/sys/unix or syscall, and
// for no other system that runs Unix programs.
func TestLinuxOnlyNames(t *testing.T) {
	linux := declaredNames(t, "linux")
	for _, name := range linuxOnly {
		if !slices.Contains(linux, name) {
			t.Errorf("%s is not declared for linux", name)
		}
	}
	for _, prefix := range linuxOnlyPrefixes {
		if !slices.ContainsFunc(linux, func(s string) bool { return strings.HasPrefix(s, prefix) }) {
			t.Errorf("nothing with %s is declared for linux", prefix)
		}
	}
	for _, goos := range []string{"darwin", "freebsd", "netbsd", "openbsd", "dragonfly", "solaris", "aix"} {
		for _, name := range declaredNames(t, goos) {
			if isLinuxOnly(name) {
				t.Errorf("%s is declared for %s too", name, goos)
			}
		}
	}
}

func TestBuilds(t *testing.T) {
	for name, test := range map[string]struct {
		files []string // the first is asked about
		want  string
	}{
		"anywhere":     {[]string{"x.go: package p"}, strings.Join(systems, " ")},
		"tag":          {[]string{"x.go: //go:build linux || darwin\n\npackage p"}, "android darwin ios linux"},
		"not a tag":    {[]string{"x.go: package p\n\n//go:build linux"}, strings.Join(systems, " ")},
		"name and tag": {[]string{"x_linux.go: //go:build !android\n\npackage p"}, "linux"},
		"x/sys":        {[]string{`x.go: package p; import "golang.org/x/sys/unix"`}, strings.Join(unixSystems, " ")},
		"x/sys beside": {[]string{"x.go: package p", `y.go: package p; import "golang.org/x/sys/unix"`}, strings.Join(unixSystems, " ")},
		"beside, for one system": {
			[]string{"x.go: package p", `y_windows.go: package p; import "golang.org/x/sys/windows"`},
			strings.Join(systems, " "),
		},
	} {
		pass := &analysis.Pass{Fset: token.NewFileSet()}
		for _, file := range test.files {
			filename, src, _ := strings.Cut(file, ": ")
			f, err := parser.ParseFile(pass.Fset, filename, src, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			pass.Files = append(pass.Files, f)
		}
		if got := strings.Join(Builds(pass, pass.Files[0]), " "); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}

func TestBuildsLinuxOnlyProgram(t *testing.T) {
	pass := typeCheck(t, `package p
import "syscall"
func run() error { return syscall.Unshare(syscall.CLONE_NEWNS) }`)
	if got := strings.Join(Builds(pass, pass.Files[0]), " "); got != "android linux" {
		t.Errorf("got %s", got)
	}
}

func TestAllHave(t *testing.T) {
	has := func(goos string) bool { return goos != "darwin" }
	if !AllHave([]string{"linux", "freebsd"}, has) || AllHave([]string{"linux", "darwin"}, has) || AllHave(nil, has) {
		t.Error("AllHave is wrong")
	}
}

// declaredNames returns what syscall and x/sys/unix declare on goos.
func declaredNames(t *testing.T, goos string) (names []string) {
	t.Helper()
	ctx := build.Default
	ctx.GOOS, ctx.GOARCH, ctx.CgoEnabled = goos, "amd64", false
	if goos == "aix" {
		ctx.GOARCH = "ppc64"
	}
	for _, dir := range sourceDirs(t) {
		pkg, err := ctx.ImportDir(dir, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range pkg.GoFiles {
			f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			for _, decl := range f.Decls {
				for _, id := range declared(decl) {
					names = append(names, id.Name)
				}
			}
		}
	}
	return names
}

// declared returns the package-level names and the fields of a declaration.
func declared(decl ast.Decl) (ids []*ast.Ident) {
	if fn, ok := decl.(*ast.FuncDecl); ok {
		return []*ast.Ident{fn.Name}
	}
	for _, spec := range decl.(*ast.GenDecl).Specs {
		switch s := spec.(type) {
		case *ast.ValueSpec:
			ids = append(ids, s.Names...)
		case *ast.TypeSpec:
			ids = append(ids, s.Name)
			if st, ok := s.Type.(*ast.StructType); ok {
				for _, field := range st.Fields.List {
					ids = append(ids, field.Names...)
				}
			}
		}
	}
	return ids
}
