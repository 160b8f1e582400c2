// Package meta holds what the suite says about its checks beside their code: titles, kinds, levels.
// The registry fills it in; the drivers and the documentation read it.
package meta

import (
	"flag"
	"fmt"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Level says how sure and how grave a finding is. A higher level is graver;
// the zero Level is none.
type Level uint8

const (
	Note    Level = iota + 1 // hygiene, reported in strict mode only
	Warning                  // a race, or wrong under a plausible umask or deployment
	Error                    // wrong whatever the umask and the deployment
)

var levelNames = [...]string{Note: "note", Warning: "warning", Error: "error"}

// String returns "note", "warning" or "error", the words of SARIF.
func (l Level) String() string {
	if l != 0 && int(l) < len(levelNames) {
		return levelNames[l]
	}
	return fmt.Sprintf("level(%d)", uint8(l))
}

// ParseLevel is the inverse of String.
func ParseLevel(name string) (l Level, ok bool) {
	i := slices.Index(levelNames[Note:], name)
	return Level(i + int(Note)), i >= 0
}

// A Kind is one thing that a check can say.
type Kind struct {
	ID      string // such as "world-writable"; Diagnostic.Category
	Level   Level  // the usual level; a single finding can deviate
	CWE     string // such as "CWE-732", or empty
	Since   string // the version that had it first, such as "0.1"
	Summary string // one line
}

// A Check is one reporting analyzer with its description.
type Check struct {
	Analyzer *analysis.Analyzer
	Title    string // one line
	Doc      string // the text that -explain prints
	Kinds    []Kind
	Off      bool // nothing of it is wanted, so it need not run
}

// Name is the name that users type: that of the analyzer.
func (c Check) Name() string { return c.Analyzer.Name }

// Kind finds a kind by its identifier.
func (c Check) Kind(id string) (Kind, bool) {
	i := slices.IndexFunc(c.Kinds, func(k Kind) bool { return k.ID == id })
	if i < 0 {
		return Kind{}, false
	}
	return c.Kinds[i], true
}

// A Suite is everything that a driver needs to know.
type Suite struct {
	Checks []Check

	// Source tells the packages whose calls have effects that the checks judge, by import path. A loader that works
	// from source may leave out the function bodies of any dependency that reaches none of them. Nil means that
	// every body matters.
	Source func(path string) bool

	// Effect tells the functions and fields of those packages whose use makes a fact. Such a loader may leave out
	// the dependencies in which none is used, directly or through others. Nil means that every use does.
	Effect func(types.Object) bool

	// Debug reports what the suite knows of functions, for -debug: with the category "effect" at what they do, "told" at
	// the function.
	Debug *analysis.Analyzer

	// URL is where users read about the suite and report its faults.
	URL string
}

// Owner returns the check whose kind it is that a check reported: every check says itself that a suppression of its
// findings is of no use, which is a kind of another.
func (s Suite) Owner(check, kind string) string {
	owner := check
	for _, c := range s.Checks {
		if _, ok := c.Kind(kind); ok {
			if c.Name() == check {
				return check
			}
			owner = c.Name()
		}
	}
	return owner
}

// Analyzers lists the analyzers of the checks that are not off and, after them, the analyzers of ours that they require
// and that have flags: a driver that offers flags by analyzer must be given those by name.
func (s Suite) Analyzers() []*analysis.Analyzer {
	var list []*analysis.Analyzer
	for _, c := range s.Checks {
		if !c.Off {
			list = append(list, c.Analyzer)
		}
	}
	for _, a := range Required(list) {
		if strings.HasPrefix(a.Name, "permvet") && hasFlags(a) && !slices.Contains(list, a) {
			list = append(list, a)
		}
	}
	return list
}

func hasFlags(a *analysis.Analyzer) bool {
	any := false
	a.Flags.VisitAll(func(*flag.Flag) { any = true })
	return any
}

// Required returns the analyzers and all that they require, each once, prerequisites last.
func Required(analyzers []*analysis.Analyzer) []*analysis.Analyzer {
	var all []*analysis.Analyzer
	for queue := slices.Clone(analyzers); len(queue) > 0; queue = queue[1:] {
		if a := queue[0]; !slices.Contains(all, a) {
			all = append(all, a)
			queue = append(queue, a.Requires...)
		}
	}
	return all
}
