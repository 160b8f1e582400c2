package runner_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// module is a small program in which facts go from a through b to c. An edit makes one of the choices between « and »
// anew.
const module = `
-- go.mod --
module example.com/m
go 1.26
-- a/a.go --
package a

import "os"

«¦// A comment shifts all that follows.»
const Mode = «0o600¦0o644¦0o666»

type Options struct {
	«¦perm os.FileMode¦Perm os.FileMode»
}

// Save is a wrapper of which callers learn by a fact.
func Save(name string, mode os.FileMode) error {
	«¦println()¦// nothing»
	return os.WriteFile(name, nil, «mode¦0o600¦mode | 0o022»)
}

func Make(name string) error { return os.MkdirAll(name, «Mode¦0o777¦0o700») }

func Stop() { «os.Exit(1)¦println()» }

func Start() { «¦println(1)¦_, _ = os.StartProcess("x", nil, nil)» }

«¦func hidden() { os.Setenv("A", "b") }¦func Shown() { os.Setenv("A", "b") }¦var broken int = ""»
-- a/a_test.go --
package a

import "testing"

func TestSave(t *testing.T) { _ = Save(t.Name(), «0o600¦0o666») }
-- b/b.go --
package b

import (
	"os"

	"example.com/m/a"
)

type T struct {
	a.Options
	«¦name string»
}

func (t T) Chmod(name string, mode os.FileMode) error { return os.Chmod(name, «mode¦0o600») }

func Store(name string«¦, mode ...os.FileMode») error { return a.Save(name, «0o666¦0o600¦a.Mode») }

«var Path = "/tmp/x"¦var Path = os.Args[0]¦var Path int»
-- c/c.go --
package c

import (
	"os"

	"example.com/m/b"
)

func F(name string) {
	_ = b.T{}.Chmod(name, «0o777¦0o600»)
	«_ = os.Chmod(name, 0o666)¦//permvet:ignore filemode it is meant so
	_ = os.Chmod(name, 0o666)¦»
	println(b.Path)
}
-- c/x_test.go --
package c_test

import (
	"testing"

	"example.com/m/«a¦b»"
	"example.com/m/c"
)

func TestF(t *testing.T) { c.F(t.TempDir()); «_ = a.Mode¦_ = b.T{}» }
-- main.go --
package main

import (
	"example.com/m/a"
	"example.com/m/b"
	"example.com/m/c"
)

func main() {
	_ = a.Make(«"x"¦"/tmp/x"»)
	_ = b.Store("y")
	c.F("z")
	«¦_ = a.Save("z", 0o777)»
	a.Start()
	a.Stop()
}
`

var choice = regexp.MustCompile(`«[^»]*»`)

// small is like module, for the toy suite: it imports nothing of the standard library, so that a run takes no time.
const small = `
-- go.mod --
module example.com/m
go 1.26
-- a/a.go --
package a

«¦// A comment shifts all that follows.»
const Mode = «1¦2¦3»

type Options struct {
	«¦perm int¦Perm int»
}

func (o «Options¦*Options») Apply(n int) { println(«n¦1») }

func Save(mode int) { «println(mode)¦println(1)¦helper(mode)» }

func helper(n int) { println(«n¦2») }

type Saver interface{ Apply(int)«¦; Other()» }

type Pair[K «comparable¦any», V any] struct{ Key K; Val «V¦K» }

func (p Pair[K, V]) Save(n int) { «println(n)¦» }

«¦func hidden() {}¦func Shown() {}¦var broken int = ""»
-- a/x.go --
package a

«¦type Alias = Options¦type Alias = Other»
type Other struct { Options«¦; x int» }
-- b/b.go --
package b

import "example.com/m/a"

type T struct {
	a.Options
	«¦name string»
}

func New() «*T¦a.Other» { return new(«T¦a.Other») }

func Store(n int«¦, more ...int») { a.Save(«9¦n¦a.Mode») }

«var P a.Pair[string, string]¦var P = &a.Pair[string, string]{}¦var P int»
-- c/c.go --
package c

import "example.com/m/b"

func F(n int) {
	b.New().Apply(«7¦n»)
	b.Store(«8¦n»)
	b.P.Save(«6¦n»)
}
-- d/d.go --
package d

import (
	"example.com/m/«a¦b»"
	"example.com/m/c"
)

func F() { c.F(5); «_ = a.Mode¦_ = b.P» }
-- main.go --
package main

import (
	"example.com/m/a"
	"example.com/m/b"
	"example.com/m/d"
)

func main() {
	a.Save(«5¦6»)
	b.Store(4)
	d.F()
	«¦var s a.Saver = b.New(); s.Apply(3)»
}
`

// A program is a module with a choice made between each « and ».
type program struct {
	t       testing.TB
	text    string
	dir     string
	choices []int
}

func newProgram(t testing.TB, text string) *program {
	p := &program{t: t, text: text, dir: t.TempDir(), choices: make([]int, len(choice.FindAllString(text, -1)))}
	p.write()
	return p
}

// edit makes one choice anew, and writes the files.
func (p *program) edit(rnd *rand.Rand) {
	i := rnd.IntN(len(p.choices))
	options := strings.Count(choice.FindAllString(p.text, -1)[i], "¦") + 1
	p.choices[i] = (p.choices[i] + 1 + rnd.IntN(options-1)) % options
	p.write()
}

// choose makes the choice that begins with the given text: the nth of its alternatives.
func (p *program) choose(prefix string, nth int) {
	p.t.Helper()
	for i, text := range choice.FindAllString(p.text, -1) {
		if strings.HasPrefix(text, "«"+prefix) {
			p.choices[i] = nth
			p.write()
			return
		}
	}
	p.t.Fatalf("there is no choice %q", prefix)
}

// write writes the files, those that did not change excepted.
func (p *program) write() {
	i := -1
	text := choice.ReplaceAllStringFunc(p.text, func(s string) string {
		i++
		return strings.Split(strings.Trim(s, "«»"), "¦")[p.choices[i]]
	})
	for _, f := range txtar.Parse([]byte(text)).Files {
		name := filepath.Join(p.dir, filepath.FromSlash(f.Name))
		if old, err := os.ReadFile(name); err == nil && string(old) == string(f.Data) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			p.t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o600); err != nil {
			p.t.Fatal(err)
		}
	}
}
