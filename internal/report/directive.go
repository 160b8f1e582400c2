package report

import (
	"regexp"
	"strings"
	"unicode"
)

// directivePrefix begins a suppression. Like every Go directive it has no
// space after the slashes, so gofmt leaves it alone and godoc hides it.
const directivePrefix = "//permvet:ignore"

// A Problem says why a directive suppresses nothing.
type Problem uint8

const (
	// Fine means that the directive is well formed.
	Fine Problem = iota
	// MissingReason means that nobody said why the finding is acceptable.
	MissingReason
	// MissingCheck means that no check, or something that cannot be a
	// check's name, was named.
	MissingCheck
	// SpaceBefore means "// permvet:ignore", which is prose to Go.
	SpaceBefore
)

// parsed is the text of a directive taken apart.
type parsed struct {
	Names   []string // "check" or "check/kind"
	Reason  string
	Problem Problem
}

// parseDirective takes the text of a comment, slashes included. ok tells
// whether it is, or was meant to be, a directive.
func parseDirective(text string) (d parsed, ok bool) {
	rest, ok := strings.CutPrefix(text, directivePrefix)
	if !ok {
		return spacedDirective(text)
	}
	if rest != "" && !unicode.IsSpace(rune(rest[0])) {
		return parsed{}, false // a longer word, not ours
	}
	d.Names, d.Reason = cutNames(strings.TrimSpace(withoutComment(rest)))
	switch {
	case len(d.Names) == 0:
		d.Problem = MissingCheck
	case d.Reason == "":
		d.Problem = MissingReason
	}
	return d, true
}

var innerComment = regexp.MustCompile(`[\s\v\x{85}\p{Z}]//`)

// withoutComment cuts off a comment inside the comment: it is no reason. The
// slashes of a URL are not the beginning of one.
func withoutComment(s string) string {
	if at := innerComment.FindStringIndex(s); at != nil {
		return s[:at[0]]
	}
	return s
}

// spacedDirective recognises "// permvet:ignore …", a common slip.
func spacedDirective(text string) (parsed, bool) {
	body, ok := strings.CutPrefix(text, "//")
	if !ok {
		return parsed{}, false
	}
	word, _, _ := strings.Cut(strings.TrimLeft(body, " \t"), " ")
	if body == "" || strings.TrimSpace(word) != strings.TrimPrefix(directivePrefix, "//") {
		return parsed{}, false
	}
	return parsed{Problem: SpaceBefore}, true
}

// cutNames splits "a,b/c why" into the names and the rest. A space after a
// comma is accepted. If one name is malformed there are no names.
func cutNames(s string) (names []string, rest string) {
	for {
		word := s
		if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
			word = s[:i]
		}
		s = strings.TrimSpace(s[len(word):])
		more := strings.HasSuffix(word, ",")
		for name := range strings.SplitSeq(strings.TrimSuffix(word, ","), ",") {
			if !validName(name) {
				return nil, ""
			}
			names = append(names, name)
		}
		if !more || s == "" {
			return names, s
		}
	}
}

// validName accepts "check" and "check/kind".
func validName(s string) bool {
	check, kind, found := strings.Cut(s, "/")
	return validWord(check) && (!found || validWord(kind))
}

func validWord(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
			return false
		}
	}
	return s != ""
}
