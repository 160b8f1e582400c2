//go:build linux

package main

// The promises, broken one at a time.
var mutants = []mutant{
	// Identity: what was made is held.
	{"place.go", "if !isStill(a.dir, a.base, a.fi) {\n\t\treturn nil", "if false {\n\t\treturn nil", "Owned|CloseRemovesOnlyItsOwn"},
	{"owned.go", "setUnlink(l, false)", "setUnlink(l, true)", "SecondClose|TestOwned|AfterChroot"},
	{"owned.go", "return errors.Join(removeErr, err)", "return errors.Join(err)", "CloseAfterDrop"},
	{"owned.go", "if !l.keep.Load() {", "if true {", "SetUnlinkOnClose"},
	{"listen_unix.go", "return nil, nil, at.abandon(err)", "return nil, nil, err", "FailedListen"},
	{"listen_unix.go", "bound.remove()", "_ = bound", "FailedListen"},
	{"listen_unix.go", "|| !o.ours.made(fi) {\n\t\treturn nil, fmt.Errorf(\"socket file", "{\n\t\treturn nil, fmt.Errorf(\"socket file", "SocketOfSomebodyElse"},
	{"place.go", "if err := a.dir.Remove(a.base); err != nil {", "if err := os.Remove(a.dir.Name() + \"/\" + a.base); err != nil {", "AfterChroot|Chdir"},
	{"hold_unix.go", "if h.fd < 0 {", "if false {", "TestPIDFile$"},

	// Pid files.
	{"lock.go", "0o600)\n\tif err == nil && !created", "0o644)\n\tif err == nil && !created", "ReadersLockNothing|NeedsRights|LockDeadline"},
	{"lock.go", "case !isNamed(l.dir, l.base, l.f):", "case false:", "Churn"},
	{"lock.go", "case !locked:", "case !locked && false:", "EightStarters|EightProcesses"},
	{"pidfile.go", "held = e == nil && !shared", "held = e != nil || shared || true", "WaitsForAQuestion"},
	{"pidfile.go", "return nil, &RunningError{name, readPID(at)}", "return nil, &RunningError{name, 0}", "TestPIDFile$|KilledProcess"},
	{"pidfile.go", "if e := p.lock.removeName(); err == nil {", "if e := error(nil); err == nil {", "Churn|AfterChroot"},
	{"pidfile.go", "held, err := hold(lock.f)", "held, err := &heldFile{fd: 1 << 20}, error(nil)", "SurvivesGC|KilledProcess|TestPIDFile"},
	{"pidfile.go", "quick.given |= optNoSync", "_ = quick", "PIDFileDoesNotSync"},
	{"pidfile.go", "return err == nil && !shared, err", "return err == nil && shared, err", "IsRunning|WaitPIDFile"},

	// Owners.
	{"sys_unix.go", "&& uid != 0 && !slices.Contains(o, uid) {", "&& uid != 0 && false {", "OfOthers|Obstacles|TakesOver"},
	{"sys_unix.go", "&& uid != 0 && !slices.Contains(o, uid) {", "&& uid != 0 {", "TakesOver"},
	{"write.go", "if err == nil && o.ours.isRoots(fi) {", "if false {", "FilesOfRoot"},
	{"write.go", "if gid < 0 && oldGID != ownGID {", "if gid < 0 && oldGID != ownGID && false {", "KeepsGroup"},
	{"write.go", "if uid < 0 && p.o.has(optKeepOwner) && oldUID != ownUID {", "if uid < 0 && oldUID != ownUID && false {", "KeepsGroup"},
	{"write.go", "if err != nil && uid < 0 && !p.o.has(optGroup) && p.perm&0o070 == 0", "if err != nil", "CannotBeKept"},
	{"write.go", "o.ours = o.ours.with(fi)", "_ = fi", "WhereOwnersChange"},
	{"write.go", "err = o.ours.check(fi)\n\t\t}\n\t\tat.dir", "err = error(nil)\n\t\t}\n\t\tat.dir", "FollowLink"},
	{"guard.go", "return perm & 0o700", "return perm", "GroupAtBirth"},
	{"listen_unix.go", "birth = 0\n", "birth = perm\n", "GroupAtBirth"},
	{"option.go", "if o.given&^known != 0 {", "if false {", "OptionsThatDoNothing"},

	// Modes.
	{"guard.go", "if err := f.Chmod(perm | keep); err != nil {", "if err := f.Chmod(perm|keep|0o111); err != nil {", "ExactMode"},
	{"guard.go", "case got == want:", "case got.Perm() == want.Perm() || got == want:", "KeepsSetgid"},
	{"guard.go", "want := have&perm | keptBits(fi)", "want := perm | keptBits(fi)", "NotWidened|MkdirAllExisting"},
	{"mkdir.go", "err != io.EOF && !o.has(optNarrow) {", "false && err != io.EOF {", "MkdirAllExisting|SystemDirectories"},
	{"mkdir.go", "if isShared(o.tree(), name, fi) {", "if false {", "SystemDirectories|MkdirAllRefuses"},
	{"mkdir.go", "if err != nil && fi.IsDir() {", "if false {", "WhereOwnersChange|KeepsSetgid"},
	{"mkdir.go", "err != io.EOF {\n\t\treturn ErrReplaced // ours", "err != io.EOF && false {\n\t\treturn ErrReplaced // ours", "DoesNotOpenUpAnother"},
	{"socket_linux.go", "return setSocketMode(fd, perm) }", "return nil }", "NeverWider"},
	{"socket_linux.go", "return chmodPath(bound.pin, perm, func() error { return bound.chmodIn(perm) })", "return os.Chmod(bound.dir.Name()+\"/\"+bound.base, perm)", "SwappedDirectory"},
	{"listen.go", "if err == nil && perm&^fs.ModePerm != 0 {", "if false {", "AddressesWithoutFile|BadPerm"},
	{"listen.go", "if err == nil && isUnixNetwork(network) && isAbstract(address) {", "if err == nil && !isUnixNetwork(network) && isAbstract(address) {", "AddressesWithoutFile"},

	// Copies.
	{"copyfs.go", "|| !os.SameFile(fi, now) {", "|| now == nil {", "CopyFSWhile"},
	{"copyfs.go", "c.entries(dir, path, from); err != nil || !made {", "c.entries(dir, path, from); err != nil {", "CopyFSLeaves|IntoExisting"},
	{"copyfs.go", "fi.Mode().Perm()|0o700); err", "0o777); err", "CopyFSMissing"},
	{"copyfs.go", "os.O_WRONLY|os.O_CREATE|os.O_EXCL, tempPerm(fi.Mode())", "os.O_WRONLY|os.O_CREATE, tempPerm(fi.Mode())", "TestCopyFS"},

	// Content.
	{"write.go", "if err := p.sync(p.File.Sync); err != nil {", "if err := error(nil); err != nil {", "OrderOfSystemCalls"},
	{"write.go", "p.sync(func() error { return syncDir(p.at.dir) })", "error(nil)", "OrderOfSystemCalls"},
	{"write.go", "if !isNamed(p.at.dir, p.temp, p.File) {\n\t\treturn fmt", "if false {\n\t\treturn fmt", "PublishesOnlyItsOwn"},
	{"write.go", "if _, err := p.o.checkTarget(p.at); err != nil {", "if err := error(nil); err != nil {", "CommitRefuses"},
	{"write.go", "if p.o.has(optInPlace) && errors.Is(err, errMounted) {", "if errors.Is(err, errMounted) {", "InPlace"},
	{"write.go", "unlock(p.File)\n", "_ = unlock\n", "OrderOfSystemCalls"},
	{"write.go", "sweep(p.at.dir, p.at.base, p.temp, p.o.ours)", "_ = sweep", "Sweep"},
	{"write.go", "sweep(at.dir, at.base, \"\", o.ours)", "_ = o", "KilledHalfWay"},
	{"write.go", "if !p.o.has(optIfAbsent) {", "if true {", "CannotReplace"},
	{"slot.go", "locked, err := tryLock(f)\n\tif err != nil || !locked {\n\t\treturn false", "locked, err := true, error(nil)\n\tif err != nil || !locked {\n\t\treturn false", "Concurrently|KillLoop"},
	{"open.go", "case flag&(os.O_WRONLY|os.O_RDWR) != 0:", "case true:", "ReadOnlyAndTruncate"},
	{"open.go", "err = clearNonblock(f)", "err = nil", "IsBlocking"},
	{"open.go", "if err := narrow(f, fi, perm); err != nil {", "if err := error(nil); err != nil {", "IsNarrowed"},

	// Paths, environment, logs and the rest.
	{"place.go", "root, err := (&options{below: below}).tree().OpenRoot(dir)", "root, err := os.OpenRoot(dir)", "StaysBelow"},
	{"listen_unix.go", "return joinDir(wd, address), nil", "return filepath.Join(wd, address), nil", "DotDot"},
	{"listen_unix.go", "err != nil || len(wd)+1+len(address) > sunPath {", "err != nil {", "DeepDirectory"},
	{"env.go", "if ok && name != \"\" && seen[name] {", "if ok && name == \"\" && seen[name] {", "EveryNameOnce"},
	{"env.go", "\"TZ\", \"TERM\", \"TMPDIR\",", "\"TZ\", \"TERM\",", "TestEnv$"},
	{"temp_linux.go", "joinDir(dir, \".nameless-\"+rand.Text())", "dir+rand.Text()[:0]", "NameIsNothing"},
	{"log.go", "return l.lead(l.redirected)", "return nil", "LogRotates"},
	{"log.go", "f, err := l.open()\n\tif err != nil {\n\t\treturn err\n\t}\n\tl.f.Close()", "l.f.Close()\n\tf, err := l.open()\n\tif err != nil {\n\t\treturn err\n\t}", "ReopenFails"},
	{"log.go", "l.o.createOrNarrow(l.at.dir, \"open\", l.name, l.at.base,", "l.o.createOrNarrow(byName{}, \"open\", l.name, l.name,", "LogRotates"},
	{"activate.go", "syscall.CloseOnExec(fd)", "_ = fd", "Activated"},
	{"activate.go", "|| pid != strconv.Itoa(os.Getpid())", "", "Activated"},
	{"cloexec/from_linux.go", "uintptr(first), largestDescriptor", "uintptr(first+1), largestDescriptor", "From"},
	{"internal/pathcheck/pathcheck_unix.go", "&& fi.Mode()&fs.ModeSticky == 0 {", "{", "Accepts"},
	{"internal/pathcheck/pathcheck_unix.go", "fi.Mode().Perm()&0o022 != 0", "fi.Mode().Perm()&0o002 != 0", "Refuses"},
	{"internal/pathcheck/pathcheck_unix.go", "if !slices.Contains(w.ours, int(st.Uid)) {", "if !slices.Contains(w.ours, int(st.Uid)) && false {", "Owners"},
	{"internal/pathcheck/pathcheck_unix.go", "if err := w.owner(name, fi); err != nil {\n\t\treturn \"\", err", "if err := error(nil); err != nil {\n\t\treturn \"\", err", "Owners"},
}
