package effects

import (
	"go/constant"
	"go/types"
	"strings"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/eval"
	"github.com/permvet/permvet/passes/effects/internal/flow"
	"golang.org/x/tools/go/ssa"
)

// openBits reads the flags from the callee's own package.
func openBits(pkg *types.Package) OpenBits {
	c := func(names ...string) uint64 {
		for _, n := range names {
			if v, ok := constOf(pkg, n); ok {
				return v
			}
		}
		return 0
	}
	bits := OpenBits{
		Creat: c("O_CREATE", "O_CREAT"), Excl: c("O_EXCL"), Trunc: c("O_TRUNC"), Append: c("O_APPEND"),
		NoFollow: c("O_NOFOLLOW"), Directory: c("O_DIRECTORY"), Path: c("O_PATH"), Tmpfile: c("O_TMPFILE"),
	}
	if bits.NoFollow == 0 && pkg != nil {
		for _, p := range pkg.Imports() { // package os leaves it to syscall
			if v, ok := constOf(p, "O_NOFOLLOW"); ok {
				bits.NoFollow = v
			}
		}
	}
	return bits
}

// openPackage returns the package that has the open flags of a call: the call's
// own, or one that this imports, as io/ioutil does os.
func openPackage(pkg *types.Package) *types.Package {
	if _, own := constOf(pkg, "O_RDONLY"); own || pkg == nil {
		return pkg
	}
	for _, p := range pkg.Imports() {
		if _, ok := constOf(p, "O_RDONLY"); ok {
			return p
		}
	}
	return pkg
}

// fixedFlags evaluates the flags that a call fixes; unknown where the package
// does not have them all.
func fixedFlags(pkg *types.Package, names string) value.Word {
	var bits uint64
	for _, name := range strings.Split(names, "|") {
		v, ok := constOf(pkg, name)
		if !ok {
			return value.Word{}
		}
		bits |= v
	}
	return value.Const(bits)
}

// constOf returns an integer constant of a package.
func constOf(pkg *types.Package, name string) (uint64, bool) {
	if pkg == nil {
		return 0, false
	}
	c, ok := pkg.Scope().Lookup(name).(*types.Const)
	if !ok || c.Val().Kind() != constant.Int {
		return 0, false
	}
	return uintOf(c.Val())
}

// rowEffects turns a call of the table into its effects. Most rows are one;
// a call that makes an object and a descriptor is two.
func (s *scanner) rowEffects(c ssa.CallInstruction, fn *types.Func, args []ssa.Value, row *api.Call) []*Effect {
	if row.Does == api.ForkLock || row.Does == api.ForkUnlock {
		if !s.isForkLock(eval.Arg(fn, args, int(row.Handle))) {
			return nil
		}
	}
	e := s.rowEffect(c, fn, args, row)
	if row.FD == nil && row.Does != api.Fcntl && row.Does != api.Ioctl {
		return []*Effect{e}
	}
	return s.descriptorEffects(e, fn, args)
}

func (s *scanner) rowEffect(c ssa.CallInstruction, fn *types.Func, args []ssa.Value, row *api.Call) *Effect {
	e := &Effect{Row: row, Instr: c, Callee: fn}
	e.Kind, e.What, e.Act.Row = row.Does, row.What, row.Name
	at := func(a api.Arg) ssa.Value { return eval.Arg(fn, args, int(a)) }
	if row.Path != 0 {
		e.PathArg = at(row.Path)
		e.Object.Path = s.relative(s.pathArg(e.PathArg, c), at(row.DirFD), row.DirFD)
		if row.Drivers != "" {
			e.Object.Path = e.Object.Path.DataSource()
		}
	}
	if row.NewPath != 0 {
		e.Other = s.pathArg(at(row.NewPath), c)
	}
	if row.Handle != 0 {
		e.Object.Handle = s.Key(at(row.Handle))
	}
	switch {
	case row.ModeField != "":
		e.Mode = s.fieldWord(at(row.Mode), row.ModeField, c)
	case row.Mode != 0:
		e.ModeArg = at(row.Mode)
		e.Mode = s.Word(e.ModeArg)
	case row.HasFixed:
		e.Mode = value.Const(uint64(row.Fixed))
	}
	if row.Flags != 0 {
		e.FlagsArg = at(row.Flags)
		if row.FD != nil && row.FD.FlagField != "" && row.FD.FlagArg == row.Flags {
			e.Flags = s.fieldWord(e.FlagsArg, row.FD.FlagField, c)
		} else {
			e.Flags = s.Word(e.FlagsArg)
		}
	}
	if row.FixedFlags != "" {
		e.Flags = fixedFlags(openPackage(fn.Pkg()), row.FixedFlags)
	}
	if row.Value != 0 {
		e.Value = s.Word(at(row.Value))
	}
	if row.ID != 0 {
		e.Value, e.Real, e.Saved = s.Word(at(row.ID)), s.Word(at(row.RealID)), s.Word(at(row.SavedID))
		e.DataArg = at(row.ID)
		e.Data = s.Data(e.DataArg)
	}
	if v := at(row.Name_); v != nil {
		e.Name = s.Path(v)
	}
	if v := at(row.Network); v != nil {
		e.Name = s.Path(v)
	}
	s.rowData(e, fn, args, row)
	s.sink(e, at(row.Handle), c)
	s.rowResult(e, c, row)
	if row.Does == api.Create {
		e.Bits = openBits(openPackage(fn.Pkg()))
		e.decide()
	}
	if row.Hook != "" {
		e.Mode = s.hooked(e, at(api.Recv))
	}
	switch row.Does {
	case api.Bind:
		if hasName(at(row.Path)) {
			e.Name = value.Lit("unix")
		}
	case api.Command:
		e.Name = s.pathArg(at(row.Path), c)
		e.Program = s.Program(at(row.Path))
		e.Env = s.commandEnv(e.Result, c)
	case api.Spawn, api.Exec:
		if row.Path != 0 {
			e.Name = e.Object.Path
			e.Program = s.Program(at(row.Path))
		}
		if row.Env != 0 {
			e.Env = s.envArg(at(row.Env), c)
		}
	}
	return e
}

