// Package analyzers is the registry of the suite: every check, in one list.
// It is the only importer of all passes; drivers, documentation and the
// plugins read it.
package analyzers

//go:generate go run ../internal/gendocs

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/meta"
	"github.com/permvet/permvet/internal/settings"
	"github.com/permvet/permvet/passes/archivemode"
	"github.com/permvet/permvet/passes/chmodrace"
	"github.com/permvet/permvet/passes/cloexec"
	"github.com/permvet/permvet/passes/effects"
	"github.com/permvet/permvet/passes/envleak"
	"github.com/permvet/permvet/passes/filemode"
	"github.com/permvet/permvet/passes/ignore"
	"github.com/permvet/permvet/passes/pidfile"
	"github.com/permvet/permvet/passes/privdrop"
	"github.com/permvet/permvet/passes/tempfile"
	"github.com/permvet/permvet/passes/toctou"
	"github.com/permvet/permvet/passes/umask"
	"github.com/permvet/permvet/passes/unixsocket"
)

// Suite describes the whole suite, with the default settings, to a driver.
func Suite() meta.Suite {
	suite, err := New(settings.Settings{})
	if err != nil {
		panic(err) // the default settings are good
	}
	return suite
}

// New describes the whole suite with the settings of a user. The error is a mistake in the settings.
func New(s settings.Settings) (meta.Suite, error) {
	debug := effects.Debug
	bound, policy, err := s.Apply(withIgnore(checks()), &debug)
	if err != nil {
		return meta.Suite{}, err
	}
	return meta.Suite{
		Checks: bound, Debug: debug,
		Source: func(path string) bool { return source(path) || policy.Rows.Known(path) },
		Effect: func(obj types.Object) bool { return effects.Matters(policy.Rows, obj) },
		URL:    "https://github.com/permvet/permvet",
	}, nil
}

// checks are the checks of programs: one line each, in alphabetical order.
func checks() []meta.Check {
	return []meta.Check{
		check(archivemode.Analyzer, archivemode.Kinds),
		check(chmodrace.Analyzer, chmodrace.Kinds),
		check(cloexec.Analyzer, cloexec.Kinds),
		check(envleak.Analyzer, envleak.Kinds),
		check(filemode.Analyzer, filemode.Kinds),
		check(pidfile.Analyzer, pidfile.Kinds),
		check(privdrop.Analyzer, privdrop.Kinds),
		check(tempfile.Analyzer, tempfile.Kinds),
		check(toctou.Analyzer, toctou.Kinds),
		check(umask.Analyzer, umask.Kinds),
		check(unixsocket.Analyzer, unixsocket.Kinds),
	}
}

// source reports whether the table knows calls or fields of a package.
func source(path string) bool { return api.Known(path) || api.KnownFields(path) }

// withIgnore adds the check of suppressions, which knows the names of all
// others.
func withIgnore(cs []meta.Check) []meta.Check {
	known := map[string][]string{}
	for _, c := range append(slices.Clone(cs), meta.Check{Analyzer: ignore.New(nil), Kinds: ignore.Kinds}) {
		for _, k := range c.Kinds {
			known[c.Name()] = append(known[c.Name()], k.ID)
		}
	}
	cs = append(cs, check(ignore.New(known), ignore.Kinds))
	slices.SortFunc(cs, func(a, b meta.Check) int { return strings.Compare(a.Name(), b.Name()) })
	return cs
}

// check makes a registry entry of what a pass says about itself.
func check(a *analysis.Analyzer, kinds []meta.Kind) meta.Check {
	title, _, _ := strings.Cut(a.Doc, "\n")
	return meta.Check{Analyzer: a, Title: strings.TrimPrefix(title, a.Name+": "), Doc: a.Doc, Kinds: kinds}
}
