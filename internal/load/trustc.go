package load

import (
	"errors"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"
)

// packageC makes a package that stands for C: it declares what cgo declares for every program, numbers, strings and
// memory. What else a program says of C is taken on trust: it has no type, and no error about it counts (see trusted).
func packageC(goos string, sizes types.Sizes) *types.Package {
	pkg := types.NewPackage("C", "C")
	long, ulong, size := types.Typ[types.Int64], types.Typ[types.Uint64], "ulong"
	if sizes.Sizeof(types.Typ[types.Uintptr]) == 4 {
		long, ulong = types.Typ[types.Int32], types.Typ[types.Uint32]
	} else if goos == "windows" {
		long, ulong, size = types.Typ[types.Int32], types.Typ[types.Uint32], "ulonglong"
	}
	c := &universeC{pkg}
	for name, t := range map[string]types.Type{
		"char": types.Typ[types.Int8], "schar": types.Typ[types.Int8], "uchar": types.Typ[types.Uint8],
		"short": types.Typ[types.Int16], "ushort": types.Typ[types.Uint16],
		"int": types.Typ[types.Int32], "uint": types.Typ[types.Uint32], "long": long, "ulong": ulong,
		"longlong": types.Typ[types.Int64], "ulonglong": types.Typ[types.Uint64],
		"float": types.Typ[types.Float32], "double": types.Typ[types.Float64],
		"uintptr_t": types.Typ[types.Uintptr],
	} {
		types.NewNamed(c.typeName(name, nil), t, nil)
	}
	for name, of := range map[string]string{
		"int8_t": "schar", "uint8_t": "uchar", "int16_t": "short", "uint16_t": "ushort", "int32_t": "int", "uint32_t": "uint",
		"int64_t": "longlong", "uint64_t": "ulonglong", "size_t": size,
	} {
		c.typeName(name, c.typ(of))
	}
	str, bytes, pointer := types.Typ[types.String], types.NewSlice(types.Typ[types.Byte]), types.Typ[types.UnsafePointer]
	char := types.NewPointer(c.typ("char"))
	c.function("CString", char, str)
	c.function("CBytes", pointer, bytes)
	c.function("GoString", str, char)
	c.function("GoStringN", str, char, c.typ("int"))
	c.function("GoBytes", bytes, pointer, c.typ("int"))
	c.function("malloc", pointer, c.typ("size_t"))
	c.function("free", nil, pointer)
	pkg.MarkComplete()
	return pkg
}

// universeC declares things in a package.
type universeC struct{ pkg *types.Package }

func (c *universeC) typ(name string) types.Type { return c.pkg.Scope().Lookup(name).Type() }

// typeName declares a type; t may be nil, to be set by types.NewNamed.
func (c *universeC) typeName(name string, t types.Type) *types.TypeName {
	obj := types.NewTypeName(token.NoPos, c.pkg, name, t)
	c.pkg.Scope().Insert(obj)
	return obj
}

func (c *universeC) function(name string, result types.Type, params ...types.Type) {
	tuple := func(list ...types.Type) *types.Tuple {
		var vars []*types.Var
		for _, t := range list {
			vars = append(vars, types.NewParam(token.NoPos, c.pkg, "", t))
		}
		return types.NewTuple(vars...)
	}
	results := tuple()
	if result != nil {
		results = tuple(result)
	}
	sig := types.NewSignatureType(nil, nil, nil, tuple(params...), results, false)
	c.pkg.Scope().Insert(types.NewFunc(token.NoPos, c.pkg, name, sig))
}

// ofC matches messages of the type checker that rest on what is taken on trust.
var ofC = regexp.MustCompile(`\bC\.\w|\binvalid type\b|not exported by package C$|^"C" imported and not used`)

// trusted reports whether an error in a package that imports "C" is about what nobody here can know.
func trusted(files []*ast.File, err error) bool {
	var te types.Error
	return errors.As(err, &te) && ofC.MatchString(te.Msg) && slices.ContainsFunc(files, importsC)
}
