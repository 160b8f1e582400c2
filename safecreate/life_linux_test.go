package safecreate

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const appUID = 1234 // whom a daemon becomes

// A daemon starts as root, drops its rights and is killed: its next start as root takes over
// what it has left, if it says whose that is, and not otherwise.
func TestRootTakesOverWhatItsDroppedSelfLeft(t *testing.T) {
	needRoot(t)
	leave := func(name, content string, mode fs.FileMode) {
		plant(t, name, content, mode)
		must(t, os.Chown(name, appUID, appUID))
	}
	for what, c := range map[string]struct {
		leave func(name string)
		take  func(name string, opts ...Option) error
	}{
		"pid file": {func(name string) { leave(name, "99999999\n", 0o644); leave(name+".lock", "", 0o600) }, func(name string, opts ...Option) error {
			p, err := LockPIDFile(name, 0o644, opts...)
			if err == nil {
				err = p.Close()
			}
			return err
		}},
		"log": {func(name string) { leave(name, "line\n", 0o640) }, func(name string, opts ...Option) error {
			l, err := NewLog(name, 0o640, opts...)
			if err == nil {
				err = l.Close()
			}
			return err
		}},
		"socket": {func(name string) {
			stale(t, name)
			must(t, os.Lchown(name, appUID, appUID))
			leave(name+".lock", "", 0o600)
		}, func(name string, opts ...Option) error {
			l, err := Listen("unix", name, 0o660, opts...)
			if err == nil {
				err = l.Close()
			}
			return err
		}},
		"state": {func(name string) { leave(name, "state", 0o640) }, func(name string, opts ...Option) error {
			return WriteFileWith(name, []byte("new"), 0o640, opts...)
		}},
		"directory": {func(name string) {
			must(t, os.Mkdir(name, 0o750))
			must(t, os.Chown(name, appUID, appUID))
		}, func(name string, opts ...Option) error { return MkdirAllWith(name, 0o750, opts...) }},
	} {
		name := filepath.Join(scratch(t), "x")
		c.leave(name)
		for _, other := range [][]Option{nil, {Ours(5)}} {
			if err := c.take(name, other...); !errors.Is(err, ErrOwner) {
				t.Errorf("%s: %v, want ErrOwner", what, err)
			}
		}
		if err := c.take(name, Ours(5, appUID)); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

const siteGroup = 60

// groupMakers make something of mode 0660 with an owner and a group.
func groupMakers() map[string]func(name string, opts ...Option) error {
	return map[string]func(string, ...Option) error{
		"CreateNew": func(name string, opts ...Option) error { return second(CreateNew(name, 0o660, opts...)) },
		"WriteFile": func(name string, opts ...Option) error { return WriteFileWith(name, nil, 0o660, opts...) },
		"WriteNew":  func(name string, opts ...Option) error { return WriteNew(name, nil, 0o660, opts...) },
		"MkdirAll":  func(name string, opts ...Option) error { return MkdirAllWith(name, 0o660, opts...) },
		"NewLog":    func(name string, opts ...Option) error { return second(NewLog(name, 0o660, opts...)) },
		"Listen":    func(name string, opts ...Option) error { return second(Listen("unix", name, 0o660, opts...)) },
		"LockPIDFile": func(name string, opts ...Option) error {
			return second(LockPIDFile(name, 0o660, opts...))
		},
	}
}

// makeForGroup makes one of them, under umask 0.
func makeForGroup(arg []string) error {
	syscall.Umask(0)
	return groupMakers()[arg[0]](arg[1], Group(siteGroup), Owner(appUID))
}

func TestOwnerAndGroup(t *testing.T) {
	needRoot(t)
	for _, mask := range []int{0, 0o077, 0o777} {
		setUmask(t, mask)
		for what, mk := range groupMakers() {
			name := filepath.Join(scratch(t), "x")
			must(t, mk(name, Group(siteGroup), Owner(appUID)))
			fi, err := os.Lstat(name)
			must(t, err)
			if uid, gid := idsOf(fi); uid != appUID || gid != siteGroup || fi.Mode().Perm() != 0o660 {
				t.Errorf("%s: %v of %d:%d", what, fi.Mode(), uid, gid)
			}
			if lock, err := os.Lstat(name + ".lock"); err == nil {
				if uid, gid := idsOf(lock); uid != os.Geteuid() || gid == siteGroup {
					t.Errorf("%s: the lock file belongs to %d:%d", what, uid, gid)
				}
			}
		}
	}
}

// Until a new object has its group, group and others have no bits of it: what is left by a
// process that is killed right before that shows it.
func TestGroupAtBirth(t *testing.T) {
	needRoot(t)
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("needs strace")
	}
	self, err := os.Executable()
	must(t, err)
	for what := range groupMakers() {
		dir := scratch(t)
		c := exec.Command(strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace=fchown,fchownat",
			"-e", "inject=fchown,fchownat:signal=KILL:when=1", self, what, filepath.Join(dir, "x"))
		c.Env = Env(helperVar + "=for group")
		if out, err := c.CombinedOutput(); err == nil || len(out) > 0 {
			t.Skipf("strace does not kill here: %v %s", err, out)
		}
		left := names(t, dir)
		if len(left) == 0 {
			t.Errorf("%s: left nothing to look at", what)
		}
		for _, n := range left {
			if mode := modeOf(t, filepath.Join(dir, n)); mode.Perm()&0o077 != 0 {
				t.Errorf("%s: %s has %v before it has its group", what, n, mode)
			}
		}
	}
}

// An option that a function does not know is refused, and nothing is made.
func TestOptionsThatDoNothingAreRefused(t *testing.T) {
	dir := scratch(t)
	name := filepath.Join(dir, "x")
	for what, err := range map[string]error{
		"Create":        second(Create(name, 0o600, NoSync())),
		"CreateTemp":    second(CreateTemp(dir, "x", 0o600, Ours(1))),
		"Listen":        second(Listen("unix", name, 0o600, FollowLink())),
		"Listen tcp":    second(Listen("tcp", "127.0.0.1:0", 0o600, KeepOwner())),
		"ListenUnix":    second(ListenUnix("unix", &net.UnixAddr{Name: name}, 0o600, NoSync())),
		"LockPIDFile":   second(LockPIDFile(name, 0o600, NarrowExisting())),
		"MkdirAllWith":  MkdirAllWith(name, 0o700, IfAbsent()),
		"WriteFileWith": WriteFileWith(name, nil, 0o600, NarrowExisting()),
		"NewLog":        second(NewLog(name, 0o600, InPlaceIfBusy())),
		"WaitPIDFile":   WaitPIDFile(t.Context(), name, Owner(1)),
	} {
		if !errors.Is(err, errors.ErrUnsupported) || !strings.Contains(err.Error(), "option") {
			t.Errorf("%s: %v, want errors.ErrUnsupported for an option", what, err)
		}
	}
	if left := names(t, dir); len(left) != 0 {
		t.Errorf("made %v", left)
	}
}

func second[T any](_ T, err error) error { return err }

// The group of the old file is kept; KeepOwner keeps the owner too.
func TestWriteFileKeepsGroup(t *testing.T) {
	needRoot(t)
	name := filepath.Join(scratch(t), "x")
	ids := func(uid, gid int) {
		t.Helper()
		fi, err := os.Lstat(name)
		must(t, err)
		if u, g := idsOf(fi); u != uid || g != gid {
			t.Errorf("belongs to %d:%d, want %d:%d", u, g, uid, gid)
		}
		wantMode(t, name, 0o640)
	}
	plant(t, name, "old", 0o640)
	must(t, os.Chown(name, 0, 33))
	must(t, WriteFile(name, []byte("new"), 0o640))
	ids(0, 33)
	must(t, WriteFileWith(name, []byte("new"), 0o640, Group(34)))
	ids(0, 34)
	must(t, os.Chown(name, appUID, 34))
	must(t, WriteFileWith(name, []byte("new"), 0o640, Ours(appUID)))
	ids(0, 34)
	must(t, os.Chown(name, appUID, 35))
	must(t, WriteFileWith(name, []byte("new"), 0o640, Ours(appUID), KeepOwner()))
	ids(appUID, 35)
}

// writeForeignGroup replaces a file of a group that the user is not in.
func writeForeignGroup(arg []string) error {
	if err := WriteFile(arg[0], []byte("new"), 0o640); !errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("0640: %v, want fs.ErrPermission", err)
	}
	if b, err := os.ReadFile(arg[0]); string(b) != "old" {
		return fmt.Errorf("content %q, %v", b, err)
	}
	return WriteFile(arg[0], []byte("new"), 0o600) // the group has no rights anyway
}

