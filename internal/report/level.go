package report

import "github.com/permvet/permvet/internal/meta"

// Level says how sure and how grave a finding is.
type Level = meta.Level

// The levels, from the lowest.
const (
	Note    = meta.Note
	Warning = meta.Warning
	Error   = meta.Error
)

// Kind describes one kind of finding of a check.
type Kind = meta.Kind
