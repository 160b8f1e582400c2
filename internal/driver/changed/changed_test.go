package changed

import (
	"archive/tar"
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const diff = `diff --git a/a.go b/a.go
index 1..2 100644
--- a/a.go
+++ b/a.go
@@ -3 +3,2 @@ func F() {
-old
+new
+++ b/looks like a header
@@ -10,2 +11,0 @@
-gone
--- a/looks like one too
@@ -20,0 +20 @@
+one
diff --git a/gone.go b/gone.go
--- a/gone.go
+++ /dev/null
@@ -1,2 +0,0 @@
-package p
-
diff --git "a/d/\303\251 x.go" "b/d/\303\251 x.go"
--- /dev/null
+++ "b/d/\303\251 x.go"
@@ -0,0 +1 @@
+package p
\ No newline at end of file
`

func TestParse(t *testing.T) {
	lines, err := parse("/r", []byte(diff))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]int{filepath.FromSlash("/r/a.go"): {3, 4, 11, 12, 20}, filepath.FromSlash("/r/d/é x.go"): {1}}
	if len(lines) != len(want) {
		t.Errorf("got %v", lines)
	}
	for name, list := range want {
		for n := range 30 {
			if got := lines.Has(name, n, n); got != slices.Contains(list, n) {
				t.Errorf("%s:%d: changed is %t", name, n, got)
			}
		}
	}
	if !lines.Has(filepath.FromSlash("/r/a.go"), 5, 11) || lines.Has(filepath.FromSlash("/r/a.go"), 5, 10) {
		t.Error("a span is changed where one of its lines is")
	}
	if (Lines{"x": nil}).Has("x", 7, 7) != true {
		t.Error("all lines of an untracked file are changed")
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(diff))
	f.Add([]byte("+++ \"b/\\\n@@ -1 +1 @@\n"))
	f.Add([]byte("@@ -1 +1 @@\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 1<<12 {
			return
		}
		_, _ = parse("/r", text) // must neither panic nor run for long
	})
}

func TestRepo(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git")
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
			"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@b")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Open(context.Background(), dir, "HEAD"); err == nil || !strings.Contains(err.Error(), "-diff needs a git repository") {
		t.Errorf("without a repository: %v", err)
	}
	run("init", "-q", "-b", "main")
	// A repository cannot make permvet run programs of its choice.
	run("config", "diff.external", filepath.Join(dir, "evil"))
	run("config", "core.fsmonitor", filepath.Join(dir, "evil"))
	write(".gitattributes", "*.go diff=evil\n")
	run("config", "diff.evil.textconv", "touch "+filepath.Join(dir, "ran")+"; cat")
	write("evil", "#!/bin/sh\ntouch "+filepath.Join(dir, "ran")+"\n")
	if err := os.Chmod(filepath.Join(dir, "evil"), 0o700); err != nil {
		t.Fatal(err)
	}
	write("a.go", "1\n2\n3\n")
	run("-c", "core.fsmonitor=false", "add", ".")
	run("-c", "core.fsmonitor=false", "commit", "-q", "-m", "m")
	_ = os.Remove(filepath.Join(dir, "ran")) // git add may have run it
	write("a.go", "1\n2\nthree\n")
	write("new.go", "package p\n")
	repo, err := Open(context.Background(), dir, "main")
	if err != nil {
		t.Fatal(err)
	}
	lines, err := repo.Lines(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	a, fresh := filepath.Join(dir, "a.go"), filepath.Join(dir, "new.go")
	if !lines.Has(a, 3, 3) || lines.Has(a, 1, 2) || !lines.Has(fresh, 9, 9) {
		t.Errorf("got %v", lines)
	}
	base := t.TempDir()
	if err := repo.Extract(context.Background(), base); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(base, "a.go")); err != nil || string(text) != "1\n2\n3\n" {
		t.Errorf("the base has %q, %v", text, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "ran")); err == nil {
		t.Error("git ran a program that the repository names")
	}
	for _, rev := range []string{"nosuch", "--help", "main:a.go"} {
		if _, err := Open(context.Background(), dir, rev); err == nil || !strings.Contains(err.Error(), "there is no revision") {
			t.Errorf("revision %s: %v", rev, err)
		}
	}
}

// An archive cannot write outside of its directory.
func TestUntar(t *testing.T) {
	for _, name := range []string{"../out", "/abs", "link/out"} {
		var b bytes.Buffer
		w := tar.NewWriter(&b)
		for _, h := range []*tar.Header{
			{Name: "link", Typeflag: tar.TypeSymlink, Linkname: ".."},
			{Name: name, Typeflag: tar.TypeReg, Size: 1, Mode: 0o777},
		} {
			if err := w.WriteHeader(h); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
		outer := t.TempDir()
		dir := filepath.Join(outer, "in")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := untar(&b, dir); err == nil {
			t.Errorf("%s is written", name)
		}
		if _, err := os.Lstat(filepath.Join(outer, "out")); err == nil {
			t.Errorf("%s is written outside", name)
		}
	}
}