func TestWriteFileGroupThatCannotBeKept(t *testing.T) {
	dir := openTo(t, 0o777)
	name := filepath.Join(dir, "x")
	plant(t, name, "old", 0o640)
	needRoot(t)
	must(t, os.Chown(name, nobody, 33))
	must(t, asUser(t, nobody, "foreign group", name).Run())
	if left := names(t, dir); len(left) != 1 {
		t.Errorf("left %v", left)
	}
}

// replaceRoots tries to replace files of root in a directory of one's own.
func replaceRoots(arg []string) error {
	if err := WriteFile(arg[0]+"/closed", nil, 0o600); !errors.Is(err, ErrOwner) || !errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%v, want ErrOwner and fs.ErrPermission", err)
	}
	if _, err := LockPIDFile(arg[0]+"/closed", 0o600); !errors.Is(err, ErrOwner) {
		return fmt.Errorf("pid file: %v, want ErrOwner", err)
	}
	return WriteFile(arg[0]+"/open", nil, 0o600)
}

func TestFilesOfRootAreNotTakenAway(t *testing.T) {
	needRoot(t)
	dir := openTo(t, 0o755)
	must(t, os.Chown(dir, nobody, nobody))
	plant(t, filepath.Join(dir, "closed"), "by the administrator", 0o644)
	plant(t, filepath.Join(dir, "open"), "", 0o666)
	must(t, asUser(t, nobody, "replace root's", dir).Run())
	if got := content(t, filepath.Join(dir, "closed")); got != "by the administrator" {
		t.Errorf("content %q", got)
	}
}

