package safecreate

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// The environment: whatever goes in, what comes out is a part of it and harmless.
func FuzzFilterEnv(f *testing.F) {
	f.Add("A=1\nB=2\n=C\nD\nE=() { :; }", "A*\n?\n[")
	f.Add("PATH=/bin\nPATH=/evil", "PATH")
	f.Add("", "")
	f.Fuzz(func(t *testing.T, env, patterns string) {
		in, pats := strings.Split(env, "\n"), strings.Split(patterns, "\n")
		out := FilterEnv(in, pats...)
		if out == nil {
			t.Fatal("nil")
		}
		rest := in
		for _, entry := range out {
			i := slices.Index(rest, entry)
			if i < 0 {
				t.Fatalf("%q is not in %q, or not in this order", entry, in)
			}
			rest = rest[i+1:]
			name, value, ok := strings.Cut(entry, "=")
			if !ok || name == "" || strings.Contains(entry, "\x00") || strings.HasPrefix(value, "() {") {
				t.Fatalf("%q was let through", entry)
			}
		}
		if again := FilterEnv(out, pats...); !slices.Equal(again, out) {
			t.Fatalf("a second time: %q, first %q", again, out)
		}
		for _, entry := range in {
			name, value, ok := strings.Cut(entry, "=")
			if ok && name != "" && slices.Contains(pats, name) && !strings.ContainsAny(name, `*?[\/`) &&
				!strings.Contains(entry, "\x00") && !strings.HasPrefix(value, "() {") && !slices.Contains(out, entry) {
				t.Fatalf("%q was asked for by name and dropped", entry)
			}
		}
	})
}

// Paths: whatever the name, WriteFile writes that file with that mode or nothing, and
// leaves no other entry.
func FuzzPath(f *testing.F) {
	for _, s := range []string{"x", "", ".", "..", "sub/x", "sub/../x", "sub/..", "link/x", "dangling", "./x/", "a\x00b", "\xff", "~0", strings.Repeat("n", 250)} {
		f.Add(s)
	}
	base := scratch(f)
	f.Fuzz(func(t *testing.T, name string) {
		dir, err := os.MkdirTemp(base, "d")
		must(t, err)
		defer os.RemoveAll(dir)
		must(t, os.Mkdir(filepath.Join(dir, "sub"), 0o700))
		must(t, os.Symlink("sub", filepath.Join(dir, "link")))
		must(t, os.Symlink("nothing", filepath.Join(dir, "dangling")))
		if strings.Contains(name, "..") && !filepath.IsLocal(name) {
			return // would leave the directory
		}
		t.Chdir(dir)
		if filepath.IsAbs(name) {
			return
		}
		before := tree(t, dir)
		err = WriteFile(name, []byte("x"), 0o640)
		after := tree(t, dir)
		if err != nil {
			if after != before {
				t.Fatalf("%q: %v, but made\n%s", name, err, after)
			}
			if pe := (*fs.PathError)(nil); !errors.As(err, &pe) || pe.Path != name && pe.Path != filepath.Dir(name) {
				t.Fatalf("%q: %v does not name it", name, err)
			}
			return
		}
		if strings.Count(after, "\n") != strings.Count(before, "\n")+1 {
			t.Fatalf("%q: made\n%s", name, after)
		}
		wantMode(t, name, 0o640)
		if err := MkdirAll(name, 0o700); !errors.Is(err, ErrNotDir) {
			t.Fatalf("MkdirAll(%q): %v", name, err)
		}
	})
}

func tree(t testing.TB, dir string) string {
	var list strings.Builder
	must(t, filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		list.WriteString(strings.ReplaceAll(path, "\n", "?") + "\n")
		return err
	}))
	return list.String()
}

// Socket addresses: what is accepted fits, is absolute if that fits, and ends as it was
// given; nothing panics.
func FuzzSocketPath(f *testing.F) {
	for _, s := range []string{"s", "@s", "", "\x00s", "/run/s", strings.Repeat("s", 108), "a\x00b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, address string) {
		if isAbstract(address) {
			return
		}
		name, err := socketPath(address)
		if err != nil {
			if !errors.Is(err, syscall.ENAMETOOLONG) && !errors.Is(err, syscall.EINVAL) {
				t.Fatalf("%q: %v", address, err)
			}
			return
		}
		if len(name) > 107 || strings.Contains(name, "\x00") || !strings.HasSuffix(name, address) ||
			!filepath.IsAbs(name) && len(address) < 50 {
			t.Fatalf("%q: accepted as %q", address, name)
		}
	})
}

// Temporary names: of one element, short enough, different for each slot.
func FuzzTemporaryNames(f *testing.F) {
	f.Add("x", "p*s")
	f.Add(strings.Repeat("n", 255), "a/b")
	f.Fuzz(func(t *testing.T, base, pattern string) {
		if prefix, suffix, err := splitPattern(pattern); err == nil {
			if strings.Contains(prefix+suffix, "/") || prefix+suffix != pattern && prefix+"*"+suffix != pattern || strings.Contains(suffix, "*") {
				t.Fatalf("%q: %q, %q", pattern, prefix, suffix)
			}
		} else if !strings.Contains(pattern, "/") {
			t.Fatalf("%q: %v", pattern, err)
		}
		if _, b, err := splitName(base); err != nil || b != base || len(base) > 255 {
			return
		}
		seen := map[string]bool{base: true}
		for _, slot := range []string{"0", "1", "7", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"} {
			name := slotName(base, slot)
			if seen[name] || len(name) > 255 || strings.Contains(name, "/") || name[0] != '.' {
				t.Fatalf("%q: %q", base, name)
			}
			seen[name] = true
		}
	})
}

// What other processes write: pid files and /proc.
func FuzzParsers(f *testing.F) {
	f.Add([]byte("1234\n"))
	f.Add([]byte("Name:\tx\nUmask:\t0022\n"))
	f.Add([]byte("-1"))
	f.Add([]byte("Umask:\t7777777"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if pid := parsePID(b); pid < 0 {
			t.Fatalf("pid %d", pid)
		}
		m, ok := parseUmask(b)
		if ok && (m&^0o777 != 0 || !bytes.Contains(b, []byte("Umask:"))) {
			t.Fatalf("umask %o", m)
		}
	})
}
