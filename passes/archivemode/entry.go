package archivemode

import (
	"fmt"
	"slices"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

const (
	othersWrite = 0o002
	stickyBit   = 0o1000
)

// entries reports entries of archives that this program makes so that
// everybody may write to what is unpacked.
func entries(res *effects.Result, r *report.Reporter) {
	structs := res.Structs()
	for _, set := range structs.All {
		if set.Field.Means != api.EntryMode || !set.Own() || !set.Plain || r.InTest(set.Pos()) {
			continue
		}
		mode := res.Word(set.Value)
		if !mode.Has(othersWrite) || mode.Has(stickyBit) || !holdsContent(res, structs.Of(set, api.EntryType)) {
			continue
		}
		r.Report(report.Finding{
			Kind: worldEntry, Level: report.Warning, Pos: set.Pos(),
			Message: fmt.Sprintf("an entry goes into the archive with mode %#o, and no umask takes from it: where the archive is unpacked as root, everybody can write to it; use 0644 or 0755", mode.Ones&0o7777),
		})
	}
}

// holdsContent reports whether the entry is certainly a file or directory: the
// mode of a link means nothing.
func holdsContent(res *effects.Result, types []*effects.Setting) bool {
	return !slices.ContainsFunc(types, func(set *effects.Setting) bool {
		if set.Value == nil {
			return true
		}
		flag, ok := res.Word(set.Value).Known(0xff)
		return !ok || flag != 0 && flag != '0' && flag != '5'
	})
}