func TestFollowLink(t *testing.T) {
	dir := scratch(t)
	must(t, os.Mkdir(filepath.Join(dir, "real"), 0o700))
	plant(t, filepath.Join(dir, "real/f"), "old", 0o600)
	must(t, os.Symlink("real/f", filepath.Join(dir, "b")))
	must(t, os.Symlink(filepath.Join(dir, "b"), filepath.Join(dir, "a")))
	must(t, os.Symlink("loop", filepath.Join(dir, "loop")))
	must(t, WriteFileWith(filepath.Join(dir, "a"), []byte("new"), 0o640, FollowLink()))
	if got := content(t, filepath.Join(dir, "real/f")); got != "new" {
		t.Errorf("content %q", got)
	}
	wantMode(t, filepath.Join(dir, "real/f"), 0o640)
	for _, link := range []string{"a", "b"} {
		if modeOf(t, filepath.Join(dir, link)); !isLink(t, filepath.Join(dir, link)) {
			t.Errorf("%s is no link any more", link)
		}
	}
	if err := WriteFileWith(filepath.Join(dir, "loop"), nil, 0o600, FollowLink()); !errors.Is(err, ErrSymlink) {
		t.Errorf("loop: %v, want ErrSymlink", err)
	}
	if left := names(t, filepath.Join(dir, "real")); len(left) != 1 {
		t.Errorf("left %v", left)
	}
	if isRoot() {
		must(t, os.Lchown(filepath.Join(dir, "b"), appUID, appUID))
		if err := WriteFileWith(filepath.Join(dir, "a"), nil, 0o600, FollowLink()); !errors.Is(err, ErrOwner) {
			t.Errorf("through a link of somebody else: %v, want ErrOwner", err)
		}
		must(t, WriteFileWith(filepath.Join(dir, "a"), nil, 0o600, FollowLink(), Ours(appUID)))
	}
}

func isLink(t *testing.T, name string) bool {
	fi, err := os.Lstat(name)
	must(t, err)
	return fi.Mode()&fs.ModeSymlink != 0
}

// A file that is a mount point cannot be replaced; on request it is written to.
func TestInPlaceIfBusy(t *testing.T) {
	needRoot(t)
	dir := scratch(t)
	host, name := filepath.Join(dir, "host"), filepath.Join(dir, "hosts")
	plant(t, host, "longer than what comes", 0o666)
	plant(t, name, "", 0o600)
	if err := syscall.Mount(host, name, "", syscall.MS_BIND, ""); err != nil {
		t.Skip("cannot mount: ", err)
	}
	defer syscall.Unmount(name, syscall.MNT_DETACH)
	if err := WriteFile(name, []byte("x"), 0o644); !isErrno(err, syscall.EBUSY) {
		t.Errorf("%v, want EBUSY", err)
	}
	must(t, WriteFileWith(name, []byte("new"), 0o644, InPlaceIfBusy()))
	if got := content(t, host); got != "new" {
		t.Errorf("content %q", got)
	}
	wantMode(t, host, 0o644)
	if left := names(t, dir); len(left) != 2 {
		t.Errorf("left %v", left)
	}
}

