package safecreate

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
)

// asUser runs a helper as another user.
func asUser(t *testing.T, uid uint32, name string, arg ...string) *exec.Cmd {
	t.Helper()
	needRoot(t)
	c := helperCommand(name, arg...)
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid}}
	return c
}

// openTo is a scratch directory that every user may look into.
func openTo(t *testing.T, mode fs.FileMode) string {
	t.Helper()
	dir := scratch(t)
	must(t, os.Chmod(dir, mode))
	return dir
}

// lockForReading takes the exclusive lock of a file as anybody can who may read it.
func lockForReading(arg []string) error {
	f, err := os.Open(arg[0])
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return err
	}
	fmt.Println("locked")
	io.Copy(io.Discard, os.Stdin)
	return f.Close()
}

// Whoever may read a pid file of 0644 may lock it; that keeps no daemon from starting, and
// nobody is blamed for it.
func TestPIDFileReadersLockNothing(t *testing.T) {
	dir := openTo(t, 0o755)
	name := filepath.Join(dir, "x.pid")
	plant(t, name, "4242\n", 0o644)
	c := asUser(t, nobody, "flock", name)
	in, err := c.StdinPipe()
	must(t, err)
	out, err := c.StdoutPipe()
	must(t, err)
	must(t, c.Start())
	if line, _ := bufio.NewReader(out).ReadString('\n'); line != "locked\n" {
		t.Fatalf("control: the reader got no lock: %q", line)
	}
	p, err := LockPIDFile(name, 0o644)
	if err != nil {
		t.Errorf("a reader keeps the daemon from starting: %v", err)
	} else {
		must(t, p.Close())
	}
	in.Close()
	must(t, c.Wait())
}

func TestPIDFileRelativeNameAndChdir(t *testing.T) {
	dir := scratch(t)
	t.Chdir(dir)
	p, err := LockPIDFile("x.pid", 0o644)
	must(t, err)
	t.Chdir("/")
	must(t, p.Close())
	if left := names(t, dir); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}

// closeAfterChroot makes a socket and a pid file, goes into a jail in which other files have
// the same names, and closes both.
func closeAfterChroot(arg []string) error {
	outside, jail := arg[0], arg[1]
	l, err := Listen("unix", outside+"/s", 0o660)
	if err != nil {
		return err
	}
	p, err := LockPIDFile(outside+"/pid", 0o644)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(jail+outside, 0o700); err != nil {
		return err
	}
	for _, name := range []string{"/s", "/pid"} {
		if err := os.WriteFile(jail+outside+name, nil, 0o600); err != nil {
			return err
		}
	}
	if err := errors.Join(syscall.Chroot(jail), os.Chdir("/")); err != nil {
		return err
	}
	return errors.Join(p.Close(), l.Close())
}

// What Close removes is what was made, although the name means something else by now.
func TestCloseAfterChroot(t *testing.T) {
	needRoot(t)
	outside, jail := scratch(t), scratch(t)
	must(t, helperCommand("chroot", outside, jail).Run())
	if left := names(t, outside); len(left) != 0 {
		t.Errorf("left outside: %v", left)
	}
	if left := names(t, jail+outside); len(left) != 2 {
		t.Errorf("of the other files in the jail only %v is left", left)
	}
}

// A daemon that drops to a user who may not write in /run cannot remove its files, and says so.
func closeAfterDrop(arg []string) error {
	l, err := Listen("unix", arg[0]+"/s", 0o660)
	if err != nil {
		return err
	}
	p, err := LockPIDFile(arg[0]+"/pid", 0o644)
	if err != nil {
		return err
	}
	if err := errors.Join(syscall.Setgroups(nil), syscall.Setgid(nobody), syscall.Setuid(nobody)); err != nil {
		return err
	}
	if err := p.Close(); !errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("pid file: %v, want fs.ErrPermission", err)
	}
	if err := l.Close(); !errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("socket: %v, want fs.ErrPermission", err)
	}
	return nil
}

func TestCloseAfterDrop(t *testing.T) {
	needRoot(t)
	dir := openTo(t, 0o755)
	must(t, helperCommand("drop", dir).Run())
	l, err := Listen("unix", dir+"/s", 0o660) // the next start finds it stale
	must(t, err)
	must(t, l.Close())
	p, err := LockPIDFile(dir+"/pid", 0o644)
	must(t, err)
	must(t, p.Close())
}

