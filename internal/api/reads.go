package api

import "go/types"

// readRows are fields whose value, when read, comes from outside: the mode in
// an archive's header, the mode in the kernel's encoding.
var readRows = map[string]map[string]Taint{
	"archive/tar.Header":                    {"Mode": TaintHeader},
	"archive/zip.FileHeader":                {"ExternalAttrs": TaintHeader},
	"syscall.Stat_t":                        {"Mode": TaintRawMode},
	"golang.org/x/sys/unix.Stat_t":          {"Mode": TaintRawMode},
	"golang.org/x/sys/unix.Statx_t":         {"Mode": TaintRawMode},
	"github.com/cavaliergopher/cpio.Header": {"Mode": TaintHeader},
}

// TaintOfField returns what reading the field of a struct, or of a pointer to
// one, yields.
func TaintOfField(t types.Type, field string) Taint {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil {
		return 0
	}
	return readRows[n.Obj().Pkg().Path()+"."+n.Obj().Name()][field]
}