// Of eight writers of what is made once exactly one succeeds, and nobody ever reads a part.
func TestWriteNewEightWriters(t *testing.T) {
	onFileSystems(t, func(t *testing.T, dir string) {
		for range rounds(30, 2000) {
			name := filepath.Join(dir, "key")
			won := 0
			for i, err := range startTogether(8, func(i int) error {
				if err := WriteNew(name, []byte(strings.Repeat(strconv.Itoa(i), 5000)), 0o640, NoSync()); err != nil {
					return err
				}
				return nil
			}) {
				switch {
				case err == nil:
					won++
					if got := content(t, name); got != strings.Repeat(strconv.Itoa(i), 5000) {
						t.Errorf("%d won, and %d bytes of %.1q are there", i, len(got), got)
					}
				case !errors.Is(err, fs.ErrExist):
					t.Error(err)
				}
			}
			if won != 1 {
				t.Fatalf("%d writers won", won)
			}
			wantMode(t, name, 0o640)
			must(t, os.Remove(name))
			if left := names(t, dir); len(left) > 1 || len(left) == 1 && left[0] != "lost+found" {
				t.Fatalf("left %v", left)
			}
		}
	})
}

// A process that was killed between linkat and unlinkat has left a second name, which does
// not close the file for ever.
func TestWriteNewKilledHalfWay(t *testing.T) {
	dir := scratch(t)
	name := filepath.Join(dir, "key")
	must(t, WriteNew(name, []byte("old"), 0o640))
	must(t, os.Link(name, filepath.Join(dir, slotName("key", "0"))))
	must(t, WriteFile(name, []byte("new"), 0o640))
	if left := names(t, dir); len(left) != 1 {
		t.Errorf("left %v", left)
	}
}

// Only slots are swept: a file that looks like the temporary name of other programs is not.
func TestSweepLeavesFilesOfTheUser(t *testing.T) {
	dir := scratch(t)
	for _, mine := range []string{".notes.~3", ".notes.safecreate", "notes.safecreate~1", "notes~"} {
		plant(t, filepath.Join(dir, mine), "my backup", 0o644)
	}
	must(t, WriteFile(filepath.Join(dir, "notes"), []byte("x"), 0o644))
	if left := names(t, dir); len(left) != 5 {
		t.Errorf("only %v is left", left)
	}
}

func TestBelowStaysBelow(t *testing.T) {
	dir := scratch(t)
	must(t, os.MkdirAll(filepath.Join(dir, "jail/sub"), 0o700))
	must(t, os.Symlink("..", filepath.Join(dir, "jail/up")))
	must(t, os.Symlink("sub", filepath.Join(dir, "jail/in")))
	root, err := os.OpenRoot(filepath.Join(dir, "jail"))
	must(t, err)
	defer root.Close()
	b := Below(root)
	t.Chdir("/")
	for what, mk := range map[string]func(string) error{
		"Create":      func(name string) error { return second(Create(name, 0o640, b)) },
		"CreateNew":   func(name string) error { return second(CreateNew(name, 0o640, b)) },
		"OpenLog":     func(name string) error { return second(OpenLog(name, 0o640, b)) },
		"NewLog":      func(name string) error { return second(NewLog(name, 0o640, b)) },
		"WriteFile":   func(name string) error { return WriteFileWith(name, nil, 0o640, b) },
		"WriteNew":    func(name string) error { return WriteNew(name, nil, 0o640, b) },
		"MkdirAll":    func(name string) error { return MkdirAllWith(name, 0o640, b) },
		"LockPIDFile": func(name string) error { return second(LockPIDFile(name, 0o640, b)) },
	} {
		for _, name := range []string{"../x", "up/x", "up/../x", "/x", filepath.Join(dir, "jail/x")} {
			if err := mk(name); err == nil {
				t.Errorf("%s: %s leads outside", what, name)
			}
		}
		if err := mk("in/x"); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		wantMode(t, filepath.Join(dir, "jail/sub/x"), 0o640)
		os.RemoveAll(filepath.Join(dir, "jail/sub"))
		must(t, os.Mkdir(filepath.Join(dir, "jail/sub"), 0o700))
	}
	if left := names(t, dir); len(left) != 1 {
		t.Errorf("made %v outside", left)
	}
}

// Eight that lock and close all the time: never two holders. Where a lock of a file that has
// lost its name counts, this finds two.
func TestPIDFileChurn(t *testing.T) {
	name := filepath.Join(scratch(t), "x.pid")
	var holders, acquired atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for acquired.Load() < int32(rounds(400, 100_000)) {
				p, err := LockPIDFile(name, 0o644)
				if err != nil {
					if !errors.As(err, new(*RunningError)) {
						t.Error(err)
						return
					}
					time.Sleep(20 * time.Microsecond)
					continue
				}
				acquired.Add(1)
				if n := holders.Add(1); n != 1 {
					t.Errorf("%d holders", n)
				}
				time.Sleep(20 * time.Microsecond)
				holders.Add(-1)
				must(t, p.Close())
			}
		})
	}
	wg.Wait()
	if left := names(t, filepath.Dir(name)); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}

