package api

import (
	"fmt"
	"go/types"
	"strings"
)

// Prove returns what is wrong with a row in the package that declares its call: it does not exist there, or a role
// points at an argument of another type. The table's own rows are proved by the tests, a user's when their package
// is loaded.
func Prove(row *Call, pkg *types.Package) []string {
	fn := find(pkg, row.Name)
	if fn == nil {
		return []string{fmt.Sprintf("package %s has no %s", pkg.Path(), strings.ReplaceAll(row.Name, pkg.Path()+".", ""))}
	}
	var bad []string
	checkRoles(row, fn, func(format string, args ...any) { bad = append(bad, fmt.Sprintf(format, args...)) })
	return bad
}

// Declares reports whether the package has a function or method of the full name.
func Declares(pkg *types.Package, fullName string) bool { return find(pkg, fullName) != nil }

// find resolves the full name of a function or method in its package, or returns nil.
func find(pkg *types.Package, fullName string) *types.Func {
	if pkg == nil {
		return nil
	}
	name := fullName[strings.LastIndexByte(fullName, '.')+1:]
	var obj types.Object
	if recv, isMethod := strings.CutPrefix(fullName, "("); isMethod {
		recv = recv[:strings.IndexByte(recv, ')')]
		typ, ok := pkg.Scope().Lookup(recv[strings.LastIndexByte(recv, '.')+1:]).(*types.TypeName)
		if !ok {
			return nil
		}
		obj, _, _ = types.LookupFieldOrMethod(typ.Type(), true, pkg, name)
	} else {
		obj = pkg.Scope().Lookup(name)
	}
	fn, _ := obj.(*types.Func)
	if fn == nil || fn.FullName() != fullName {
		return nil
	}
	return fn
}

// A role is one Arg of a row with the types that it may point at.
type role struct {
	name string
	arg  Arg
	ok   func(types.Type) bool
}

func roles(row *Call) []role {
	return []role{
		{"Default", row.Default, isOption}, {"Into", row.Into, isPointer}, {"Path", row.Path, isPath}, {"NewPath", row.NewPath, isPath}, {"Dir", row.Dir, isString},
		{"DirFD", row.DirFD, isDirFD}, {"Mode", row.Mode, isMode}, {"Flags", row.Flags, isFlags},
		{"Value", row.Value, isValue}, {"Handle", row.Handle, isHandle}, {"Data", row.Data, isAny},
		{"Name_", row.Name_, isString}, {"Network", row.Network, isString}, {"Argv", row.Argv, isStrings},
		{"Env", row.Env, isEnv}, {"ID", row.ID, isID}, {"RealID", row.RealID, isInteger},
		{"SavedID", row.SavedID, isInteger}, {"GID", row.GID, isInteger},
	}
}

func checkRoles(row *Call, fn *types.Func, complain func(string, ...any)) {
	for _, r := range roles(row) {
		if r.arg == 0 {
			continue
		}
		typ := argType(fn, r.arg)
		if typ == nil {
			complain("%s is argument %d, which it does not have: %s", r.name, r.arg, fn.Signature())
		} else if !r.ok(typ) {
			complain("%s is argument %d of type %s", r.name, r.arg, typ)
		}
	}
	results := fn.Signature().Results().Len()
	if int(row.Result) < 0 || int(row.Result) > results {
		complain("Result is %d of %d", row.Result, results)
	}
	if row.PathResult != 0 && (int(row.PathResult) > results || !isString(fn.Signature().Results().At(int(row.PathResult)-1).Type())) {
		complain("PathResult is %d: %s", row.PathResult, fn.Signature())
	}
	if row.Variadic {
		last := Arg(fn.Signature().Params().Len())
		if from := max(row.Data, row.Argv); !fn.Signature().Variadic() || from < 1 || from > last {
			complain("Variadic, but neither Data nor Argv reaches the variadic argument: %s", fn.Signature())
		}
	}
	if row.Temp != "" {
		temp, _ := fn.Pkg().Scope().Lookup(row.Temp).(*types.Func)
		if temp == nil || !isString(argType(temp, 1)) || !isString(argType(temp, 2)) {
			complain("there is no %s that takes a directory and a pattern", row.Temp)
		}
	}
	if row.Hook != "" {
		if f := field(argType(fn, Recv), row.Hook); f == nil || !strings.HasSuffix(f.Type().String(), "c syscall.RawConn) error") {
			complain("the receiver has no function %s that gets a syscall.RawConn", row.Hook)
		}
	}
	if row.Mode == 0 {
		return
	}
	mode := argType(fn, row.Mode)
	if row.ModeField != "" {
		f := field(mode, row.ModeField)
		if f == nil {
			complain("%s has no field %s", mode, row.ModeField)
			return
		}
		mode = f.Type()
	}
	if row.RawMode == isFileMode(mode) {
		complain("RawMode is %t but the mode's type is %s", row.RawMode, mode)
	}
}

// argType returns the type of an argument, or nil if there is none.
func argType(fn *types.Func, arg Arg) types.Type {
	sig := fn.Signature()
	switch {
	case arg == Recv && sig.Recv() != nil:
		return sig.Recv().Type()
	case arg >= 1 && int(arg) <= sig.Params().Len():
		return types.Unalias(sig.Params().At(int(arg) - 1).Type())
	}
	return nil
}
