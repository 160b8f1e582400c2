package report

import (
	"cmp"
	"fmt"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/secret"
	"github.com/permvet/permvet/internal/settings"
)

// UnusedIgnore is the category of the note that a directive names a check
// which has nothing to say there.
const UnusedIgnore = "unused-ignore"

// ResultType is the ResultType of every check.
var ResultType = reflect.TypeFor[*Result]()

// docsURL is the page of a check, or the place on it that explains a kind.
func docsURL(check, kind string) string {
	url := "https://github.com/permvet/permvet/blob/main/docs/checks/" + check + ".md"
	if kind != "" {
		url += "#" + kind
	}
	return url
}

// A Finding is what a check has to say about one place.
type Finding struct {
	Kind     Kind  // one of the check's Kinds
	Level    Level // 0 means the usual level of the kind
	Pos, End token.Pos
	Message  string
	Related  []analysis.RelatedInformation
	Fixes    []analysis.SuggestedFix
	// Again, if not empty, says that a package makes such a mistake as a habit:
	// without -strict the first finding of the kind that has it speaks for the
	// others, which become related places with this text. With Cause it is a habit
	// of what stands there, such as one function.
	Again string
	// Cause, if valid, is the place of the mistake when the finding stands at a
	// call that leads there: of several such calls one speaks.
	Cause token.Pos

	hidden bool // by the settings: it still is what a directive may be for
}

// A Reporter takes the findings of one check about one package.
type Reporter struct {
	pass     *analysis.Pass
	check    string
	kinds    []Kind
	info     *Info
	findings []Finding
	used     map[*Directive]bool
	err      error
	result   *Result
	view     view
}

// newReporter returns the reporter of the check that pass runs. The check must
// have Analyzer in its Requires.
func newReporter(pass *analysis.Pass, kinds []Kind) *Reporter {
	info, ok := pass.ResultOf[Analyzer].(*Info)
	r := &Reporter{pass: pass, check: pass.Analyzer.Name, kinds: kinds, info: info, used: make(map[*Directive]bool)}
	if !ok {
		r.info = &Info{fset: pass.Fset, policy: new(settings.Policy)}
		r.err = fmt.Errorf("%s: report.Analyzer is missing from Requires", r.check)
	}
	return r
}

// Strict reports whether notes are wanted.
func (r *Reporter) Strict() bool { return r.info.policy.Strict() }

// Helpers reports whether the rewrite to safecreate should be the first fix.
func (r *Reporter) Helpers() bool { return r.info.policy.Helpers() }

// Secrets judges names and paths, by the words of the user too.
func (r *Reporter) Secrets() secret.Matcher { return r.info.policy.Secrets }

// Policy returns what the user set.
func (r *Reporter) Policy() *settings.Policy { return r.info.policy }

// Info returns what is known about the files of the package.
func (r *Reporter) Info() *Info { return r.info }

// InTest reports whether pos is in a test file, in a file of helpers that
// take a testing.TB, or in a package that only serves tests.
func (r *Reporter) InTest(pos token.Pos) bool { return r.info.InTest(pos) }

// Report takes a finding. The user sees it after Result, if at all.
func (r *Reporter) Report(f Finding) {
	if f.Level == 0 {
		f.Level = f.Kind.Level
	}
	file := r.file(f)
	if file == nil || file.generated || !r.view.shows(file) {
		return
	}
	shown := false
	f.Level, shown = r.info.policy.Level(r.check, f.Kind.ID, f.Level, r.info.fset.File(f.Pos).Name(), r.InTest(f.Pos))
	f.hidden = !shown
	if f.End < f.Pos {
		f.End = f.Pos
	}
	if file.rewritten {
		f.Fixes = nil
	}
	r.findings = append(r.findings, f)
}

// file returns what is known about the file of f. A finding outside the
// package, or of a kind that the check does not have, is a mistake of the
// check, which its Run turns into an error.
func (r *Reporter) file(f Finding) *fileInfo {
	if !slices.Contains(r.kinds, f.Kind) {
		r.err = cmp.Or(r.err, fmt.Errorf("%s: finding %q is not among the kinds of the check: %s", r.check, f.Kind.ID, f.Message))
		return nil
	}
	if f.Pos.IsValid() {
		if file := r.info.files[r.info.fset.File(f.Pos)]; file != nil {
			return file
		}
	}
	r.err = cmp.Or(r.err, fmt.Errorf("%s: finding %q has no position in package %s: %s", r.check, f.Kind.ID, r.pass.Pkg.Path(), f.Message))
	return nil
}

// Err returns the first mistake the check made in reporting.
func (r *Reporter) Err() error { return r.err }