// Who asks all the time keeps nobody from starting.
func TestIsRunningDisturbsNobody(t *testing.T) {
	name := filepath.Join(scratch(t), "x.pid")
	var stop atomic.Bool
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for !stop.Load() {
				if _, _, err := IsRunning(name); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for range rounds(300, 20_000) {
		p, err := LockPIDFile(name, 0o644)
		if err != nil {
			t.Errorf("a question kept it from starting: %v", err)
			break
		}
		if pid, running, err := IsRunning(name); !running || pid != os.Getpid() || err != nil {
			t.Errorf("running %v, pid %d, %v", running, pid, err)
		}
		must(t, p.Close())
		if _, running, err := IsRunning(name); running || err != nil {
			t.Errorf("running after Close: %v, %v", running, err)
		}
	}
	stop.Store(true)
	wg.Wait()
}

func TestWaitPIDFile(t *testing.T) {
	name := filepath.Join(scratch(t), "x.pid")
	c := helperCommand("lock", name)
	in, err := c.StdinPipe()
	must(t, err)
	out, err := c.StdoutPipe()
	must(t, err)
	must(t, c.Start())
	if line, _ := bufio.NewReader(out).ReadString('\n'); line != "won\n" {
		t.Fatalf("%q", line)
	}
	if pid, running, err := IsRunning(name); pid != c.Process.Pid || !running || err != nil {
		t.Errorf("pid %d, running %v, %v", pid, running, err)
	}
	waited := make(chan error)
	go func() { waited <- WaitPIDFile(t.Context(), name) }()
	select {
	case err := <-waited:
		t.Errorf("did not wait: %v", err)
	case <-time.After(30 * time.Millisecond):
	}
	in.Close()
	must(t, c.Wait())
	must(t, <-waited)
	plant(t, name, "1\n", 0o644) // a living number, and nobody holds it
	must(t, WaitPIDFile(t.Context(), name))
}

// askAsUser wants to know about a pid file whose lock it may not open.
func askAsUser(arg []string) error {
	if _, _, err := IsRunning(arg[0]); !errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%v, want fs.ErrPermission", err)
	}
	return nil
}

func TestIsRunningNeedsRights(t *testing.T) {
	name := filepath.Join(openTo(t, 0o755), "x.pid")
	p, err := LockPIDFile(name, 0o644)
	must(t, err)
	defer p.Close()
	must(t, asUser(t, nobody, "ask", name).Run())
}

// logAndRotate is a daemon with its output on the log, in a jail, that rotates it.
func logAndRotate(arg []string) error {
	jail := arg[0]
	l, err := NewLog(jail+"/log/x.log", 0o640)
	if err != nil {
		return err
	}
	if err := l.Redirect(os.Stdout, os.Stderr); err != nil {
		return err
	}
	if err := errors.Join(syscall.Chroot(jail), os.Chdir("/")); err != nil {
		return err
	}
	fmt.Println("stdout before")
	fmt.Fprintln(l, "log before")
	if err := os.Rename("/log/x.log", "/log/x.log.1"); err != nil {
		return err
	}
	fmt.Fprintln(l, "log between")
	if err := l.Reopen(); err != nil {
		return err
	}
	fmt.Fprintln(l, "log after")
	fmt.Fprintln(os.Stderr, "stderr after")
	if err := l.Close(); err != nil {
		return err
	}
	fmt.Println("stdout after Close")
	if _, err := l.Write([]byte("x")); !errors.Is(err, fs.ErrClosed) {
		return fmt.Errorf("Write after Close: %v", err)
	}
	return nil
}

func TestLogRotatesInAJail(t *testing.T) {
	needRoot(t)
	dir := scratch(t)
	must(t, os.Mkdir(filepath.Join(dir, "log"), 0o700))
	c := helperCommand("log", dir)
	c.Stderr = nil // it is led away
	must(t, c.Run())
	if got := content(t, filepath.Join(dir, "log/x.log.1")); got != "stdout before\nlog before\nlog between\n" {
		t.Errorf("rotated: %q", got)
	}
	if got := content(t, filepath.Join(dir, "log/x.log")); got != "log after\nstderr after\nstdout after Close\n" {
		t.Errorf("new: %q", got)
	}
	wantMode(t, filepath.Join(dir, "log/x.log"), 0o640)
}

