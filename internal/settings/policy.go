package settings

import (
	"path/filepath"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/meta"
	"github.com/permvet/permvet/internal/secret"
)

// unused is the kind of a suppression that suppresses nothing.
const unused = "ignore/unused-ignore"

// A Policy is compiled settings. It does not change.
type Policy struct {
	// Secrets judges names and paths.
	Secrets secret.Matcher
	// Rows is the table with the user's rows.
	Rows *api.Extra

	strict, helpers, inMessage, fold bool

	checks         []meta.Check
	root, realRoot string
	selected       selection
	levels         map[string]override // by check/kind
	tests          testMode
	excludes       []exclude
}

// An override is the level that the user gives a kind.
type override struct {
	level meta.Level
	off   bool
}

type testMode uint8

const (
	testsReport testMode = iota
	testsNote
	testsSkip
)

// An exclude is a compiled Exclude.
type exclude struct {
	path, reason string
	kinds        map[string]bool // nil: all
}

// Strict reports whether notes are wanted.
func (p *Policy) Strict() bool { return p.strict }

// Helpers reports whether the rewrite to safecreate should be the first fix.
func (p *Policy) Helpers() bool { return p.helpers }

// InMessage reports whether messages say their level and check/kind.
func (p *Policy) InMessage() bool { return p.inMessage }

// FoldRelated reports whether related places go into the message.
func (p *Policy) FoldRelated() bool { return p.fold }

// Level decides about a finding of a kind that its check gives a level: the level that counts, and whether the user
// sees it.
func (p *Policy) Level(check, kind string, level meta.Level, file string, inTest bool) (meta.Level, bool) {
	rule := check + "/" + kind
	if o, ok := p.levels[rule]; ok {
		if o.off {
			return level, false
		}
		level = o.level
	}
	if inTest {
		switch p.tests {
		case testsSkip:
			return level, false
		case testsNote:
			level = meta.Note
		}
	}
	switch {
	case !p.selected.has(rule):
		return level, false
	case level == meta.Note && !p.strict && !p.selected.byName(rule):
		return level, false
	}
	return level, !p.excluded(rule, file)
}

// Off reports whether no finding of the check can be wanted, so that it need not run.
func (p *Policy) Off(check meta.Check) bool {
	if p.selected.byName(unused) {
		return false // each check says it of the suppressions that name it
	}
	for _, k := range check.Kinds {
		rule := check.Name() + "/" + k.ID
		if p.selected.has(rule) && !p.levels[rule].off {
			return false
		}
	}
	return len(check.Kinds) > 0
}

// Declared reports whether a check of the suite has the kind. It is true when the suite is not known.
func (p *Policy) Declared(check, kind string) bool {
	for _, c := range p.checks {
		if c.Name() == check {
			_, ok := c.Kind(kind)
			return ok
		}
	}
	return len(p.checks) == 0
}

// excluded reports whether an exclude of the user covers the kind in the file.
func (p *Policy) excluded(rule, file string) bool {
	if len(p.excludes) == 0 {
		return false
	}
	for _, root := range []string{p.root, p.realRoot} {
		rel, err := filepath.Rel(root, file)
		if err != nil || root == "" || !filepath.IsLocal(rel) {
			continue
		}
		for _, x := range p.excludes {
			if (x.kinds == nil || x.kinds[rule]) && globCovers(x.path, filepath.ToSlash(rel)) {
				return true
			}
		}
	}
	return false
}