func (s *scanner) rowData(e *Effect, fn *types.Func, args []ssa.Value, row *api.Call) {
	at := row.Data
	if at == 0 {
		at = row.Argv
	}
	if at == 0 {
		return
	}
	e.DataArg = eval.Arg(fn, args, int(at))
	e.Data = s.Data(e.DataArg)
	if row.Variadic {
		for i := int(at) + 1; ; i++ {
			v := eval.Arg(fn, args, i)
			if v == nil {
				break
			}
			e.Data = value.Union(e.Data, s.Data(v))
		}
	}
}

func (s *scanner) rowResult(e *Effect, c ssa.CallInstruction, row *api.Call) {
	if row.Result != 0 {
		e.Result = eval.ResultKey(c, int(row.Result)-1)
	}
	if row.PathResult != 0 {
		e.Object.Path = value.Of(value.Unique, eval.ResultKey(c, int(row.PathResult)-1))
	} else if row.What == api.TempFile && e.Result != "" {
		e.Object.Path = value.Of(value.Unique, e.Result)
	}
}

// decide sets the mode that a library takes where it is told none, and the kind
// of an open by its flags: Create where O_CREAT is certain, Open where it is
// certainly absent.
func (e *Effect) decide() {
	if e.Kind != api.Create && e.Kind != api.Open || e.Row == nil {
		return
	}
	if v, ok := e.Mode.Known(^uint64(0)); ok && v == 0 && e.Row.ModeField != "" && e.Row.HasFixed {
		e.Mode = value.Const(uint64(e.Row.Fixed))
	}
	if e.Row.Flags == 0 {
		return
	}
	creat := e.Bits.Creat
	if creat == 0 {
		return
	}
	e.Kind = api.Create
	switch {
	case e.Flags.Has(creat), e.Bits.Tmpfile != 0 && e.Flags.Has(e.Bits.Tmpfile):
		e.May = false
	case e.Flags.Lacks(creat):
		e.Kind, e.May = api.Open, false
	default:
		e.May = true
	}
}

// isForkLock reports whether a mutex is syscall.ForkLock.
func (s *scanner) isForkLock(v ssa.Value) bool {
	g, ok := v.(*ssa.Global)
	return ok && g.Name() == "ForkLock" && g.Pkg != nil && g.Pkg.Pkg.Path() == "syscall"
}

// pathArg evaluates an argument that names an object: a string, or an address
// structure whose Name is one.
func (s *scanner) pathArg(v ssa.Value, c ssa.CallInstruction) value.Text {
	if v == nil {
		return value.Text{}
	}
	v = concrete(v)
	if b, ok := v.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
		return s.Path(v)
	}
	if hasName(v) {
		in := &instance{s: s, call: c}
		return in.argPath(v, ".Name")
	}
	return value.Opaque(s.Key(v))
}

// concrete is the value that was made an interface.
func concrete(v ssa.Value) ssa.Value {
	if mi, ok := v.(*ssa.MakeInterface); ok {
		return mi.X
	}
	return v
}

// hasName reports whether v is an address with a name: those of families other
// than Unix sockets are numbers.
func hasName(v ssa.Value) bool {
	t := concrete(v).Type()
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for i := range st.NumFields() {
		if st.Field(i).Name() == "Name" {
			return true
		}
	}
	return false
}

// relative puts a path below the directory descriptor or *os.Root that it is
// relative to.
func (s *scanner) relative(p value.Text, dir ssa.Value, role api.Arg) value.Text {
	if role == 0 || dir == nil {
		return p
	}
	if w, ok := s.Word(dir).Known(0xffffffff); ok && int32(w) < 0 { // AT_FDCWD
		return p
	}
	if len(p.Prefix()) > 0 && p.Prefix()[0] == '/' {
		return p
	}
	base := s.NameOf(dir)
	return value.JoinPath(base, p)
}

// commandEnv finds what is stored in the Env of a command.
func (s *scanner) commandEnv(cmd string, c ssa.CallInstruction) Env {
	stores := s.Stores(c.Parent())[cmd+".Env"]
	if len(stores) == 0 {
		return Env{Set: value.No}
	}
	env := Env{Set: value.Yes}
	for _, st := range stores {
		env.Data = value.Union(env.Data, s.Data(st.Val))
		if flow.IsNil(st.Val) {
			env.Set = value.Unknown
		}
	}
	return env
}

// envArg evaluates an environment argument: a list, or a ProcAttr with one.
func (s *scanner) envArg(v ssa.Value, c ssa.CallInstruction) Env {
	if v == nil {
		return Env{}
	}
	if _, ok := v.Type().Underlying().(*types.Slice); ok {
		if flow.IsNil(v) {
			return Env{Set: value.No}
		}
		return Env{Set: value.Yes, Data: s.Data(v)}
	}
	sl := s.Follow(v, ".Env", c)
	if len(sl.Vals) == 0 && sl.Key == "" {
		return Env{Set: value.No}
	}
	return Env{Set: value.Yes, Data: s.SlotData(sl)}
}
