package fix

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
)

// A Helper is a function of the companion library to which fixes rewrite. The
// suite does not import that library; a test proves that the names exist.
type Helper struct {
	Pkg, Name string // package below safecreate ("" for safecreate itself), function
	Params    int
	Variadic  bool
}

// SafecreatePath is the import path of the companion library.
const SafecreatePath = "github.com/permvet/permvet/safecreate"

// The helpers to which fixes may rewrite.
var (
	OpenFile       = Helper{Name: "OpenFile", Params: 3}
	Create         = Helper{Name: "Create", Params: 3, Variadic: true}
	CreateNew      = Helper{Name: "CreateNew", Params: 3, Variadic: true}
	OpenLog        = Helper{Name: "OpenLog", Params: 3, Variadic: true}
	WriteFile      = Helper{Name: "WriteFile", Params: 3}
	CreateTemp     = Helper{Name: "CreateTemp", Params: 4, Variadic: true}
	TempFile       = Helper{Name: "TempFile", Params: 1}
	CopyFS         = Helper{Name: "CopyFS", Params: 2}
	Mkdir          = Helper{Name: "Mkdir", Params: 2}
	MkdirAll       = Helper{Name: "MkdirAll", Params: 2}
	Listen         = Helper{Name: "Listen", Params: 4, Variadic: true}
	ListenUnix     = Helper{Name: "ListenUnix", Params: 4, Variadic: true}
	ListenUnixgram = Helper{Name: "ListenUnixgram", Params: 4, Variadic: true}
	Control        = Helper{Name: "Control", Params: 1}
	LockPIDFile    = Helper{Name: "LockPIDFile", Params: 3, Variadic: true}
	WritePIDFile   = Helper{Name: "WritePIDFile", Params: 1}
	Env            = Helper{Name: "Env", Params: 1, Variadic: true}
	FilterEnv      = Helper{Name: "FilterEnv", Params: 2, Variadic: true}
	Command        = Helper{Name: "Command", Params: 2, Variadic: true}
	CommandContext = Helper{Name: "CommandContext", Params: 3, Variadic: true}
	Umask          = Helper{Name: "Umask"}

	CloexecNew = Helper{Pkg: "cloexec", Name: "New", Params: 1}

	DropTo     = Helper{Pkg: "privdrop", Name: "To", Params: 4, Variadic: true}
	DropChroot = Helper{Pkg: "privdrop", Name: "Chroot", Params: 2, Variadic: true}
	NoNewPrivs = Helper{Pkg: "privdrop", Name: "NoNewPrivs"}
)

// path returns the import path and the name of the helper's package.
func (h Helper) path() (pkgpath, name string) {
	if h.Pkg == "" {
		return SafecreatePath, "safecreate"
	}
	return SafecreatePath + "/" + h.Pkg, h.Pkg
}

// Use says how to write the helper at pos, and the edits that import it.
func (h Helper) Use(pass *analysis.Pass, file *ast.File, pos token.Pos) (callee string, edits []analysis.TextEdit) {
	pkgpath, name := h.path()
	prefix, edits := AddImport(pass, file, pos, pkgpath, name, h.Name)
	return prefix + h.Name, edits
}

// HelperAvailable reports whether a rewrite to the companion library will
// build: the user asked for it, or the package already depends on it. An edit
// cannot add the requirement to go.mod.
func HelperAvailable(pass *analysis.Pass, asked bool) bool {
	return asked || imports(pass.Pkg, SafecreatePath, make(map[*types.Package]bool))
}

func imports(pkg *types.Package, path string, seen map[*types.Package]bool) bool {
	if seen[pkg] {
		return false
	}
	seen[pkg] = true
	for _, imp := range pkg.Imports() {
		if imp.Path() == path || imports(imp, path, seen) {
			return true
		}
	}
	return false
}
