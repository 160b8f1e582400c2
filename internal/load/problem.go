package load

import (
	"cmp"
	"errors"
	"fmt"
	"go/scanner"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// A Problem says in one line why a package is not analyzed.
type Problem struct {
	Package  string         // its ID; empty for a pattern that matches nothing
	Pattern  string         // that pattern
	Position token.Position // where known
	Message  string         // one line, with the remedy
}

func (p Problem) String() string {
	if p.Position.Filename == "" {
		return p.Message
	}
	return fmt.Sprintf("%s: %s", p.Position, p.Message)
}

func (p Problem) compare(q Problem) int {
	return cmp.Or(
		cmp.Compare(p.Position.Filename, q.Position.Filename),
		cmp.Compare(p.Position.Line, q.Position.Line),
		cmp.Compare(p.Position.Column, q.Position.Column),
		cmp.Compare(p.Message, q.Message),
	)
}

// SortProblems puts problems in order of position and leaves out doubles: a package and its test variant fail alike.
func SortProblems(list []Problem) []Problem {
	slices.SortStableFunc(list, Problem.compare)
	return slices.CompactFunc(list, func(a, b Problem) bool { return a.compare(b) == 0 })
}

// notAnalyzed ends the messages about a package that exists but does not compile.
func notAnalyzed(p *packages.Package) string {
	return fmt.Sprintf(" (%s is not analyzed until it compiles)", p.PkgPath)
}

// listProblem tells the first error of the go command about p.
func listProblem(p *packages.Package) *Problem {
	e := p.Errors[0]
	for _, other := range p.Errors { // one with a position says more
		if e.Pos == "" || e.Pos == "-" {
			e = other
		}
	}
	msg := oneLine(e.Msg)
	if strings.Contains(msg, "does not contain main module") {
		msg += "; run permvet in the directory of a go.mod file, or below it"
	}
	if len(p.GoFiles) > 0 {
		msg += notAnalyzed(p)
	}
	return &Problem{Package: p.ID, Position: parsePosition(e.Pos), Message: msg}
}

func syntaxProblem(p *packages.Package, name string, err error) *Problem {
	var list scanner.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		return &Problem{Package: p.ID, Position: list[0].Pos, Message: oneLine(list[0].Msg) + notAnalyzed(p)}
	}
	return &Problem{Package: p.ID, Position: token.Position{Filename: name}, Message: oneLine(err.Error()) + notAnalyzed(p)}
}

func typeProblem(p *packages.Package, err error) *Problem {
	var te types.Error
	if !errors.As(err, &te) {
		return &Problem{Package: p.ID, Message: oneLine(err.Error()) + notAnalyzed(p)}
	}
	return &Problem{Package: p.ID, Position: te.Fset.Position(te.Pos), Message: oneLine(te.Msg) + notAnalyzed(p)}
}

// resolve finds the types of an import. A missing one is reported in the go command's words, which name the remedy.
func resolve(p *packages.Package, path string) (*types.Package, error) {
	dep := p.Imports[path]
	switch {
	case dep == nil:
		return nil, errors.New("the go command does not list it; try go mod tidy")
	case len(dep.Errors) > 0 && len(dep.CompiledGoFiles) == 0:
		return nil, errors.New(oneLine(dep.Errors[0].Msg))
	case dep.Types == nil:
		return nil, errors.New("it could not be type-checked")
	}
	return dep.Types, nil
}

// unmatched reports the patterns with wildcards that match none of the packages. The go command only warns of most
// of them, and the warning does not arrive here.
func unmatched(dir string, patterns []string, roots []*packages.Package) []Problem {
	if len(patterns) == 0 {
		patterns = []string{"."}
	}
	var problems []Problem
	for _, pattern := range patterns {
		if strings.Contains(pattern, "...") && !slices.ContainsFunc(roots, matcher(dir, pattern)) || len(roots) == 0 {
			problems = append(problems, Problem{
				Pattern: pattern,
				Message: pattern + ": matches no packages; name a directory with Go files, an import path, or ./... for all below this directory",
			})
		}
	}
	return problems
}

// matcher returns a function that tells whether a package is one that the pattern names, by directory or import
// path. A package that only stands for an error about the pattern counts too: the error is reported anyway.
func matcher(dir, pattern string) func(*packages.Package) bool {
	if local := strings.HasPrefix(pattern, ".") || filepath.IsAbs(pattern); local {
		path := pattern
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		expr := wildcard(path)
		return func(p *packages.Package) bool {
			return len(p.Errors) > 0 && strings.Contains(p.Errors[0].Msg, pattern) ||
				len(p.GoFiles) > 0 && expr.MatchString(filepath.ToSlash(filepath.Dir(p.GoFiles[0])))
		}
	}
	expr := wildcard(pattern)
	return func(p *packages.Package) bool { return expr.MatchString(p.PkgPath) }
}

// wildcard reads "..." as any string, and a final "/..." also as nothing.
func wildcard(pattern string) *regexp.Regexp {
	expr := strings.ReplaceAll(regexp.QuoteMeta(filepath.ToSlash(pattern)), `\.\.\.`, `.*`)
	if rest, ok := strings.CutSuffix(expr, `/.*`); ok {
		expr = rest + `(/.*)?`
	}
	return regexp.MustCompile(`^` + expr + `$`)
}

var positionRE = regexp.MustCompile(`^(.*?)(?::(\d+))?(?::(\d+))?$`)

// parsePosition reads file:line:col as the go command writes it; all but the file may be missing.
func parsePosition(s string) token.Position {
	m := positionRE.FindStringSubmatch(s)
	if m == nil || m[1] == "-" {
		return token.Position{}
	}
	line, _ := strconv.Atoi(m[2]) // zero means unknown, as in token.Position
	col, _ := strconv.Atoi(m[3])
	return token.Position{Filename: m[1], Line: line, Column: col}
}

// oneLine folds a message of several lines into one.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
