package api

import (
	"go/constant"
	"go/types"
)

// rawSyscalls are the functions that make a system call by number, in package
// syscall and in x/sys/unix.
var rawSyscalls = map[string]bool{
	"Syscall": true, "Syscall6": true, "Syscall9": true, "SyscallNoError": true,
	"RawSyscall": true, "RawSyscall6": true, "RawSyscallNoError": true,
	"AllThreadsSyscall": true, "AllThreadsSyscall6": true,
}

// IsRawSyscall reports whether fn makes a system call by number; LookupRaw
// then tells which. The functions of the same names on Windows call procedures
// by address and are not meant.
func IsRawSyscall(fn *types.Func) bool {
	if fn == nil || fn.Pkg() == nil || !rawSyscalls[fn.Name()] || fn.Signature().Recv() != nil {
		return false
	}
	path := unvendored(fn.Pkg().Path())
	return (path+"." == std || path+"." == ext) && fn.Pkg().Scope().Lookup("SYS_EXECVE") != nil
}

// LookupRaw returns the row for the system call that fn, a function for which
// IsRawSyscall holds, makes when its first argument is trap; nil if the table
// has none.
//
// The number means what the SYS_ constant of fn's own package says. Package
// syscall is frozen and lacks the newer ones, so the constants of x/sys/unix
// are asked too when it is among consts: pass the imports of the calling
// package.
func LookupRaw(fn *types.Func, trap int64, consts ...*types.Package) *Call {
	for _, pkg := range meanings(fn, consts) {
		for _, r := range raws {
			if v, ok := constOf(pkg, r.Trap); ok && v == trap {
				return r.by(fn)
			}
		}
	}
	return nil
}

// LookupRequest returns what descriptor the call fn, a row of kind Ioctl, makes
// when its request is the given one; nil if none is known. FlagArg counts the
// arguments of Syscall. As in LookupRaw, consts are the imports of the caller.
func LookupRequest(fn *types.Func, request int64, consts ...*types.Package) *FD {
	for _, pkg := range meanings(fn, consts) {
		for _, r := range requests {
			if v, ok := constOf(pkg, r.name); ok && v == request {
				return r.fd
			}
		}
	}
	return nil
}

// requests are the ioctl requests that make descriptors.
var requests = []struct {
	name string
	fd   *FD
}{
	{"TIOCGPTPEER", cloexec("O_CLOEXEC", 4)}, // ioctl_tty(2): the argument is open flags
	{"NS_GET_USERNS", always(1)},
	{"NS_GET_PARENT", always(1)},
	{"SIOCGSKNS", always(1)},
}

// meanings are the packages whose constants may be meant by a number that is
// handed to fn.
func meanings(fn *types.Func, consts []*types.Package) []*types.Package {
	pkgs := []*types.Package{fn.Pkg()}
	for _, pkg := range consts {
		if pkg.Path()+"." == ext && pkg != fn.Pkg() {
			pkgs = append(pkgs, pkg)
		}
	}
	return pkgs
}

// by returns the row as fn makes it: AllThreadsSyscall reaches every thread.
func (r *Raw) by(fn *types.Func) *Call {
	if r.allThreads != nil && (fn.Name() == "AllThreadsSyscall" || fn.Name() == "AllThreadsSyscall6") {
		return r.allThreads
	}
	return &r.Call
}

// constOf returns the value of the integer constant name in pkg.
func constOf(pkg *types.Package, name string) (int64, bool) {
	c, ok := pkg.Scope().Lookup(name).(*types.Const)
	if !ok {
		return 0, false
	}
	return constant.Int64Val(constant.ToInt(c.Val()))
}