// A log that cannot be opened again goes on as it was.
func TestLogReopenFails(t *testing.T) {
	dir := scratch(t)
	name := filepath.Join(dir, "x.log")
	l, err := NewLog(name, 0o640)
	must(t, err)
	defer l.Close()
	must(t, os.Rename(name, name+".1"))
	must(t, os.Symlink("victim", name)) // planted
	if err := l.Reopen(); !errors.Is(err, ErrSymlink) {
		t.Errorf("%v, want ErrSymlink", err)
	}
	fmt.Fprintln(l, "goes on")
	if got := content(t, name+".1"); got != "goes on\n" {
		t.Errorf("content %q", got)
	}
}

// Lines written while the log is rotated all the time are all there, once.
func TestLogLosesNothing(t *testing.T) {
	dir := scratch(t)
	name := filepath.Join(dir, "x.log")
	l, err := NewLog(name, 0o640)
	must(t, err)
	lines := rounds(2000, 100_000)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range lines {
				if _, err := io.WriteString(l, "a line\n"); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for i := range 20 {
		must(t, os.Rename(name, fmt.Sprintf("%s.%d", name, i)))
		must(t, l.Reopen())
	}
	wg.Wait()
	must(t, l.Close())
	got := 0
	for _, n := range names(t, dir) {
		got += strings.Count(content(t, filepath.Join(dir, n)), "a line\n")
	}
	if got != 4*lines {
		t.Errorf("%d lines, want %d", got, 4*lines)
	}
}

// connectAndWait connects, says so, and stays.
func connectAndWait(arg []string) error {
	c, err := net.Dial("unix", arg[0])
	if err != nil {
		return err
	}
	io.Copy(io.Discard, os.Stdin)
	return c.Close()
}

func TestPeerCred(t *testing.T) {
	name := filepath.Join(openTo(t, 0o755), "s")
	l, err := Listen("unix", name, 0o666)
	must(t, err)
	defer l.Close()
	c := asUser(t, nobody, "connect once", name)
	in, err := c.StdinPipe()
	must(t, err)
	must(t, c.Start())
	conn, err := l.Accept()
	must(t, err)
	defer conn.Close()
	peer, err := PeerCred(conn.(*net.UnixConn))
	must(t, err)
	if want := (Peer{c.Process.Pid, nobody, nobody}); peer != want {
		t.Errorf("%+v, want %+v", peer, want)
	}
	in.Close()
	must(t, c.Wait())
}

// activated is a service with socket activation that starts a child.
func activated(arg []string) error {
	os.Setenv("LISTEN_PID", "1") // meant for another process
	if arg[0] != "0" {
		os.Setenv("LISTEN_PID", strconv.Itoa(os.Getpid()))
	}
	os.Setenv("LISTEN_FDS", arg[1])
	os.Setenv("LISTEN_FDNAMES", "web")
	files, err := Activated()
	if err != nil {
		fmt.Println("error", errors.Is(err, syscall.EBADF))
		return nil
	}
	for _, f := range files {
		flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, f.Fd(), syscall.F_GETFD, 0)
		if errno != 0 || flags&syscall.FD_CLOEXEC == 0 {
			return fmt.Errorf("%s: flags %d, %v", f.Name(), flags, errno)
		}
		if l, err := net.FileListener(f); err != nil {
			return err
		} else if err := l.Close(); err != nil {
			return err
		}
		fmt.Println(f.Name())
	}
	again, err := Activated()
	if len(again) != 0 || err != nil || os.Getenv("LISTEN_FDS") != "" || os.Getenv("LISTEN_PID") != "" {
		return fmt.Errorf("a second time: %v, %v", again, err)
	}
	return nil
}

func TestActivated(t *testing.T) {
	name := filepath.Join(scratch(t), "s")
	l, err := ListenUnix("unix", &net.UnixAddr{Name: name, Net: "unix"}, 0o600)
	must(t, err)
	defer l.Close()
	socket, err := l.File()
	must(t, err)
	defer socket.Close()
	for _, c := range []struct{ ours, fds, want string }{
		{"1", "1", "web\n"}, {"1", "2", "web\nLISTEN_FD_4\n"}, {"0", "1", ""}, {"1", "", ""}, {"1", "0", ""},
		{"1", "200", "error true\n"}, {"1", "-1", "error false\n"},
	} {
		cmd := helperCommand("activated", c.ours, c.fds)
		cmd.ExtraFiles = []*os.File{socket, socket}
		out, err := cmd.Output()
		if err != nil || string(out) != c.want {
			t.Errorf("%+v: %q, %v", c, out, err)
		}
	}
	if _, err := os.Lstat(name); err != nil {
		t.Errorf("the socket file is gone: %v", err)
	}
}

