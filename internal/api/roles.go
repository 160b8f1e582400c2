package api

import "go/types"

// The predicates say which types a role may have.

func isAny(types.Type) bool { return true }

func isBasic(t types.Type, info types.BasicInfo) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&info != 0
}

func isString(t types.Type) bool  { return isBasic(t, types.IsString) }
func isInteger(t types.Type) bool { return isBasic(t, types.IsInteger) }
func isOption(t types.Type) bool  { return isBasic(t, types.IsString|types.IsInteger|types.IsBoolean) }

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

func isNamed(t types.Type, names ...string) bool {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return false
	}
	for _, name := range names {
		if named.Obj().Name() == name {
			return true
		}
	}
	return false
}

// isPath: a name, a socket address, or UTF-16 on Windows.
func isPath(t types.Type) bool {
	p, ok := t.(*types.Pointer)
	return isString(t) || isNamed(t, "Sockaddr", "UnixAddr") || ok && types.Identical(p.Elem(), types.Typ[types.Uint16])
}

func isDirFD(t types.Type) bool { return isInteger(t) || isNamed(t, "Root") }

func isFileMode(t types.Type) bool { return isNamed(t, "FileMode") }

func isMode(t types.Type) bool { return isInteger(t) || isNamed(t, "OpenHow") }

// isFlags: a word that is no mode, or the struct that holds it.
func isFlags(t types.Type) bool {
	return isInteger(t) && !isFileMode(t) || isNamed(t, "OpenHow")
}

func isValue(t types.Type) bool {
	return isInteger(t) || isBasic(t, types.IsBoolean) || isNamed(t, "Flock_t", "CapUserData", "Signal")
}

// isHandle: anything but text.
func isHandle(t types.Type) bool { return !isString(t) && !isStrings(t) && !isFileMode(t) }

func isStrings(t types.Type) bool {
	s, ok := t.Underlying().(*types.Slice)
	return ok && isString(s.Elem())
}

func isEnv(t types.Type) bool { return isStrings(t) || isNamed(t, "ProcAttr") }

func isID(t types.Type) bool {
	s, ok := t.Underlying().(*types.Slice)
	return isInteger(t) || ok && isInteger(s.Elem())
}

// isDescriptor: a number, two of them, or what wraps one.
func isDescriptor(t types.Type) bool {
	a, ok := t.Underlying().(*types.Array)
	return isInteger(t) || ok && isInteger(a.Elem()) || isNamed(t, "File", "KCMClone")
}

// isOut: what a call can write descriptors to, or the number that a duplicate
// gets.
func isOut(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Slice, *types.Pointer:
		return true
	}
	return isInteger(t)
}

// field returns the field of the struct that t is or points at.
func field(t types.Type, name string) *types.Var {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	for f := range s.Fields() {
		if f.Name() == name {
			return f
		}
	}
	return nil
}
