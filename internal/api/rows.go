package api

import (
	"slices"
	"strings"
)

// Lists of systems for the GOOS field of a row.
const (
	all      = ""
	windows  = "windows"
	linux    = "linux"
	darwin   = "darwin"
	bsds     = "dragonfly freebsd netbsd openbsd"
	macBSD   = "darwin " + bsds
	linBSD   = "linux " + bsds
	noSun    = "linux " + macBSD                 // the systems without a System V heritage
	noAIX    = noSun + " solaris"                // every Unix but AIX
	noDarwin = linBSD + " solaris"               // the systems with the atomic close-on-exec calls
	unixes   = "aix " + noAIX                    // every Unix
	setres   = "dragonfly freebsd linux openbsd" // setresuid
	absent   = "-"                               // sys: the package lacks the call
)

// The packages whose calls are alike.
const (
	std = "syscall."
	ext = "golang.org/x/sys/unix."
	win = "golang.org/x/sys/windows."
)

// rows turns literals into rows; the names are full names.
func rows(calls ...Call) []*Call {
	out := make([]*Call, len(calls))
	for i := range calls {
		out[i] = &calls[i]
	}
	return out
}

// each gives the same description to several functions of one package or type:
// each("log.", "Print Printf", c).
func each(prefix, names string, c Call) []*Call {
	var out []*Call
	for _, name := range strings.Fields(names) {
		c.Name = prefix + name
		row := c
		out = append(out, &row)
	}
	return out
}

// sys gives the same description to the functions of that name in package
// syscall, on the systems inStd, and in x/sys/unix, on the systems inExt, where
// all is every Unix.
func sys(names, inStd, inExt string, c Call) []*Call {
	var out []*Call
	for _, in := range []struct{ pkg, goos string }{{std, inStd}, {ext, inExt}} {
		if in.pkg == ext && in.goos == all {
			in.goos = unixes
		}
		if in.goos != absent {
			c.GOOS = in.goos
			out = append(out, each(in.pkg, names, c)...)
		}
	}
	return out
}

// join is slices.Concat under a name that says what it does here.
func join(groups ...[]*Call) []*Call { return slices.Concat(groups...) }

// cloexec describes a descriptor in the first result that inherits unless flag
// is given in argument arg.
func cloexec(flag string, arg Arg) *FD { return &FD{Result: 1, Flag: flag, FlagArg: arg} }

// always describes a descriptor in the given result that is always
// close-on-exec.
func always(result Arg) *FD { return &FD{Result: result, Always: true} }