// An existing file is not O_NONBLOCK for a child that gets it, unless that was asked for.
func TestExistingFileIsBlocking(t *testing.T) {
	name := filepath.Join(scratch(t), "x")
	for _, flag := range []int{0, 0, syscall.O_NONBLOCK} {
		f, err := OpenFile(name, os.O_CREATE|os.O_WRONLY|flag, 0o600)
		must(t, err)
		c, err := f.SyscallConn()
		must(t, err)
		must(t, c.Control(func(fd uintptr) {
			flags, _, _ := syscall.Syscall(syscall.SYS_FCNTL, fd, syscall.F_GETFL, 0)
			if got := int(flags) & syscall.O_NONBLOCK; got != flag {
				t.Errorf("flags %#o, asked for %#o", flags, flag)
			}
		}))
		f.Close()
	}
}

// What people leave in place after os.CreateTemp removes nothing.
func TestTempFileNameIsNothing(t *testing.T) {
	dir := scratch(t)
	plant(t, filepath.Join(dir, "precious"), "", 0o600)
	f, err := TempFile(dir)
	must(t, err)
	defer f.Close()
	must(t, os.RemoveAll(f.Name()))
	if left := names(t, dir); len(left) != 1 {
		t.Errorf("left %v", left)
	}
}

// net.Listen takes a short address in a deep directory, and so do we.
func TestListenRelativeInADeepDirectory(t *testing.T) {
	dir := filepath.Join(scratch(t), strings.Repeat("d", 120))
	must(t, os.Mkdir(dir, 0o700))
	t.Chdir(dir)
	for range 2 { // the second time over a stale socket
		l, err := Listen("unix", "s", 0o660)
		must(t, err)
		wantMode(t, "s", 0o660)
		l.(*Listener).SetUnlinkOnClose(false)
		must(t, l.Close())
	}
}

// Somebody who controls a directory above the address swaps it between bind and chmod for one
// with another socket of ours: that one keeps its mode.
func TestListenInASwappedDirectory(t *testing.T) {
	dir := scratch(t)
	setUmask(t, 0o077)
	for _, sub := range []string{"theirs", "victim"} {
		must(t, os.Mkdir(filepath.Join(dir, sub), 0o700))
	}
	victim, err := Listen("unix", filepath.Join(dir, "victim/s"), 0o600)
	must(t, err)
	defer victim.Close()
	name := filepath.Join(dir, "theirs/s")
	o := new(options)
	at, err := openPlace(name, nil)
	must(t, err)
	defer at.dir.Close()
	fd, err := newSocket(syscall.SOCK_STREAM)
	must(t, err)
	defer syscall.Close(fd)
	must(t, syscall.Bind(fd, &syscall.SockaddrUnix{Name: name}))
	must(t, os.Rename(filepath.Join(dir, "theirs"), filepath.Join(dir, "away")))
	must(t, os.Symlink("victim", filepath.Join(dir, "theirs")))
	bound, err := o.claim(at, fd, syscall.SOCK_STREAM, 0o666)
	must(t, err)
	wantMode(t, filepath.Join(dir, "victim/s"), 0o600)
	wantMode(t, filepath.Join(dir, "away/s"), 0o666)
	must(t, bound.remove())
	if _, err := os.Lstat(filepath.Join(dir, "victim/s")); err != nil {
		t.Error("removed the victim's socket")
	}
	// Swapped before bind: bound somewhere else, and no mode is changed there.
	must(t, os.Remove(filepath.Join(dir, "theirs")))
	must(t, os.Symlink("elsewhere", filepath.Join(dir, "theirs")))
	must(t, os.Mkdir(filepath.Join(dir, "elsewhere"), 0o700))
	fd2, err := newSocket(syscall.SOCK_STREAM)
	must(t, err)
	defer syscall.Close(fd2)
	if _, err := o.bindFile(at, fd2, syscall.SOCK_STREAM, name, 0o666); !errors.Is(err, ErrReplaced) {
		t.Errorf("%v, want ErrReplaced", err)
	}
	if mode := modeOf(t, filepath.Join(dir, "elsewhere/s")); mode != 0o600 {
		t.Errorf("the mode elsewhere is %v", mode)
	}
}

// The missing directories above a copy are as private as its root, and usable.
func TestCopyFSMissingAncestors(t *testing.T) {
	dir := scratch(t)
	setUmask(t, 0)
	must(t, CopyFS(filepath.Join(dir, "a/b/c"), os.DirFS(t.TempDir())))
	src := t.TempDir()
	must(t, os.Chmod(src, 0o550))
	must(t, CopyFS(filepath.Join(dir, "d/e/f"), os.DirFS(src)))
	for name, want := range map[string]fs.FileMode{"d": 0o750, "d/e": 0o750, "d/e/f": 0o550} {
		wantMode(t, filepath.Join(dir, name), want)
	}
}

