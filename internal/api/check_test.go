package api

import (
	"fmt"
	"go/types"
	"strings"
)

// misfits are functions that exist on a system with another signature there,
// so that no row can describe them.
var misfits = map[string]string{
	"golang.org/x/sys/unix.Mkdir": "aix", // has a directory descriptor first
}

// check returns what is wrong with row in the real packages: where it exists
// though it should not or the reverse, and roles that point at an argument of
// another type.
func check(row *Call, worlds map[string]world) []string {
	var bad []string
	complain := func(goos, format string, args ...any) {
		bad = append(bad, fmt.Sprintf("%s on %s: %s", row.Name, goos, fmt.Sprintf(format, args...)))
	}
	seen := false
	for _, s := range systems {
		w := worlds[s.goos]
		if w[PackageOf(row.Name)] == nil {
			continue
		}
		fn := w.find(row.Name)
		switch {
		case fn == nil && row.On(s.goos):
			complain(s.goos, "does not exist")
		case fn != nil && !row.On(s.goos) && misfits[row.Name] != s.goos:
			complain(s.goos, "exists but GOOS does not name it")
		case fn != nil && row.On(s.goos):
			seen = true
			checkRoles(row, fn, func(format string, args ...any) { complain(s.goos, format, args...) })
			if row.FD != nil {
				checkFD(row.FD, fn, s.goos, func(format string, args ...any) { complain(s.goos, format, args...) })
			}
			checkFixedFlags(row, fn, w, func(format string, args ...any) { complain(s.goos, format, args...) })
		}
	}
	if !seen {
		complain("every system", "does not resolve")
	}
	return append(bad, checkShape(row)...)
}

// checkShape tests what needs no packages.
func checkShape(row *Call) []string {
	var bad []string
	if row.Why == "" {
		bad = append(bad, row.Name+": no Why")
	}
	if row.Does == None || row.Does == ClearFD || row.Does == Open && row.Flags != 0 {
		bad = append(bad, row.Name+": its kind never stands in a row")
	}
	for _, goos := range strings.Fields(row.GOOS) {
		if !knownSystem(goos) {
			bad = append(bad, row.Name+": unknown system "+goos)
		}
	}
	if row.Mode != 0 && row.HasFixed && row.ModeField == "" {
		bad = append(bad, row.Name+": Mode and Fixed contradict each other")
	}
	if strings.Contains(row.FixedFlags, "O_CREAT") != (row.Does == Create) && row.FixedFlags != "" {
		bad = append(bad, row.Name+": its kind contradicts its fixed flags")
	}
	if row.Does == Create && row.What == File && row.Mode == 0 && !row.HasFixed {
		bad = append(bad, row.Name+": creates a file with no mode")
	}
	if row.HasFixed && row.Path == 0 && row.Dir == 0 && row.Network == 0 && row.Mode == 0 && row.PathResult == 0 && !row.Library() {
		bad = append(bad, row.Name+": a mode without an object")
	}
	if row.Fixed != 0 && !row.HasFixed {
		bad = append(bad, row.Name+": Fixed without HasFixed")
	}
	if row.Does == Cred && row.Cred == nil || row.Does == Source && row.Taint == 0 || row.Does == Sink && row.Sink == NoSink {
		bad = append(bad, row.Name+": its kind needs its details")
	}
	if (row.Does == NewFD || row.Does == Dup) && row.FD == nil {
		bad = append(bad, row.Name+": makes a descriptor but FD is nil")
	}
	return bad
}

func knownSystem(goos string) bool {
	for _, s := range systems {
		if s.goos == goos {
			return true
		}
	}
	return false
}

// checkFD proves the descriptor part: constants and siblings exist on exactly
// the systems that the row names.
func checkFD(fd *FD, fn *types.Func, goos string, complain func(string, ...any)) {
	scope := fn.Pkg().Scope()
	if fd.Result != 0 && (int(fd.Result) > fn.Signature().Results().Len() || !isDescriptor(fn.Signature().Results().At(int(fd.Result)-1).Type())) {
		complain("FD.Result %d is no descriptor: %s", fd.Result, fn.Signature())
	}
	if typ := argType(fn, fd.Out); fd.Out != 0 && (typ == nil || !isOut(typ)) {
		complain("FD.Out %d is of type %v", fd.Out, typ)
	}
	if fd.Flag != "" {
		_, has := scope.Lookup(fd.Flag).(*types.Const)
		if want := fd.FlagGOOS == "" || hasWord(fd.FlagGOOS, goos); has != want {
			complain("constant %s exists: %t, the row says %t", fd.Flag, has, want)
		}
		typ := argType(fn, fd.FlagArg)
		if typ == nil || fd.FlagField == "" && !isInteger(typ) || fd.FlagField != "" && field(typ, fd.FlagField) == nil {
			complain("FlagArg %d is of type %v", fd.FlagArg, typ)
		}
	}
	if fd.Sibling != "" {
		_, has := scope.Lookup(fd.Sibling).(*types.Func)
		if fd.SiblingFlag != "" {
			_, flag := scope.Lookup(fd.SiblingFlag).(*types.Const)
			has = has && flag
		}
		if want := fd.SiblingGOOS == "" || hasWord(fd.SiblingGOOS, goos); has != want {
			complain("sibling %s with %s exists: %t, the row says %t", fd.Sibling, fd.SiblingFlag, has, want)
		}
	}
	if fd.Inner != nil {
		checkFD(fd.Inner, fn, goos, complain)
	}
	if fd.InheritArg != 0 {
		typ := argType(fn, fd.InheritArg)
		switch {
		case typ == nil:
			complain("InheritArg %d does not exist", fd.InheritArg)
		case fd.InheritField != "" && field(typ, fd.InheritField) == nil:
			complain("InheritArg has no field %s: %s", fd.InheritField, typ)
		case fd.InheritFlag != "" && scope.Lookup(fd.InheritFlag) == nil:
			complain("no constant %s", fd.InheritFlag)
		case fd.InheritField == "" && fd.InheritFlag == "" && !isBasic(typ, types.IsBoolean):
			complain("InheritArg %d is of type %s", fd.InheritArg, typ)
		}
	}
}

// checkFixedFlags resolves the names of fixed flags in the call's own package
// or, for calls above the system, in os.
func checkFixedFlags(row *Call, fn *types.Func, w world, complain func(string, ...any)) {
	if row.FixedFlags == "" {
		return
	}
	for _, name := range strings.Split(row.FixedFlags, "|") {
		if fn.Pkg().Scope().Lookup(name) == nil && w["os"].Scope().Lookup(name) == nil {
			complain("FixedFlags names %s, which does not exist", name)
		}
	}
}
