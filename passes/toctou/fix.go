package toctou

import (
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/passes/effects"
)

// exclusive makes a creation fail when the object is there.
func (j *judge) exclusive(m *effects.Effect) []analysis.SuggestedFix {
	call := j.res.CallExpr(m)
	if call == nil || !m.Own() || m.Row.RawMode || m.Row.Library() {
		return nil
	}
	file := j.res.File(call.Pos())
	prefix, edits := fix.AddImport(j.pass, file, call.Pos(), "os", "os", "O_EXCL")
	row := m.Row
	switch {
	case row.Flags > 0 && int(row.Flags) <= len(call.Args):
		edits = append(edits, fix.OrFlag(call.Args[row.Flags-1], prefix+"O_EXCL")...)
	case row.Moded != "" && len(call.Args) == int(row.Path):
		renamed, ok := fix.Rename(call.Fun, row.Moded)
		if !ok {
			return nil
		}
		var flags []string
		for _, flag := range append(strings.Split(row.FixedFlags, "|"), "O_EXCL") {
			if flag != "O_TRUNC" { // a new file is empty
				flags = append(flags, prefix+flag)
			}
		}
		mode := "0o" + strconv.FormatUint(uint64(row.Fixed), 8)
		edits = append(edits, renamed...)
		edits = append(edits, fix.Insert(call.Args[len(call.Args)-1].End(), ", "+strings.Join(flags, "|")+", "+mode)...)
	default:
		return nil
	}
	return []analysis.SuggestedFix{{Message: "Fail if the file exists (O_EXCL)", TextEdits: edits}}
}

// unfollowed replaces a call by the sibling that does not follow links.
func (j *judge) unfollowed(e *effects.Effect) []analysis.SuggestedFix {
	call := j.res.CallExpr(e)
	if call == nil || !e.Own() || e.Row.Unfollowed == "" {
		return nil
	}
	edits, ok := fix.Rename(call.Fun, e.Row.Unfollowed)
	if !ok {
		return nil
	}
	return []analysis.SuggestedFix{{Message: "Use " + e.Row.Unfollowed + ", which changes the link itself", TextEdits: edits}}
}
