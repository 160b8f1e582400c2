package effects

import (
	"go/types"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/eval"
	"github.com/permvet/permvet/passes/effects/internal/flow"
	"golang.org/x/tools/go/ssa"
)

// descriptorEffects completes the effect of a row that makes, duplicates,
// receives or marks descriptors. A call that makes both an object and a
// descriptor is two effects.
func (s *scanner) descriptorEffects(e *Effect, fn *types.Func, args []ssa.Value) []*Effect {
	row := e.Row
	switch row.Does {
	case api.Fcntl:
		return s.fcntl(e, fn)
	case api.Ioctl:
		return s.ioctl(e, fn, args)
	case api.SetFD:
		return s.inheritable(e)
	case api.Receive:
		if row.FD.Always {
			return []*Effect{e}
		}
		s.setFD(e, fn, args, row.FD)
		return []*Effect{e}
	}
	if row.FD.Always && row.FD.InheritArg == 0 {
		if e.Result != "" {
			s.Made(e.Result, value.Text{})
		} else if row.FD.Result != 0 {
			s.Made(eval.ResultKey(e.Instr, int(row.FD.Result)-1), value.Text{})
		}
		if row.Does == api.NewFD {
			return nil
		}
		return []*Effect{e}
	}
	if row.Does == api.NewFD {
		s.setFD(e, fn, args, row.FD)
		return append([]*Effect{e}, s.innerFD(e, fn, args)...)
	}
	fd := *e
	fd.Kind = api.NewFD
	fd.ModeArg, fd.Mode = nil, value.Word{}
	s.setFD(&fd, fn, args, row.FD)
	if e.Result == "" {
		e.Result = fd.Result
	}
	return []*Effect{e, &fd}
}

// setFD fills in what decides close-on-exec: the flag word and the bit in it.
// Of a Windows handle the word tells whether it is inheritable.
func (s *scanner) setFD(e *Effect, fn *types.Func, args []ssa.Value, fd *api.FD) {
	e.FD = fd
	if fd.Result != 0 {
		e.Result = eval.ResultKey(e.Instr, int(fd.Result)-1)
	} else if fd.Out != 0 {
		e.Result = s.Key(eval.Arg(fn, args, int(fd.Out)))
	}
	e.Flags, e.FlagsArg = value.Const(0), nil
	at, field := fd.FlagArg, fd.FlagField
	if fd.InheritArg != 0 {
		at, field = fd.InheritArg, fd.InheritField
	}
	if at != 0 {
		e.FlagsArg = eval.Arg(fn, args, int(at))
		switch {
		case flow.IsNil(e.FlagsArg):
		case field != "":
			e.Flags = s.fieldWord(e.FlagsArg, field, e.Instr)
		default:
			e.Flags = s.Word(e.FlagsArg)
		}
	}
	e.CloseOnExec = s.flag(fn, fd.Flag)
	if fd.Flag == "O_CLOEXEC" && e.Bits == (OpenBits{}) && e.What == api.File {
		e.Bits = openBits(fn.Pkg())
	}
}

// flag returns the value of a flag constant in the callee's package, or for a
// raw system call in x/sys/unix, which knows more of them.
func (s *scanner) flag(fn *types.Func, name string) uint64 {
	if v, ok := constOf(fn.Pkg(), name); ok {
		return v
	}
	if api.IsRawSyscall(fn) {
		for _, p := range s.pass.Pkg.Imports() {
			if v, ok := constOf(p, name); ok && api.Known(p.Path()) {
				return v
			}
		}
	}
	return 0
}

// innerFD is the effect of the descriptors that arrive through the one made.
func (s *scanner) innerFD(e *Effect, fn *types.Func, args []ssa.Value) []*Effect {
	if e.FD.Inner == nil {
		return nil
	}
	in := *e
	s.setFD(&in, fn, args, e.FD.Inner)
	in.Result, in.What = "", api.File
	return []*Effect{&in}
}

// fieldWord evaluates the field of a structure, or pointer to one, that is an
// argument of c.
func (s *scanner) fieldWord(v ssa.Value, field string, c ssa.CallInstruction) value.Word {
	if v == nil {
		return value.Word{}
	}
	return s.JoinWords(s.Follow(v, "."+field, c), fieldType(v.Type(), field))
}

// fieldType is the type of a field of a structure or a pointer to one; the
// structure's own if there is no such field.
func fieldType(t types.Type, field string) types.Type {
	for i := 0; ; i++ {
		switch f := eval.FieldOf(t, i); {
		case f == nil:
			return t
		case f.Name() == field:
			return f.Type()
		}
	}
}

// fcntl derives from the command what a call of fcntl does.
func (s *scanner) fcntl(e *Effect, fn *types.Func) []*Effect {
	cmd, ok := e.Flags.Known(0xffffffff)
	if !ok {
		return []*Effect{e}
	}
	is := func(name string) bool {
		v, ok := constOf(fn.Pkg(), name)
		return ok && v == cmd
	}
	switch {
	case is("F_DUPFD"):
		e.Kind, e.Result, e.FD = api.NewFD, eval.ResultKey(e.Instr, 0), e.Row.FD
		e.Flags, e.CloseOnExec = value.Const(0), 1
	case is("F_DUPFD_CLOEXEC"):
		s.Made(eval.ResultKey(e.Instr, 0), value.Text{})
		return nil
	case is("F_SETFD"):
		switch {
		case e.Value.Has(1):
			e.Kind = api.SetFD
		case e.Value.Lacks(1):
			e.Kind = api.ClearFD
		}
	}
	return []*Effect{e}
}

// ioctl derives from the request whether a descriptor appears.
func (s *scanner) ioctl(e *Effect, fn *types.Func, args []ssa.Value) []*Effect {
	request, ok := e.Flags.Known(^uint64(0))
	if !ok {
		return []*Effect{e}
	}
	fd := api.LookupRequest(fn, int64(request), s.pass.Pkg.Imports()...)
	switch {
	case fd == nil:
		return []*Effect{e}
	case fd.Always || !api.IsRawSyscall(fn):
		s.Made(eval.ResultKey(e.Instr, 0), value.Text{})
		return []*Effect{e}
	}
	made := *e
	made.Kind = api.NewFD
	s.setFD(&made, fn, args, fd)
	return []*Effect{e, &made}
}

// inheritable tells the two directions of the call that marks a Windows handle
// apart. Others that mark have no such argument.
func (s *scanner) inheritable(e *Effect) []*Effect {
	if e.Row.FD == nil || e.Row.FD.InheritFlag == "" {
		return []*Effect{e}
	}
	e.FD = e.Row.FD
	bit := s.flag(e.Callee, e.FD.InheritFlag)
	switch {
	case bit == 0 || !e.Flags.Has(bit):
		return nil
	case e.Value.Has(bit):
		e.Kind = api.ClearFD
	case !e.Value.Lacks(bit):
		return nil
	}
	return []*Effect{e}
}