// The second Close of a listener, which a deferred one after http.Server.Shutdown is, leaves
// the successor alone, also where its file has got the inode number of the first.
func TestSecondCloseLeavesTheSuccessorAlone(t *testing.T) {
	onFileSystems(t, func(t *testing.T, dir string) {
		name := filepath.Join(dir, "s")
		for range rounds(50, 2000) {
			l, err := Listen("unix", name, 0o660)
			must(t, err)
			must(t, l.Close())
			successor, err := Listen("unix", name, 0o660)
			must(t, err)
			if err := l.Close(); !errors.Is(err, net.ErrClosed) {
				t.Errorf("second Close: %v, want net.ErrClosed", err)
			}
			c, err := net.Dial("unix", name)
			if err != nil {
				t.Fatalf("the successor is off the air: %v", err)
			}
			c.Close()
			must(t, successor.Close())
		}
	})
}

func TestHTTPShutdownLeavesTheSuccessorAlone(t *testing.T) {
	onFileSystems(t, func(t *testing.T, dir string) {
		name := filepath.Join(dir, "s")
		l, err := Listen("unix", name, 0o660)
		must(t, err)
		server := &http.Server{}
		served := make(chan error)
		go func() { served <- server.Serve(l) }()
		for { // until it serves
			if c, err := net.Dial("unix", name); err == nil {
				c.Close()
				break
			}
		}
		must(t, server.Shutdown(context.Background()))
		<-served
		successor, err := Listen("unix", name, 0o660)
		must(t, err)
		defer successor.Close()
		l.Close() // what everybody defers
		if c, err := net.Dial("unix", name); err != nil {
			t.Errorf("the successor is off the air: %v", err)
		} else {
			c.Close()
		}
	})
}

// Where something exists, CopyFS leaves its mode alone: the parent of the destination, the
// destination, and directories in it.
func TestCopyFSLeavesModesOfExistingDirectories(t *testing.T) {
	private := fstest.MapFS{".": {Mode: fs.ModeDir | 0o700}, "key": {Mode: 0o600}}
	readOnly := fstest.MapFS{".": {Mode: fs.ModeDir | 0o555}, "sub": {Mode: fs.ModeDir | 0o555}, "sub/f": {Mode: 0o444}}
	for what, c := range map[string]struct {
		to   string
		fsys fs.FS
	}{
		"new directory beside others": {"www/new", private},
		"in a shared directory":       {"tmp/new", private},
		"over a served directory":     {"www", readOnly},
		"private over served":         {"www", private},
	} {
		dir := scratch(t)
		for _, d := range []struct {
			name string
			mode fs.FileMode
		}{{"www", 0o755}, {"www/sub", 0o755}, {"tmp", 0o777 | fs.ModeSticky}} {
			must(t, os.Mkdir(filepath.Join(dir, d.name), 0o700))
			must(t, os.Chmod(filepath.Join(dir, d.name), d.mode))
		}
		if err := CopyFS(filepath.Join(dir, c.to), c.fsys); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		wantMode(t, filepath.Join(dir, "www"), 0o755)
		wantMode(t, filepath.Join(dir, "www/sub"), 0o755)
		wantMode(t, filepath.Join(dir, "tmp"), 0o777|fs.ModeSticky)
	}
}

// copyReadOnly does what a program does that unpacks its embed.FS, whose directories are 0555.
func copyReadOnly(arg []string) error {
	return CopyFS(arg[0], fstest.MapFS{
		".": {Mode: fs.ModeDir | 0o555}, "sub": {Mode: fs.ModeDir | 0o555}, "sub/f": {Mode: 0o444}, "g": {Mode: 0o444},
	})
}

func TestCopyFSOfReadOnlyTreeAsUser(t *testing.T) {
	needRoot(t)
	dir := filepath.Join(openTo(t, 0o755), "data")
	must(t, os.Mkdir(dir, 0o755))
	must(t, os.Chown(dir, nobody, nobody))
	must(t, asUser(t, nobody, "copy read-only", dir).Run())
	wantMode(t, dir, 0o755)
	wantMode(t, filepath.Join(dir, "sub"), 0o555)
	wantMode(t, filepath.Join(dir, "sub/f"), 0o444)
}

type hookFS struct {
	fs.FS
	hook func(name string)
}

func (h hookFS) Open(name string) (fs.File, error) {
	h.hook(name)
	return h.FS.Open(name)
}

