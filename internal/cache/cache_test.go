package cache

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func key(s string) Key {
	h := NewHash("test")
	h.String(s)
	return h.Sum()
}

func open(t testing.TB) (*Dir, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "cache")
	d, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d, dir
}

func put(t testing.TB, d *Dir, k Key, data string) {
	t.Helper()
	if err := d.Put(k, []byte(data)); err != nil {
		t.Fatal(err)
	}
}

func want(t testing.TB, d *Dir, k Key, data string) {
	t.Helper()
	if got, ok := d.Get(k); !ok || string(got) != data {
		t.Errorf("got %q, %v; want %q", got, ok, data)
	}
}

func wantNone(t testing.TB, d *Dir, k Key) {
	t.Helper()
	if got, ok := d.Get(k); ok {
		t.Errorf("got %q, want nothing", got)
	}
}

func TestPutGet(t *testing.T) {
	d, dir := open(t)
	wantNone(t, d, key("a"))
	put(t, d, key("a"), "first")
	put(t, d, key("a"), "second")
	put(t, d, key("b"), "")
	want(t, d, key("a"), "second")
	want(t, d, key("b"), "")

	again, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	want(t, again, key("a"), "second")

	var none *Dir
	put(t, none, key("a"), "x")
	wantNone(t, none, key("a"))
	none.Trim()
	if err := none.Close(); err != nil {
		t.Error(err)
	}
}

func TestNobodyElseCanRead(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("permissions are inherited from the user's profile")
	}
	d, dir := open(t)
	put(t, d, key("a"), "x")
	if err := d.Files("x").Save(); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", name, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDamagedEntries(t *testing.T) {
	k := key("a")
	for name, damage := range map[string]func(file string) error{
		"truncated":       func(f string) error { return os.Truncate(f, 40) },
		"empty":           func(f string) error { return os.Truncate(f, 0) },
		"grown":           func(f string) error { return edit(f, func(b []byte) []byte { return append(b, 'x') }) },
		"changed":         func(f string) error { return edit(f, func(b []byte) []byte { b[len(b)-1]++; return b }) },
		"of a newer form": func(f string) error { return edit(f, func(b []byte) []byte { b[len(magic)-2] = '2'; return b }) },
		"of another key": func(f string) error {
			return edit(f, func([]byte) []byte { return seal(key("b"), []byte("data")) })
		},
		"a directory": func(f string) error { return errors.Join(os.Remove(f), os.Mkdir(f, 0o700)) },
		"a link out": func(f string) error {
			target := filepath.Join(filepath.Dir(filepath.Dir(filepath.Dir(f))), "elsewhere")
			return errors.Join(os.Remove(f), os.WriteFile(target, seal(k, []byte("data")), 0o600), os.Symlink(target, f))
		},
	} {
		t.Run(name, func(t *testing.T) {
			d, dir := open(t)
			put(t, d, k, "data")
			want(t, d, k, "data")
			if err := damage(filepath.Join(dir, k.path())); err != nil {
				t.Fatal(err)
			}
			wantNone(t, d, k)
		})
	}
}

func edit(name string, change func([]byte) []byte) error {
	b, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return os.WriteFile(name, change(bytes.Clone(b)), 0o600)
}

// What another user owns, or can write, is not believed.
func TestForeign(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no owner to speak of")
	}
	d, dir := open(t)
	put(t, d, key("a"), "x")
	entry := filepath.Join(dir, key("a").path())
	if err := os.Chmod(entry, 0o622); err != nil {
		t.Fatal(err)
	}
	wantNone(t, d, key("a"))
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if d, err := Open(dir); err == nil {
		d.Close()
		t.Error("a directory was opened in which everybody can write")
	}
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	if err := errors.Join(os.Chmod(dir, 0o700), os.Chmod(entry, 0o600), os.Chown(entry, 12345, 12345)); err != nil {
		t.Fatal(err)
	}
	wantNone(t, d, key("a"))
	if err := os.Chown(dir, 12345, 12345); err != nil {
		t.Fatal(err)
	}
	if d, err := Open(dir); err == nil || !strings.Contains(err.Error(), "PERMVET_CACHE") {
		d.Close()
		t.Errorf("opening a directory of another user: %v", err)
	}
}

func TestLocate(t *testing.T) {
	t.Setenv("HOME", "/home/me")
	t.Setenv("XDG_CACHE_HOME", "/home/me/.cache")
	for _, test := range []struct{ setting, dir, err string }{
		{"off", "", "off"},
		{"rel/dir", "", "absolute"},
		{filepath.Join(t.TempDir(), "x"), "x", ""},
		{"", "permvet", ""},
	} {
		dir, err := Locate(test.setting)
		if filepath.Base(dir) != test.dir && dir != test.dir || (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
			t.Errorf("%q: got %q, %v", test.setting, dir, err)
		}
	}
}

func TestClean(t *testing.T) {
	d, dir := open(t)
	put(t, d, key("a"), "x")
	if err := Clean(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the cache is still there: %v", err)
	}
	if err := Clean(dir); err != nil {
		t.Errorf("no cache is clean: %v", err)
	}
	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "precious"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Clean(other); err == nil {
		t.Error("a directory that is no cache was removed")
	}
	if _, err := os.Stat(filepath.Join(other, "precious")); err != nil {
		t.Error(err)
	}
}

func TestTrim(t *testing.T) {
	d, dir := open(t)
	now := time.Now()
	age := func(name string, age time.Duration) {
		t.Helper()
		if err := os.Chtimes(filepath.Join(dir, name), now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 8 {
		k := key(fmt.Sprint(i))
		put(t, d, k, strings.Repeat("x", 1000))
		age(k.path(), time.Duration(i)*24*time.Hour+time.Minute)
	}
	put(t, d, key("old"), "x")
	age(key("old").path(), 11*24*time.Hour)
	temp := filepath.Join(filepath.Dir(key("0").path()), "left.tmp")
	if err := os.WriteFile(filepath.Join(dir, temp), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	age(temp, 2*time.Hour)

	d.trim(now, 5*1100)
	for i := range 8 {
		if _, err := os.Stat(filepath.Join(dir, key(fmt.Sprint(i)).path())); (err == nil) != (i < 5) {
			t.Errorf("the entry used %d days ago: %v", i, err)
		}
	}
	for _, name := range []string{key("old").path(), temp} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s is still there", name)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, readme)); err != nil {
		t.Errorf("Trim leaves what is no entry: %v", err)
	}
}

// Trim works once a day, and what is used stays.
func TestTrimDaily(t *testing.T) {
	d, dir := open(t)
	old := time.Now().Add(-11 * 24 * time.Hour)
	for _, name := range []string{"a", "b"} {
		put(t, d, key(name), name)
		if err := os.Chtimes(filepath.Join(dir, key(name).path()), old, old); err != nil {
			t.Fatal(err)
		}
	}
	want(t, d, key("a"), "a")
	d.Trim()
	want(t, d, key("a"), "a")
	wantNone(t, d, key("b"))

	put(t, d, key("b"), "b")
	if err := os.Chtimes(filepath.Join(dir, key("b").path()), old, old); err != nil {
		t.Fatal(err)
	}
	d.Trim()
	want(t, d, key("b"), "b")
}

func BenchmarkGet(b *testing.B) {
	d, _ := open(b)
	put(b, d, key("a"), strings.Repeat("x", 10_000))
	for b.Loop() {
		if _, ok := d.Get(key("a")); !ok {
			b.Fatal("it is gone")
		}
	}
}
