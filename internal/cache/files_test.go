package cache

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func writeFile(t testing.TB, name, text string, age time.Duration) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	then := time.Now().Add(-age)
	if err := os.Chtimes(name, then, then); err != nil {
		t.Fatal(err)
	}
}

func hashOf(t testing.TB, f *Files, name string) Key {
	t.Helper()
	k, err := f.Hash(name)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestHashes(t *testing.T) {
	d, _ := open(t)
	name := filepath.Join(t.TempDir(), "x.go")
	writeFile(t, name, "package x", time.Hour)
	first := hashOf(t, d.Files("set"), name)
	for _, text := range []string{"package y", "package x1", "package x"} { // of the same size, too
		f := d.Files("set")
		writeFile(t, name, text, time.Hour)
		if got := hashOf(t, f, name); (got == first) != (text == "package x") {
			t.Errorf("%q: got %x, the first was %x", text, got, first)
		}
		if err := f.Save(); err != nil {
			t.Fatal(err)
		}
	}
}

// A file that was changed just before it was read can change again without a trace in its times.
func TestYoungFilesAreReadAgain(t *testing.T) {
	d, _ := open(t)
	dir := t.TempDir()
	name := filepath.Join(dir, "x.go")
	f := d.Files("set")
	writeFile(t, name, "package x", 0)
	hashOf(t, f, name)
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	if _, ok := d.Files("set").old[name]; ok {
		t.Error("the hash of a young file was saved")
	}
}

func TestOldFilesAreNot(t *testing.T) {
	if ino, ctime := identity(stat(t, ".")); ino == 0 && ctime == 0 && runtime.GOOS != "windows" {
		t.Skip("this system does not tell when an inode changed")
	}
	d, _ := open(t)
	name := runtime.GOROOT() + "/src/os/file.go" // older than this test
	f := d.Files("set")
	first := hashOf(t, f, name)
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	f = d.Files("set")
	old, ok := f.old[name]
	if !ok || old.Hash != first {
		t.Fatalf("the hash was not saved: %v", old)
	}
	old.Hash[0]++ // no file has this hash: whoever reads the file would see
	f.old[name] = old
	if hashOf(t, f, name) != old.Hash {
		t.Error("the file was read although nothing about it changed")
	}
	old.Ctime++
	f = d.Files("set")
	f.old[name] = old
	if hashOf(t, f, name) != first {
		t.Error("the file was not read although its inode changed")
	}
}

func stat(t *testing.T, name string) os.FileInfo {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func TestChangedWhileRunning(t *testing.T) {
	var d *Dir
	f := d.Files("set")
	name := filepath.Join(t.TempDir(), "x.go")
	writeFile(t, name, "package x", time.Hour)
	hashOf(t, f, name)
	if _, _, err := f.Read(name); err != nil || f.Changed() {
		t.Errorf("nothing changed: %v, %v", f.Changed(), err)
	}
	writeFile(t, name, "package y", time.Hour)
	if _, _, err := f.Read(name); err != nil || !f.Changed() {
		t.Errorf("the file changed: %v, %v", f.Changed(), err)
	}
}

func TestOddFiles(t *testing.T) {
	var d *Dir
	f := d.Files("set")
	dir := t.TempDir()
	big := filepath.Join(dir, "big.go")
	writeFile(t, big, "", 0)
	if err := os.Truncate(big, MaxSource+1); err != nil {
		t.Fatal(err)
	}
	odd := map[string]string{dir: "regular", big: "too large", filepath.Join(dir, "none.go"): "none.go"}
	if runtime.GOOS == "linux" {
		odd["/dev/zero"] = "regular"
	}
	for name, want := range odd {
		if _, err := f.Hash(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", name, err, want)
		}
	}
}

// BenchmarkHash compares a look at a file with reading it.
func BenchmarkHash(b *testing.B) {
	d, _ := open(b)
	dir := runtime.GOROOT() + "/src/os"
	entries, err := os.ReadDir(dir)
	if err != nil {
		b.Fatal(err)
	}
	all := func(f *Files) {
		for _, e := range entries {
			if !e.IsDir() {
				hashOf(b, f, filepath.Join(dir, e.Name()))
			}
		}
	}
	f := d.Files("set")
	all(f)
	if err := f.Save(); err != nil {
		b.Fatal(err)
	}
	for name, set := range map[string]string{"stat": "set", "read": "empty"} {
		b.Run(fmt.Sprintf("%s/%d", name, len(entries)), func(b *testing.B) {
			for b.Loop() {
				all(d.Files(set))
			}
		})
	}
}
