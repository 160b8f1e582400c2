package effects

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
)

// This file decides which packages are worth the price of SSA.

// relevant reports whether the package can have an effect at all: whether it
// uses a call of the table that matters by itself, or a function of another
// package that has a summary. Most packages do not, and cost no more than this.
func relevant(pass *analysis.Pass) bool {
	if len(pass.Files) == 0 {
		return false // a driver that knows the facts gives no syntax
	}
	if onlyVariables(pass) {
		return true
	}
	known, rows := false, rowsOfUser(pass)
	for _, p := range pass.Pkg.Imports() {
		known = known || rows.Known(p.Path()) || api.KnownFields(p.Path()) || !isStd(p.Path())
	}
	if !known {
		return false
	}
	for _, obj := range pass.TypesInfo.Uses {
		if Matters(rows, obj) {
			return true
		}
		fn, ok := obj.(*types.Func)
		if !ok || fn.Pkg() == nil || fn.Pkg() == pass.Pkg || isStd(fn.Pkg().Path()) || rows.Lookup(fn) != nil {
			continue
		}
		var sum Summary
		if pass.ImportObjectFact(fn.Origin(), &sum) && sum.matters() {
			return true
		}
	}
	return false
}

// Matters reports whether the use of a function or field can be the cause of a
// finding or of a fact by itself, whatever else the package does. Drivers that
// load from source may leave out the bodies of dependencies that have none.
func Matters(rows *api.Extra, obj types.Object) bool {
	switch obj := obj.(type) {
	case *types.Var:
		return setsField(obj)
	case *types.Func:
		if row := rows.Lookup(obj); row != nil {
			return matters(row)
		}
		return api.IsRawSyscall(obj)
	}
	return false
}

// matters is Matters for a summarised function. What merely computes a name
// from another is of use only beside something else.
func (f *Summary) matters() bool {
	if len(f.Acts)+len(f.Sets) > 0 {
		return true
	}
	return slices.ContainsFunc(f.Returns, func(r Ret) bool {
		return r.Data.Taint&sources != 0 || r.Handle != "" && !value.Key(r.Handle).FromParam()
	})
}

// sources are the taints that can make a finding by themselves.
const sources = api.TaintEnviron | api.TaintGetenv | api.TaintKey | api.TaintTempDir | api.TaintHeader | api.TaintEnvFunc

// matters reports whether a row can be the cause of a finding or of a fact by
// itself. Logging and reading the clock cannot.
func matters(row *api.Call) bool {
	switch row.Does {
	case api.Source:
		return row.Taint&sources != 0
	case api.Sink:
		return row.Sink == api.Response
	case api.Write, api.Close, api.Stat, api.Serve, api.None, api.Walk, api.Connect, api.Kill, api.PinThread, api.ForkLock, api.ForkUnlock:
		return false
	}
	return true
}

// isStd reports whether a path belongs to the standard library: its first
// element has no dot and is one of the library's own. The packages of
// x/sys that the table describes call by call count too: what they could do
// says nothing about who imports them.
func isStd(path string) bool {
	if strings.HasSuffix(path, "golang.org/x/sys/unix") || strings.HasSuffix(path, "golang.org/x/sys/windows") {
		return true
	}
	first, _, _ := strings.Cut(path, "/")
	switch first {
	case "archive", "bufio", "builtin", "bytes", "cmp", "compress", "container", "context", "crypto", "database", "debug",
		"embed", "encoding", "errors", "expvar", "flag", "fmt", "go", "hash", "html", "image", "index", "internal", "io",
		"iter", "log", "maps", "math", "mime", "net", "os", "path", "plugin", "reflect", "regexp", "runtime", "slices",
		"sort", "strconv", "strings", "structs", "sync", "syscall", "testing", "text", "time", "unicode", "unique",
		"unsafe", "vendor", "weak", "C":
		return true
	}
	return false
}

// setsField reports whether the package writes or reads a field of the table.
func setsField(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.IsField() && api.MayBeField(v)
}

// rowsOfUser is the table of calls, with the rows that the user has in front of it.
func rowsOfUser(pass *analysis.Pass) *api.Extra {
	info, ok := pass.ResultOf[report.Analyzer].(*report.Info)
	if !ok {
		return nil // the table alone
	}
	return info.Policy().Rows
}
