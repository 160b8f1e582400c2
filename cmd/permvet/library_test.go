package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

const source = `// Command app saves a token.
package main

import (
	"os"
	"syscall"
)

func save(path string, token []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(token); err != nil {
		return err
	}
	return f.Chmod(0o600)
}

func share(dir string) error {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	return os.Mkdir(dir, 0o770)
}

func main() {
	go share(os.Args[1])
	if err := save(os.Args[2], []byte("t")); err != nil {
		os.Exit(1)
	}
}
`

// TestFixAddsLibrary lets -fix -helpers use the library in modules that do not have it yet. Whatever the module is
// like, it builds afterwards, and a second run changes nothing.
func TestFixAddsLibrary(t *testing.T) {
	exe, proxy := build(t), libraryProxy(t)
	app := map[string]string{"go.mod": "module example.org/app\n\ngo 1.26\n", "main.go": source}
	for _, tt := range []struct {
		name   string
		files  map[string]string
		dir    string
		before []string // of the go command
		flags  []string
		want   map[string]string // files and what is in them
	}{
		{name: "module", files: app, flags: []string{"-helpers"}, want: map[string]string{
			"go.mod": "require github.com/permvet/permvet/safecreate v0.1.0\n", "go.sum": "permvet/safecreate v0.1.0/go.mod h1:", "main.go": "safecreate.Create(path, 0o600)"}},
		{name: "copy", files: app, flags: []string{"-vendor-helpers=internal/safecreate"}, want: map[string]string{
			"main.go": `"example.org/app/internal/safecreate"`, "internal/safecreate/LICENSE": "Copyright", "internal/safecreate/write.go": "package safecreate"}},
		{name: "workspace", files: map[string]string{"go.work": "go 1.26\n\nuse ./app\n", "app/go.mod": app["go.mod"], "app/main.go": source},
			dir: "app", flags: []string{"-helpers"}, want: map[string]string{"app/go.mod": "permvet/safecreate v0.1.0"}},
		{name: "vendor", files: map[string]string{"go.mod": app["go.mod"] + "\nrequire example.org/dep v0.0.0\n\nreplace example.org/dep => ./dep\n",
			"main.go": strings.Replace(source, `"os"`, "_ \"example.org/dep\"\n\t\"os\"", 1), "dep/go.mod": "module example.org/dep\n\ngo 1.26\n", "dep/dep.go": "package dep\n"},
			before: []string{"mod", "vendor"}, flags: []string{"-helpers"}, want: map[string]string{"vendor/modules.txt": "permvet/safecreate v0.1.0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			top := t.TempDir()
			for name, text := range tt.files {
				put(t, filepath.Join(top, name), text)
			}
			dir := filepath.Join(top, tt.dir)
			if tt.before != nil {
				runIn(t, dir, proxy, 0, "go", tt.before...)
			}
			out := runIn(t, dir, proxy, 0, exe, append(tt.flags, "-fix", "-fail=none", "./...")...)
			for name, want := range tt.want {
				text, err := os.ReadFile(filepath.Join(top, name))
				if err != nil || !strings.Contains(string(text), want) {
					t.Errorf("%s has no %q: %v\n%s\n%s", name, want, err, text, out)
				}
			}
			runIn(t, dir, proxy, 0, "go", "vet", "./...")
			if again := runIn(t, dir, proxy, 0, exe, append(tt.flags, "-fix", "-fail=none", "./...")...); strings.Contains(again, "applied") {
				t.Errorf("a second run changes something:\n%s", again)
			}
		})
	}
}

// TestFixWithoutLibrary has nowhere to get the library from: one sentence, status 2, and all is as before.
func TestFixWithoutLibrary(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "go.mod"), "module example.org/app\n\ngo 1.26\n")
	put(t, filepath.Join(dir, "main.go"), source)
	out := runIn(t, dir, goProxy{"off", t.TempDir()}, 2, build(t), "-helpers", "-fix", "./...")
	if !strings.Contains(out, "permvet: -helpers: ") || !strings.Contains(out, "adding github.com/permvet/permvet/safecreate") {
		t.Errorf("printed:\n%s", out)
	}
	for name, want := range map[string]string{"go.mod": "module example.org/app\n\ngo 1.26\n", "main.go": source} {
		if text, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(text) != want {
			t.Errorf("%s changed: %v\n%s", name, err, text)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "go.sum")); err == nil {
		t.Error("there is a go.sum")
	}
}

// A goProxy is where the go command of a test gets modules, and where it keeps them.
type goProxy struct{ url, cache string }

// libraryProxy is a module proxy that has the library as it stands in this checkout, as v0.1.0.
func libraryProxy(t *testing.T) goProxy {
	t.Helper()
	const path, version = "github.com/permvet/permvet/safecreate", "v0.1.0"
	if _, err := os.Stat("../../safecreate/go.mod"); err != nil {
		t.Skip("the source of the library is not beside this module: ", err)
	}
	dir := t.TempDir()
	at := filepath.Join(dir, path, "@v")
	mod, err := os.ReadFile("../../safecreate/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(at, "list"), version+"\n")
	put(t, filepath.Join(at, version+".info"), `{"Version":"`+version+`"}`)
	put(t, filepath.Join(at, version+".mod"), string(mod))
	f, err := os.Create(filepath.Join(at, version+".zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := zip.CreateFromDir(f, module.Version{Path: path, Version: version}, "../../safecreate"); err != nil {
		t.Fatal(err)
	}
	return goProxy{"file://" + filepath.ToSlash(dir), t.TempDir()}
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// runIn runs a command with a module proxy, and a module cache and checksums of its own.
func runIn(t *testing.T, dir string, proxy goProxy, exit int, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOPROXY="+proxy.url, "GONOSUMDB=*", "GOFLAGS=-modcacherw", "GOTOOLCHAIN=local", "PERMVET_CACHE=off",
		"GOMODCACHE="+proxy.cache)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != exit {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}