// Waiting for the disk would make every start of a daemon slower, for a number that means
// nothing after a power failure.
func TestPIDFileDoesNotSync(t *testing.T) {
	for what, c := range map[string]struct {
		helper string
		syncs  bool
	}{"LockPIDFile": {"lock", false}, "WriteFile": {"write once", true}} {
		if got := strings.Contains(straced(t, "fsync", c.helper, filepath.Join(scratch(t), "x")), "fsync("); got != c.syncs {
			t.Errorf("%s: fsync %v, want %v", what, got, c.syncs)
		}
	}
}

// straced is what strace says about these system calls of a helper.
func straced(t *testing.T, calls, helper string, arg ...string) string {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("needs strace")
	}
	self, err := os.Executable()
	must(t, err)
	log := filepath.Join(t.TempDir(), "strace")
	c := exec.Command(strace, append([]string{"-f", "-y", "-qq", "-o", log, "-e", "trace=" + calls, self}, arg...)...)
	c.Env = Env(helperVar + "=" + helper)
	if out, err := c.CombinedOutput(); err != nil {
		t.Skipf("strace does not work here: %v: %s", err, out)
	}
	return content(t, log)
}

// SetUnlinkOnClose is Close's, not package net's.
func TestSetUnlinkOnClose(t *testing.T) {
	name := filepath.Join(scratch(t), "s")
	for _, unlink := range []bool{false, true} {
		l, err := Listen("unix", name, 0o600)
		must(t, err)
		l.(*Listener).SetUnlinkOnClose(unlink)
		must(t, l.Close())
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) != unlink {
			t.Errorf("unlink %v: %v", unlink, err)
		}
	}
}

// A socket that belongs to somebody else is not the one that was just bound.
func TestListenDoesNotChmodASocketOfSomebodyElse(t *testing.T) {
	needRoot(t)
	name := filepath.Join(scratch(t), "s")
	stale(t, name)
	must(t, os.Chmod(name, 0o600))
	must(t, os.Lchown(name, appUID, appUID))
	at, err := openPlace(name, nil)
	must(t, err)
	defer at.dir.Close()
	fd, err := newSocket(syscall.SOCK_STREAM)
	must(t, err)
	defer syscall.Close(fd)
	if _, err := new(options).claim(at, fd, syscall.SOCK_STREAM, 0o666); !errors.Is(err, ErrReplaced) {
		t.Errorf("%v, want ErrReplaced", err)
	}
	wantMode(t, name, 0o600)
}

// What dead writers have left is removed from every slot, what living ones hold is not.
func TestSweep(t *testing.T) {
	dir := scratch(t)
	name := filepath.Join(dir, "x")
	for i := range slots {
		plant(t, filepath.Join(dir, slotName("x", strconv.Itoa(i))), "left", 0o600)
	}
	living, err := Update(name, 0o600) // takes the first
	must(t, err)
	defer living.Close()
	must(t, WriteFile(name, []byte("new"), 0o640))
	if left := names(t, dir); len(left) != 2 {
		t.Errorf("left %v", left)
	}
	must(t, living.Commit())
	if left := names(t, dir); len(left) != 1 {
		t.Errorf("left %v", left)
	}
}

// writeNewOnce is WriteNew.
func writeNewOnce(arg []string) error { return WriteNew(arg[0], []byte("key"), 0o600) }

// A name that is taken between the last look and the publication is not replaced: WriteNew
// publishes with the one call that cannot.
func TestWriteNewCannotReplace(t *testing.T) {
	calls := straced(t, "linkat,renameat,renameat2", "write new", filepath.Join(scratch(t), "x"))
	if !strings.Contains(calls, "linkat(") || strings.Contains(calls, "renameat") {
		t.Errorf("it publishes with:\n%s", calls)
	}
}

// Who only asks shares the lock for an instant: a starter waits that instant out.
func TestStarterWaitsForAQuestion(t *testing.T) {
	name := filepath.Join(scratch(t), "x.pid")
	plant(t, name+".lock", "", 0o600)
	f, err := os.Open(name + ".lock")
	must(t, err)
	defer f.Close()
	if shared, err := tryShared(f); !shared || err != nil {
		t.Fatal(shared, err)
	}
	time.AfterFunc(50*time.Millisecond, func() { unlock(f) })
	p, err := LockPIDFile(name, 0o644)
	must(t, err)
	must(t, p.Close())
}
