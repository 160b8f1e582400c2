// Package fields reads paths from fields of objects that a function does not
// know.
package fields

import (
	"flag"
	"os"
	"path/filepath"
)

// Exported fields are for everybody to set.
type Open struct{ Path string }

func NewOpen() *Open { return &Open{Path: "/etc/open"} }

func (o *Open) write() {
	os.Create(o.Path) // want `create #0.Path mode 0666$`
}

// A field that an option is stored in: its default, unless the user says otherwise.
type flags struct{ path string }

func newFlags() *flags {
	f := &flags{path: "/etc/flags"}
	flag.StringVar(&f.path, "path", "", "where")
	return f
}

func (f *flags) write() {
	os.Create(f.path) // want `create #0.path mode 0666 one of "/etc/flags"$`
}

// A field whose address is handed out.

type kept struct{ path string }

var held *string

func newKept() *kept {
	k := &kept{path: "/etc/kept"}
	held = &k.path
	return k
}

func (k *kept) write() {
	os.Create(k.path) // want `create #0.path mode 0666$`
}

// A field that only callers know.
type given struct{ path string }

func newGiven(path string) *given { return &given{path: path} }

func (g *given) write() {
	os.Create(g.path) // want `create #0.path mode 0666$`
}

// Too many values to tell.
type many struct{ path string }

func (m *many) set(n int) {
	m.path = []string{"/a", "/b", "/c", "/d", "/e"}[n]
	switch n {
	case 1:
		m.path = "/f"
	case 2:
		m.path = "/g"
	case 3:
		m.path = "/h"
	case 4:
		m.path = "/i"
	}
}

func (m *many) write() {
	os.Create(m.path) // want `create #0.path mode 0666$`
}

// And now those of which something is known.

// The same for all objects.
type fixed struct{ path string }

func newFixed() *fixed { return &fixed{path: "/etc/fixed"} }

func (f *fixed) write() {
	os.Create(f.path) // want `create "/etc/fixed" mode 0666$`
}

func (f fixed) copied() {
	os.Create(f.path + ".bak") // want `create "/etc/fixed.bak" mode 0666$`
}

type box[T any] struct {
	path string
	what T
}

func newBox[T any](what T) *box[T] { return &box[T]{path: "/etc/box", what: what} }

func (b *box[T]) write() {
	os.Create(b.path) // want `create "/etc/box" mode 0666$`
}

func boxed(b *box[int]) {
	os.Remove(b.path) // want `remove "/etc/box"$`
	b.write()         // want `create "/etc/box" mode 0666 via`
}

// A part of it is.
type named struct {
	*fixed
	script string
	name   string
}

func newNamed(name string) *named {
	return &named{fixed: newFixed(), script: "/etc/init.d/" + name, name: name}
}

func (n *named) write(other *named) {
	os.Create(n.script)       // want `create #0.script mode 0666 one of "/etc/init.d/"\+#0.script\^1$`
	os.Create(other.script)   // want `create #1.script mode 0666 one of "/etc/init.d/"\+#1.script\^1$`
	os.Create(n.path + ".up") // want `create "/etc/fixed.up" mode 0666$`
	os.Remove(n.name)         // want `remove #0.name$`

	lock := n.script + ".lock"
	os.Create(lock)                    // want `create #0.script\+".lock" mode 0666 one of`
	defer func() { os.Remove(lock) }() // want `remove .*lock"$` `remove #0.script\+".lock" one of .* deferred via`
}

// Each object has its own.
type temp struct{ dir string }

func newTemp() *temp {
	dir, err := os.MkdirTemp("", "x") // want `create unique`
	if err != nil {
		return nil
	}
	return &temp{dir: dir}
}

func (t *temp) write(other *temp) {
	os.Create(filepath.Join(t.dir, "a"))     // want `create #0.dir\+"/a" mode 0666 one of unique #0.dir\^0\+"/a"$`
	os.Create(filepath.Join(other.dir, "a")) // want `create #1.dir\+"/a" mode 0666 one of unique #1.dir\^0\+"/a"$`
}

// One of several, among them what nobody knows.
type choice struct{ dir string }

func newChoice(dir string) *choice {
	if dir == "" {
		dir = os.TempDir()
	}
	return &choice{dir: dir}
}

func (c *choice) reset() { c.dir = "/var/choice" }

func (c *choice) write() {
	os.Create(c.dir + "/x") // want `create #0.dir\+"/x" mode 0666 one of .*#0.dir\+"/x".*$`
}

// A caller that knows the object knows better.
func inline() {
	c := &choice{dir: "/srv"}
	c.write() // want `create "/srv/x" mode 0666 via .*$`
}

// An integer that the package gives all objects.
type moded struct {
	path string
	mode os.FileMode
}

func newModed(path string) *moded { return &moded{path: path, mode: 0o640} }

func (m *moded) join(name string) *moded {
	return &moded{path: filepath.Join(m.path, name), mode: m.mode}
}

func (m *moded) mkdir() {
	os.Mkdir(m.path, m.mode) // want `create #0.path mode 0640`
}

// Two values: what both have is certain.
type twice struct{ mode os.FileMode }

func public() *twice  { return &twice{mode: 0o644} }
func private() *twice { return &twice{mode: 0o600} }

func (t *twice) mkdir(path string) {
	os.Mkdir(path, t.mode) // want `create #1 mode [?]\|0600`
}

// A mode that callers give.
type asked struct{ mode os.FileMode }

func newAsked(mode os.FileMode) *asked { return &asked{mode: mode} }

func (a *asked) mkdir(path string) {
	os.Mkdir(path, a.mode) // want `create #1 mode #0.mode`
}

// Options in variables.
var logPath string

func options() {
	var dir string
	flag.StringVar(&dir, "dir", "/tmp/state", "where")
	flag.StringVar(&logPath, "log", "/tmp/log", "where")
	os.Mkdir(dir, 0o700) // want `create .* mode 0700 one of "/tmp/state"`
	logTo()
}

func logTo() {
	os.Create(logPath) // want `create .*logPath mode 0666 one of "/tmp/log"`
}

// An object that a package variable points to: its fields are what the initializer
// stored, unless they were changed.
type entry struct {
	name string
	mode os.FileMode
}

var key = &entry{"/etc/host.key", 0o600}

func describe(fi os.FileInfo) *entry { return &entry{fi.Name(), fi.Mode()} }

func put(e *entry) {
	os.OpenFile(e.name, os.O_CREATE, e.mode) // want `create .* mode #0.mode`
}

func putKey() {
	put(key) // want `create .* mode [^0].* via fields.put`
}
