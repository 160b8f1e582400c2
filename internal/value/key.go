package value

import (
	"strconv"
	"strings"
)

// A Key names a value of which nothing else is known. Values with the same key are
// taken for equal. Its text is a place and selectors:
//
//	#0              the first parameter of a declared function, or its receiver
//	f$1#0           the first parameter of the literal f$1
//	f:t3            the register t3 of the function f
//	f:t3!0          the first result of the call t3 in f
//	pkg.Name        a package variable
//	const 42        a constant
//	pkg.F(#0)       what a getter returns
//	#0.dir          a field, #0[const 1] an element
//	#0^dir          something computed from the value: see the selectors below
//
// Only keys that start with a parameter of a declared function mean something to
// callers. Facts and values hold keys as strings; this file has all that reads or
// writes their text.
type Key string

// The selectors of what is computed from a value.
const (
	DirPart  = "^dir"  // the directory of a path
	BasePart = "^base" // the last element of a path
	NamePart = "^name" // the path that a file was opened with
)

// ParamKey names parameter i of a declared function.
func ParamKey(i int) Key { return Key("#" + strconv.Itoa(i)) }

// LiteralParamKey names parameter i of a function literal.
func LiteralParamKey(fn string, i int) Key { return Key(fn + "#" + strconv.Itoa(i)) }

// LocalKey names a register of a function.
func LocalKey(fn, register string) Key { return Key(fn + ":" + register) }

// ResultOf names result i of the call that the key names.
func (k Key) ResultOf(i int) Key { return k + Key("!"+strconv.Itoa(i)) }

// Field names a field of the value.
func (k Key) Field(name string) Key { return k + "." + Key(name) }

// Part names what is computed from the value: part is a selector.
func (k Key) Part(part string) Key { return k + Key(part) }

// Param splits a key that starts with a parameter of a declared function into its
// number and what is selected of it.
func (k Key) Param() (i int, sel string, ok bool) {
	rest, found := strings.CutPrefix(string(k), "#")
	if !found {
		return 0, "", false
	}
	end := 0
	for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
		end++
	}
	i, err := strconv.Atoi(rest[:end])
	sel = rest[end:]
	if err != nil || sel != "" && sel[0] != '.' && sel[0] != '^' {
		return 0, "", false
	}
	return i, sel, true
}

// IsParam reports whether the key is a parameter itself, not a part of one.
func (k Key) IsParam() bool {
	_, sel, ok := k.Param()
	return ok && sel == ""
}

// FromParam reports whether the key starts with a parameter of a declared
// function, so that callers know what it is.
func (k Key) FromParam() bool { return strings.HasPrefix(string(k), "#") }

// NamesParam reports whether a parameter is part of the key, of a declared
// function or of a literal.
func (k Key) NamesParam() bool { return strings.Contains(string(k), "#") }

// IsLocal reports whether the key belongs to one function and means nothing
// outside it.
func (k Key) IsLocal() bool { return strings.Contains(string(k), ":") }

// IsResult reports whether the key is, or is part of, what a call returns.
func (k Key) IsResult() bool { return strings.Contains(string(k), "!") }

// IsDir reports whether the key is the directory of a path.
func (k Key) IsDir() bool { return strings.HasSuffix(string(k), DirPart) }

// InLiteral turns the key of a literal's parameter into that of a parameter; ok is
// false for other keys.
func (k Key) InLiteral(fn string) (Key, bool) {
	rest, ok := strings.CutPrefix(string(k), fn+"#")
	return Key("#" + rest), ok
}
