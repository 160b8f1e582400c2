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
	path := fn.Pkg().Path()
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
	for _, r := range raws {
		if trapOf(fn.Pkg(), r.Trap) == trap {
			return r.by(fn)
		}
	}
	for _, pkg := range consts {
		if pkg.Path()+"." != ext {
			continue
		}
		for _, r := range raws {
			if trapOf(pkg, r.Trap) == trap {
				return r.by(fn)
			}
		}
	}
	return nil
}

// by returns the row as fn makes it: AllThreadsSyscall reaches every thread.
func (r *Raw) by(fn *types.Func) *Call {
	if r.allThreads != nil && (fn.Name() == "AllThreadsSyscall" || fn.Name() == "AllThreadsSyscall6") {
		return r.allThreads
	}
	return &r.Call
}

// trapOf returns the value of the constant name in pkg, or -1.
func trapOf(pkg *types.Package, name string) int64 {
	c, ok := pkg.Scope().Lookup(name).(*types.Const)
	if !ok {
		return -1
	}
	v, ok := constant.Int64Val(constant.ToInt(c.Val()))
	if !ok {
		return -1
	}
	return v
}
