package report

import "fmt"

// Level says how sure and how grave a finding is.
type Level uint8

const (
	// Note is hygiene; it is shown only with -strict.
	Note Level = iota
	// Warning is a race, or wrong under a plausible umask or deployment.
	Warning
	// Error is wrong whatever the umask and the deployment.
	Error
)

// String returns "note", "warning" or "error", the words of SARIF.
func (l Level) String() string {
	switch l {
	case Note:
		return "note"
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	return fmt.Sprintf("level(%d)", uint8(l))
}

// Kind describes one kind of finding of a check. The documentation pages and
// the rule lists of the output formats are made from it.
type Kind struct {
	ID      string // such as "world-writable": Category and anchor of the docs page
	Level   Level  // the usual level; a single finding may differ
	CWE     string // such as "CWE-732", or empty
	Summary string // one line, what is wrong
}