// Result hands the findings to the driver, in source order, and returns what
// the check's Run must return. Only the first call reports.
func (r *Reporter) Result() *Result {
	if r.result != nil {
		return r.result
	}
	r.result = &Result{levels: make(map[key]Level)}
	var shown []Finding
	for _, f := range merge(r.findings) {
		dir := r.suppressedBy(f)
		switch {
		case dir != nil:
			r.used[dir] = true
			if !f.hidden {
				r.result.Suppressed = append(r.result.Suppressed, Suppressed{Diagnostic: r.diagnostic(f), Level: f.Level, Reason: dir.Reason})
			}
		case !f.hidden:
			shown = append(shown, f)
		}
	}
	shown = byCause(shown)
	if !r.info.policy.Strict() {
		shown = once(shown)
	}
	for _, f := range shown {
		r.emit(r.diagnostic(f), f.Level)
	}
	r.reportUnused()
	return r.result
}

func (r *Reporter) emit(d analysis.Diagnostic, level Level) {
	if r.info.policy.FoldRelated() {
		d = folded(r.pass.Fset, d)
	}
	if r.info.policy.InMessage() {
		d.Message = fmt.Sprintf("%s: %s (%s)", level, d.Message, r.rule(d.Category))
	}
	r.result.levels[keyOf(d)] = level
	r.pass.Report(d)
}

// rule is the name by which the user knows a kind.
func (r *Reporter) rule(kind string) string {
	if kind == UnusedIgnore {
		return "ignore/" + kind
	}
	return r.check + "/" + kind
}

// folded puts the related places into the message.
func folded(fset *token.FileSet, d analysis.Diagnostic) analysis.Diagnostic {
	for i, rel := range d.Related {
		sep := "; "
		if i == 0 {
			sep = " ["
		}
		pos := fset.Position(rel.Pos)
		d.Message += fmt.Sprintf("%s%s:%d: %s", sep, filepath.Base(pos.Filename), pos.Line, rel.Message)
	}
	if len(d.Related) > 0 {
		d.Message, d.Related = d.Message+"]", nil
	}
	return d
}

func (r *Reporter) diagnostic(f Finding) analysis.Diagnostic {
	return analysis.Diagnostic{
		Pos: f.Pos, End: f.End,
		Category:       f.Kind.ID,
		Message:        f.Message,
		URL:            docsURL(r.check, f.Kind.ID),
		SuggestedFixes: f.Fixes,
		Related:        f.Related,
	}
}

func (r *Reporter) suppressedBy(f Finding) *Directive {
	file := r.info.fset.File(f.Pos)
	line := file.Line(f.Pos)
	for _, d := range r.info.directives {
		if d.Problem == Fine && d.file == file && d.first <= line && line <= d.last && d.covers(r.check, f.Kind.ID) {
			return d
		}
	}
	return nil
}

// reportUnused reports the directives that name this check and suppressed
// none of its findings, those included that the user does not see.
func (r *Reporter) reportUnused() {
	for _, d := range r.info.directives {
		if d.Problem != Fine || r.used[d] {
			continue
		}
		name := d.nameOf(r.check)
		if name == "" {
			continue
		}
		if _, kind, found := strings.Cut(name, "/"); found && !r.info.policy.Declared(r.check, kind) {
			continue // the ignore check says that there is no such kind
		}
		level, shown := r.info.policy.Level("ignore", UnusedIgnore, Note, r.pass.Fset.File(d.Pos).Name(), r.InTest(d.Pos))
		if !shown {
			continue
		}
		r.emit(analysis.Diagnostic{
			Pos: d.Pos, End: d.End,
			Category: UnusedIgnore,
			Message:  fmt.Sprintf("permvet:ignore %s suppresses nothing here: remove it", name),
			URL:      docsURL("ignore", UnusedIgnore),
		}, level)
	}
}

// merge sorts findings and joins those of one kind at one place: the gravest
// speaks, the related places of all are kept.
func merge(findings []Finding) []Finding {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Pos, b.Pos), cmp.Compare(a.Kind.ID, b.Kind.ID), cmp.Compare(b.Level, a.Level))
	})
	var merged []Finding
	for _, f := range findings {
		if n := len(merged); n > 0 && merged[n-1].Pos == f.Pos && merged[n-1].Kind == f.Kind {
			merged[n-1].Related = addRelated(merged[n-1].Related, f.Related)
			merged[n-1].hidden = merged[n-1].hidden && f.hidden
			continue
		}
		merged = append(merged, f)
	}
	return merged
}

func addRelated(to, more []analysis.RelatedInformation) []analysis.RelatedInformation {
	to = slices.Clip(to)
	for _, rel := range more {
		if !slices.Contains(to, rel) {
			to = append(to, rel)
		}
	}
	return to
}