// A directory that is swapped for a link while it is filled leads nowhere else.
func TestCopyFSWhileDirectoriesAreSwapped(t *testing.T) {
	for _, existing := range []bool{true, false} {
		dir := scratch(t)
		must(t, os.MkdirAll(filepath.Join(dir, "elsewhere"), 0o700))
		if existing {
			must(t, os.Mkdir(filepath.Join(dir, "sub"), 0o775))
		}
		from := fstest.MapFS{".": {Mode: fs.ModeDir | 0o775}, "sub": {Mode: fs.ModeDir | 0o775}, "sub/f": {Mode: 0o600}}
		err := CopyFS(dir, hookFS{from, func(name string) {
			if name == "sub/f" {
				must(t, os.Rename(filepath.Join(dir, "sub"), filepath.Join(dir, "sub.old")))
				must(t, os.Symlink("elsewhere", filepath.Join(dir, "sub")))
			}
		}})
		if left := names(t, filepath.Join(dir, "elsewhere")); len(left) != 0 {
			t.Errorf("existing %v: written through a link: %v (%v)", existing, left, err)
		}
	}
}

// "link/../x" is not "x": each function makes the object where package os or net does.
func TestDotDotBehindALink(t *testing.T) {
	dir := scratch(t)
	must(t, os.MkdirAll(filepath.Join(dir, "real/deep"), 0o755))
	must(t, os.Symlink("real/deep", filepath.Join(dir, "link")))
	t.Chdir(dir)
	makers := makers()
	makers["CopyFS"] = func(name string, perm fs.FileMode) (func(), error) {
		return func() {}, CopyFS(name, fstest.MapFS{".": {Mode: fs.ModeDir | 0o700}})
	}
	makers["MkdirAll of two"] = func(name string, perm fs.FileMode) (func(), error) {
		return func() {}, MkdirAll(name+"/sub", perm)
	}
	for what, mk := range makers {
		release, err := mk("link/../x", 0o700)
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		if _, err := os.Lstat("real/x"); err != nil {
			t.Errorf("%s: made somewhere else: %v", what, err)
		}
		release()
		os.RemoveAll("x")
		os.RemoveAll("real/x")
	}
}

// mkdirSetgid makes a directory where the kernel passes on a group that this user is not in.
func mkdirSetgid(arg []string) error {
	syscall.Umask(0o022)
	for _, c := range []struct {
		perm    fs.FileMode
		refused bool
	}{{0o755, false}, {0o775, true}} {
		name := fmt.Sprintf("%s/%04o", arg[0], c.perm)
		err := Mkdir(name, c.perm)
		if c.refused {
			if !errors.Is(err, ErrMode) {
				return fmt.Errorf("%04o: %v, want ErrMode", c.perm, err)
			}
			if _, err := os.Lstat(name); err == nil {
				return fmt.Errorf("%04o: left the directory", c.perm)
			}
			continue
		}
		if err != nil {
			return err
		}
		if fi, err := os.Lstat(name); err != nil || fi.Mode()&(fs.ModePerm|specialBits) != c.perm|fs.ModeSetgid {
			return fmt.Errorf("%04o: %v, %v", c.perm, fi.Mode(), err)
		}
	}
	return nil
}

// A setgid bit that the parent passes on is kept, or the call fails and says so: chmod by
// somebody outside the group would drop it.
func TestMkdirKeepsSetgid(t *testing.T) {
	needRoot(t)
	dir := scratch(t)
	must(t, os.Chown(dir, 0, 60))
	must(t, os.Chmod(dir, 0o777|fs.ModeSetgid|fs.ModeSticky))
	must(t, asUser(t, nobody, "setgid", dir).Run())
}

// Every name is there once: not only exec.Cmd must find the value that was asked for.
func TestEnvHasEveryNameOnce(t *testing.T) {
	t.Setenv("TZ", "old")
	env := Env("TZ=new", "X=1", "X=2", "=odd", "odd")
	values := map[string][]string{}
	for _, e := range env {
		name, value, _ := strings.Cut(e, "=")
		values[name] = append(values[name], value)
	}
	if got := values["TZ"]; len(got) != 1 || got[0] != "new" {
		t.Errorf("TZ is %q", got)
	}
	if got := values["X"]; len(got) != 1 || got[0] != "2" {
		t.Errorf("X is %q", got)
	}
}

