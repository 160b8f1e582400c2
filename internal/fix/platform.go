package fix

import (
	"go/ast"
	"go/build/constraint"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// systems are the operating systems for which Go builds.
var systems = []string{
	"aix", "android", "darwin", "dragonfly", "freebsd", "illumos", "ios", "js",
	"linux", "netbsd", "openbsd", "plan9", "solaris", "wasip1", "windows",
}

// unixSystems satisfy the build tag unix.
var unixSystems = []string{
	"aix", "android", "darwin", "dragonfly", "freebsd", "illumos", "ios",
	"linux", "netbsd", "openbsd", "solaris",
}

// alsoTag maps a system to a second tag that it satisfies.
var alsoTag = map[string]string{"android": "linux", "illumos": "solaris", "ios": "darwin"}

// architectures are the words that can end a file name, after the system.
var architectures = map[string]bool{
	"386": true, "amd64": true, "arm": true, "arm64": true, "loong64": true, "mips": true, "mips64": true,
	"mips64le": true, "mipsle": true, "ppc64": true, "ppc64le": true, "riscv64": true, "s390x": true, "wasm": true,
}

// Builds returns the systems for which the file is built, as far as can be
// told: by its //go:build line, its name, the packages of golang.org/x/sys
// that it imports, and the Linux-only names that the package uses in files
// which would be built with it. A fix must compile on all of them.
func Builds(pass *analysis.Pass, file *ast.File) []string {
	list := Selected(pass, file)
	for _, f := range pass.Files {
		lacks := missing(pass, f)
		if lacks == nil || len(list) == 0 {
			continue
		}
		with := Selected(pass, f)
		list = slices.DeleteFunc(list, func(goos string) bool { return slices.Contains(with, goos) && lacks(goos) })
	}
	return list
}

// AllHave reports whether has is true for each of the systems, and there is
// one at all.
func AllHave(gooses []string, has func(goos string) bool) bool {
	return len(gooses) > 0 && !slices.ContainsFunc(gooses, func(goos string) bool { return !has(goos) })
}

// Selected returns the systems for which go build selects the file, by its name
// and its //go:build line.
func Selected(pass *analysis.Pass, file *ast.File) []string {
	name := filepath.Base(pass.Fset.PositionFor(file.Package, true).Filename)
	expr := buildLine(file)
	var list []string
	for _, goos := range systems {
		if nameAllows(name, goos) && (expr == nil || canHold(expr, goos)) {
			list = append(list, goos)
		}
	}
	return list
}

func buildLine(file *ast.File) constraint.Expr {
	for _, group := range file.Comments {
		for _, c := range group.List {
			if c.Pos() < file.Package && constraint.IsGoBuild(c.Text) {
				if expr, err := constraint.Parse(c.Text); err == nil {
					return expr
				}
			}
		}
	}
	return nil
}

// nameAllows judges name_GOOS.go, name_GOOS_GOARCH.go and their tests.
func nameAllows(name, goos string) bool {
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".go"), "_test")
	words := strings.Split(name, "_")
	if n := len(words); n > 1 && architectures[words[n-1]] {
		words = words[:n-1]
	}
	n := len(words)
	if n < 2 || !slices.Contains(systems, words[n-1]) {
		return true
	}
	return satisfies(goos, words[n-1])
}

func satisfies(goos, tag string) bool {
	return goos == tag || alsoTag[goos] == tag || tag == "unix" && slices.Contains(unixSystems, goos)
}

// canHold reports whether the constraint can be true on goos, whatever the
// architecture and the user's tags.
func canHold(expr constraint.Expr, goos string) bool {
	yes, _ := outcomes(expr, goos)
	return yes
}

// outcomes reports whether expr can be true and can be false on goos.
func outcomes(expr constraint.Expr, goos string) (yes, no bool) {
	switch e := expr.(type) {
	case *constraint.NotExpr:
		yes, no = outcomes(e.X, goos)
		return no, yes
	case *constraint.AndExpr:
		xYes, xNo := outcomes(e.X, goos)
		yYes, yNo := outcomes(e.Y, goos)
		return xYes && yYes, xNo || yNo
	case *constraint.OrExpr:
		xYes, xNo := outcomes(e.X, goos)
		yYes, yNo := outcomes(e.Y, goos)
		return xYes || yYes, xNo && yNo
	case *constraint.TagExpr:
		if e.Tag != "unix" && !slices.Contains(systems, e.Tag) {
			return true, true
		}
		holds := satisfies(goos, e.Tag)
		return holds, !holds
	}
	return true, true
}

// missing returns what tells on which systems something that the file uses is
// known to be missing; nil for most files, which use nothing of the kind.
func missing(pass *analysis.Pass, file *ast.File) func(goos string) bool {
	var unix, windows, sys bool
	for _, spec := range file.Imports {
		switch strings.Trim(spec.Path.Value, "`\"") {
		case "golang.org/x/sys/unix":
			unix = true
		case "golang.org/x/sys/windows":
			windows = true
		case "syscall":
			sys = true
		}
	}
	if !unix && !windows && !sys {
		return nil
	}
	linux := (unix || sys) && usesLinuxOnly(pass.TypesInfo, file)
	return func(goos string) bool {
		return unix && !slices.Contains(unixSystems, goos) || windows && goos != "windows" || linux && !satisfies(goos, "linux")
	}
}

// usesLinuxOnly reports whether the file names something that syscall or
// x/sys/unix has for Linux alone.
func usesLinuxOnly(info *types.Info, file *ast.File) bool {
	found := false
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && !found {
			obj := info.Uses[sel.Sel]
			found = obj != nil && obj.Pkg() != nil &&
				(obj.Pkg().Path() == "golang.org/x/sys/unix" || obj.Pkg().Path() == "syscall") &&
				isLinuxOnly(obj.Name())
		}
		return !found
	})
	return found
}

// linuxOnly are names of syscall and x/sys/unix that no other system has, the
// usual ones in programs that are for Linux without saying so.
var linuxOnly = []string{
	"Capget", "Capset", "Cloneflags", "EpollCreate", "EpollCreate1", "EpollCtl",
	"EpollWait", "Eventfd", "FanotifyInit", "Gettid", "InotifyAddWatch", "InotifyInit", "InotifyInit1",
	"IN_CLOEXEC", "IN_CREATE", "IN_MODIFY", "IN_NONBLOCK", "KeyctlString", "MNT_DETACH", "MS_BIND", "MS_MOVE",
	"MS_PRIVATE", "MS_REC", "MS_SLAVE", "MemfdCreate", "MountSetattr", "MoveMount",
	"NameToHandleAt", "O_TMPFILE", "OpenByHandleAt", "OpenHow", "OpenTree", "Openat2", "PerfEventOpen",
	"PidfdOpen", "PidfdSendSignal", "PivotRoot", "Prctl", "Renameat2", "Setns", "Signalfd",
	"Tgkill", "TimerfdCreate", "UMOUNT_NOFOLLOW", "Unshare",
}

// linuxOnlyPrefixes begin families of such names.
var linuxOnlyPrefixes = []string{"CLONE_NEW", "EPOLL_", "MFD_", "NETLINK_", "PR_SET_", "RESOLVE_"}

func isLinuxOnly(name string) bool {
	return slices.Contains(linuxOnly, name) ||
		slices.ContainsFunc(linuxOnlyPrefixes, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}
