package cloexec

import (
	"fmt"
	"strings"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/passes/effects"
)

// message says what happens, who gains what, until when, and what to do.
func (j *judge) message(e *effects.Effect, v verdict) string {
	name := e.CallName()
	mend := j.mend(e)
	if v.kind == race {
		return fmt.Sprintf("close-on-exec is set only after %s returned: a child forked concurrently inherits the %s; %s", name, v.what.noun, mend)
	}
	return fmt.Sprintf("%s: %s; %s", j.lack(e, name), j.harm(v), mend)
}

// lack says why the descriptor is not close-on-exec.
func (j *judge) lack(e *effects.Effect, name string) string {
	switch {
	case e.Row.FD != nil && e.FD == e.Row.FD.Inner:
		return fmt.Sprintf("%s without %s among the flags of its events", name, e.FD.Flag)
	case e.Row.Does == api.Fcntl:
		return name + " with F_DUPFD"
	case e.FD.Flag != "" && e.CloseOnExec != 0:
		return fmt.Sprintf("%s without %s", name, e.FD.Flag)
	case e.FD.Flag != "":
		return fmt.Sprintf("%s cannot set close-on-exec on %s", name, j.res.GOOS)
	}
	return name + " cannot set close-on-exec"
}

// harm says who gets the descriptor, and until when.
func (j *judge) harm(v verdict) string {
	noun := v.what.noun
	switch {
	case v.life.Fate&effects.Given != 0 && !v.life.Pair:
		return fmt.Sprintf("the child it is passed to gets a duplicate, and every other child inherits the %s", noun)
	case v.inFlight():
		return fmt.Sprintf("a child forked before it is closed inherits the %s", noun)
	case v.life.Fate&effects.Stored != 0:
		return fmt.Sprintf("every child inherits the %s, which is stored and stays open", noun)
	case v.life.Fate&effects.Async != 0:
		return fmt.Sprintf("every child inherits the %s, which a goroutine keeps open", noun)
	case v.life.Fate&(effects.Returned|effects.Captured) != 0:
		return fmt.Sprintf("every child inherits the %s, which is returned and stays open", noun)
	case v.life.Spawn != nil:
		return fmt.Sprintf("the child started while it is open inherits the %s", noun)
	}
	return fmt.Sprintf("every child inherits the %s", noun)
}

// mend says what to do about it.
func (j *judge) mend(e *effects.Effect) string {
	pkg := e.Callee.Pkg()
	if !e.Own() || pkg == nil {
		if strings.HasPrefix(e.Row.Name, "SYS_") {
			return "add " + e.FD.Flag
		}
		return "add " + flagName(api.PackageOf(e.Row.Name), e.FD.Flag)
	}
	switch {
	case e.Row.Does == api.Fcntl:
		return "use F_DUPFD_CLOEXEC"
	case e.FD.Flag != "" && e.CloseOnExec != 0:
		if api.IsRawSyscall(e.Callee) {
			return "add " + e.FD.Flag
		}
		return "add " + flagName(pkg.Path(), e.FD.Flag)
	case e.FD.Sibling != "" && has(e.FD.SiblingGOOS, j.res.GOOS):
		return fmt.Sprintf("use %s with %s", e.FD.Sibling, e.FD.SiblingFlag)
	case waits(e):
		return "call CloseOnExec on it at once"
	case j.dupsWithFcntl(e):
		return "use fcntl with F_DUPFD_CLOEXEC"
	}
	return "hold syscall.ForkLock for reading around it and syscall.CloseOnExec"
}

// flagName qualifies a constant by the last element of its package's path.
func flagName(path, name string) string { return effects.ShortName(path + "." + name) }

// dupsWithFcntl reports whether e duplicates a descriptor and has no sibling in
// its own package.
func (j *judge) dupsWithFcntl(e *effects.Effect) bool {
	return e.Row.Does == api.NewFD && e.What == api.AnyObject && e.Row.Handle == 1 && e.FD.Flag == "" && e.FD.Sibling == "" && !e.FD.NoAtomic
}