// An address without a file has no mode: with a perm it is refused, not silently open to
// the whole network namespace.
func TestListenRefusesAddressesWithoutFile(t *testing.T) {
	for _, address := range []string{"", "@safecreate-test", "\x00safecreate-test"} {
		l, err := Listen("unix", address, 0o600)
		if err == nil {
			l.Close()
		}
		if !errors.Is(err, ErrAbstract) {
			t.Errorf("Listen(%q): %v, want ErrAbstract", address, err)
		}
		u, err := ListenUnix("unixpacket", &net.UnixAddr{Name: address, Net: "unixpacket"}, 0o600)
		if err == nil {
			u.Close()
		}
		if !errors.Is(err, ErrAbstract) {
			t.Errorf("ListenUnix(%q): %v, want ErrAbstract", address, err)
		}
		c, err := ListenUnixgram("unixgram", &net.UnixAddr{Name: address, Net: "unixgram"}, 0o600)
		if err == nil {
			c.Close()
		}
		if !errors.Is(err, ErrAbstract) {
			t.Errorf("ListenUnixgram(%q): %v, want ErrAbstract", address, err)
		}
		lc := net.ListenConfig{Control: Control(0o600)}
		l, err = lc.Listen(t.Context(), "unix", address)
		if err == nil {
			l.Close()
		}
		if !errors.Is(err, ErrAbstract) {
			t.Errorf("Control(%q): %v, want ErrAbstract", address, err)
		}
	}
	if l, err := Listen("tcp", "127.0.0.1:0", 0o1777); !errors.Is(err, ErrBadPerm) {
		t.Errorf("tcp with 01777: %v, want ErrBadPerm", err)
		if err == nil {
			l.Close()
		}
	}
}

// listenOnce reports whether a socket can be made, and leaves it at that.
func listenOnce(arg []string) error {
	l, err := Listen("unix", arg[0], 0o600)
	if err != nil {
		fmt.Println("failed")
		return nil
	}
	return l.Close()
}

// A Listen that fails after bind leaves nothing behind.
func TestFailedListenLeavesNothing(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("needs strace")
	}
	for _, inject := range []string{"getsockname:error=ENOBUFS", "listen:error=EOPNOTSUPP"} {
		dir := scratch(t)
		self, err := os.Executable()
		must(t, err)
		call, _, _ := strings.Cut(inject, ":")
		c := exec.Command(strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace="+call, "-e", "inject="+inject, self, filepath.Join(dir, "s"))
		c.Env = Env(helperVar + "=listen once")
		out, err := c.CombinedOutput()
		if err != nil {
			t.Skipf("strace does not work here: %v %s", err, out)
		}
		if string(out) != "failed\n" {
			t.Errorf("control: %s did not make Listen fail: %q", inject, out)
		}
		if left := names(t, dir); len(left) != 0 {
			t.Errorf("%s: left %v", inject, left)
		}
	}
}

// makesForOthers runs f on a thread whose new files belong to user 1234, as root's do on NFS
// with root_squash or on a mount with uid=.
func makesForOthers(t *testing.T, f func(dir string)) {
	needRoot(t)
	dir := openTo(t, 0o777)
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends
		must(t, syscall.Setfsuid(1234))
		f(dir)
	}()
	<-done
}

// Where what root makes belongs to somebody else, a failing call leaves nothing, and Ours
// says that it is ours.
func TestMkdirWhereOwnersChange(t *testing.T) {
	makesForOthers(t, func(dir string) {
		plant(t, filepath.Join(dir, "control"), "", 0o600)
		if fi, err := os.Lstat(filepath.Join(dir, "control")); err != nil || owners(nil).made(fi) {
			t.Errorf("control: it belongs to us: %v", err)
		}
		for what, mk := range map[string]func(string) error{
			"Mkdir":    func(name string) error { return Mkdir(name, 0o770) },
			"MkdirAll": func(name string) error { return MkdirAll(name+"/a/b", 0o770) },
		} {
			if err := mk(filepath.Join(dir, "x")); !errors.Is(err, ErrOwner) {
				t.Errorf("%s: %v, want ErrOwner", what, err)
			}
			if left := names(t, dir); len(left) != 1 {
				t.Errorf("%s: left %v", what, left)
			}
		}
		for range 2 {
			if err := MkdirAllWith(filepath.Join(dir, "x/a/b"), 0o770, Ours(1234)); err != nil {
				t.Error(err)
			}
		}
	})
}

