//go:build linux

package main

// What a daemon's life rests on, broken one at a time: giving up root, descriptors, and the
// example that uses all of it.
var daemonMutants = []mutant{
	// Every thread, every right.
	{"privdrop/threads_linux.go", "func (t threads) keep() { kept.Store(t.root) }", "func (t threads) keep() {}", "TestChroot$|LeavesNothing"},
	{"privdrop/threads_linux.go", "return want.check(parseStatus(content))", "_ = content\n\t\treturn nil", "NamesTheThread"},
	{"privdrop/threads_linux.go", "if err == nil && uint32(st.Type) != procMagic", "if false && uint32(st.Type) != procMagic", "WithoutProc"},
	{"privdrop/threads_linux.go", "if t.root != nil {\n\t\tt.root.Close()", "if t.root != nil {\n\t\t_ = t.root", "TestChroot$"},
	{"privdrop/threads_linux.go", "if t.kept {", "if false {", "TestChroot$"},
	{"privdrop/threads_linux.go", "if seen == 0 {", "if false {", "NeedsAThread"},
	{"privdrop/threads_linux.go", "\"CapEff\", \"CapInh\", ", "\"CapEff\", ", "NamesWhatIsLeft"},
	{"privdrop/threads_linux.go", "sets = append(sets, \"CapBnd\")", "_ = sets", "NamesWhatIsLeft"},
	{"privdrop/caps_linux.go", "AllThreadsSyscall(syscall.SYS_CAPSET,", "RawSyscall(syscall.SYS_CAPSET,", "LeavesNothing"},
	{"privdrop/caps_linux.go", "for capability := uintptr(0); ;", "for capability := uintptr(1); ;", "TestTo$"},
	{"privdrop/caps_linux.go", "case syscall.ENOTSUP, syscall.EPERM:", "case syscall.ENOTSUP:", "WithoutSetpcap"},
	{"privdrop/privdrop.go", "if err := setNoNewPrivs(); err != nil {", "if err := error(nil); err != nil {", "TestTo$"},
	{"privdrop/privdrop.go", "if err := syscall.Setgroups(groupList(gid, groups)); err != nil {", "if err := error(nil); err != nil {", "TestTo$"},
	{"privdrop/privdrop.go", "uid <= 0 || gid <= 0 ||", "uid < 0 || gid < 0 ||", "ToRefuses"},
	{"privdrop/option.go", "o.allowSetuid = true", "o.allowSetuid = false", "AllowSetuid"},

	// No way out of the jail.
	{"privdrop/chroot.go", "if err := pathcheck.Check(dir, ours...); err != nil {", "if err := pathcheck.Check(\"/\", ours...); err != nil {", "ChecksThePath"},
	{"privdrop/chroot.go", "if fi.Mode().Perm()&0o022 != 0 {", "if false {", "ChecksThePath"},
	{"privdrop/chroot.go", "if err := checkDescriptors(); err != nil {", "if err := error(nil); err != nil {", "InheritableDirectory"},
	{"privdrop/chroot_linux.go", "if got.Dev != want.Dev || got.Ino != want.Ino {", "if false {", "NoThreadBehind"},
	{"privdrop/user.go", "gid != found.GID && !slices", "!slices", "TestLookup$"},

	// Descriptors.
	{"cloexec/flags.go", "flags|syscall.MSG_CMSG_CLOEXEC", "flags", "Recvmsg"},
	{"cloexec/flags.go", "recvflags &^ syscall.MSG_CMSG_CLOEXEC", "recvflags", "Recvmsg"},
	{"cloexec/dup2_linux.go", "syscall.O_CLOEXEC", "0", "Dup2"},
	{"cloexec/from_linux.go", "const number = 436", "const number = 437", "CloseRangeNumber"},
	{"fdtest/fdtest.go", "if errors.Is(err, errors.ErrUnsupported) {", "if err != nil || errors.Is(err, errors.ErrUnsupported) {", "CannotLook"},

	// A daemon's whole life.
	{"example/daemon/start.go", "cloexec.From(3)", "cloexec.From(300)", "TestLife"},
	{"example/daemon/start.go", "ours, safecreate.Group(group)); err", "ours); err", "TestLife"},
	{"example/daemon/start.go", "safecreate.NewLog(c.log(), 0o640, owner, own)", "safecreate.NewLog(c.log(), 0o640)", "TestLife"},
	{"example/daemon/start.go", "s.log.Redirect(os.Stdout, os.Stderr)", "s.log.Redirect(os.Stdout)", "TestLife"},
	{"example/daemon/start.go", "return s.user.To()", "return nil", "TestLife"},
	{"example/daemon/start.go", "mayStay(s.pid.Close())", "s.pid.Close()", "TestLife"},
	{"example/daemon/start.go", "time.Now().Zone()", "_ = time.Now", "OrderOfSystemCalls"},
	{"example/daemon/run.go", "safecreate.Env(s.user.Env()...)", "safecreate.Env()", "TestLife"},
}