// What works there once works again: what is certainly ours says whom the file system gives
// our objects to.
func TestTwiceWhereOwnersChange(t *testing.T) {
	makesForOthers(t, func(dir string) {
		for range 2 {
			if err := WriteFile(filepath.Join(dir, "x"), []byte("x"), 0o640); err != nil {
				t.Error(err)
			}
			l, err := Listen("unix", filepath.Join(dir, "s"), 0o660)
			if err != nil {
				t.Error(err)
				continue
			}
			l.(*Listener).SetUnlinkOnClose(false) // the second time it is stale
			if err := l.Close(); err != nil {
				t.Error(err)
			}
			p, err := LockPIDFile(filepath.Join(dir, "pid"), 0o644, Ours(1234)) // for the lock file that is left
			if err != nil {
				t.Error(err)
				continue
			}
			p.held.release(func() error { return nil }) // as a killed process
			p.lock.f.Close()
		}
	})
}

// What a writer killed while it waits for the disk leaves, nobody but the owner can read.
func TestKilledWriterLeavesAPrivateFile(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("needs strace")
	}
	for n := 1; n <= 2; n++ {
		dir := scratch(t)
		self, err := os.Executable()
		must(t, err)
		c := exec.Command(strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync",
			"-e", fmt.Sprintf("inject=fsync:signal=KILL:when=%d", n), self, filepath.Join(dir, "x"))
		c.Env = Env(helperVar + "=write once")
		if err := c.Run(); err == nil {
			t.Skip("strace does not kill here")
		}
		for _, left := range names(t, dir) {
			want := fs.FileMode(0o600)
			if left == "x" {
				want = 0o640
			}
			if mode := modeOf(t, filepath.Join(dir, left)); mode&^want != 0 {
				t.Errorf("killed at fsync %d: %s has %v", n, left, mode)
			}
		}
	}
}

// lockTwice wants a file that its owner may not write.
func lockTwice(arg []string) error {
	if _, err := LockPIDFile(arg[0], 0o444); err != nil {
		return err
	}
	_, err := LockPIDFile(arg[0], 0o444)
	if running := (*RunningError)(nil); !errors.As(err, &running) || running.PID != os.Getpid() {
		return fmt.Errorf("%v, want a RunningError with %d", err, os.Getpid())
	}
	return nil
}

func TestPIDFileWithoutWriteBit(t *testing.T) {
	dir := openTo(t, 0o777)
	for range 2 { // the second time over a stale one
		must(t, asUser(t, nobody, "lock twice", filepath.Join(dir, "x.pid")).Run())
	}
}

// As package os does: a file can be emptied without being opened for writing.
func TestOpenFileReadOnlyAndTruncate(t *testing.T) {
	name := filepath.Join(scratch(t), "x")
	plant(t, name, "old", 0o644)
	f, err := OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_RDONLY, 0o600)
	must(t, err)
	defer f.Close()
	if got := content(t, name); got != "" {
		t.Errorf("content %q", got)
	}
	wantMode(t, name, 0o600)
	if _, err := f.WriteString("x"); err == nil {
		t.Error("it can be written to")
	}
}

// swapAfterLook swaps a directory right after somebody has looked at it.
type swapAfterLook struct {
	byName
	swap func()
}

func (s swapAfterLook) Lstat(name string) (fs.FileInfo, error) {
	fi, err := os.Lstat(name)
	s.swap()
	return fi, err
}

// A directory that is swapped for a link between the look at it and its opening is not filled.
func TestCopyFSWhileADirectoryIsOpened(t *testing.T) {
	dir := scratch(t)
	sub, elsewhere := filepath.Join(dir, "sub"), filepath.Join(dir, "elsewhere")
	must(t, os.Mkdir(sub, 0o700))
	must(t, os.Mkdir(elsewhere, 0o700))
	in := swapAfterLook{swap: func() {
		must(t, os.Remove(sub))
		must(t, os.Symlink("elsewhere", sub))
	}}
	c := copier{fstest.MapFS{"f": {Mode: 0o600}}, new(options)}
	if err := c.fill(in, sub, sub, ".", false, 0o700); !errors.Is(err, ErrReplaced) {
		t.Errorf("%v, want ErrReplaced", err)
	}
	if left := names(t, elsewhere); len(left) != 0 {
		t.Errorf("written through a link: %v", left)
	}
}
