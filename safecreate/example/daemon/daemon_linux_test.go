package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// From the first start to the end over what earlier ones have left, as root.
func TestLife(t *testing.T) {
	w := newWorld(t)

	d := w.start()
	w.checkSocket()
	w.checkThreads(d)
	w.checkWaysOut(d)
	w.checkRequests()
	w.checkChild()
	w.checkSecondStart(d)
	w.checkRotation()
	w.stop(d)

	d = w.start() // over the log and the directories of its dropped self
	d.kill()
	if _, err := os.Lstat(w.c.socket()); err != nil {
		t.Fatal("control: a killed daemon leaves its socket:", err)
	}
	w.checkNotRunning()
	d = w.start() // over a stale socket, a stale pid file and its lock
	w.checkSocket()
	w.checkRequests()
	w.stop(d)
}

func (w *world) checkSocket() {
	w.t.Helper()
	var st syscall.Stat_t
	if err := syscall.Lstat(w.c.socket(), &st); err != nil {
		w.t.Fatal(err)
	}
	if st.Mode != syscall.S_IFSOCK|0o660 || int(st.Gid) != w.gid {
		w.t.Errorf("socket: mode %o, group %d, want 0660 and %d", st.Mode, st.Gid, w.gid)
	}
	const stranger = 12345
	for _, c := range []struct {
		gid  int
		want string
	}{{w.gid, fmt.Sprintf("hello uid %d", stranger)}, {stranger, "permission denied"}} {
		if got := w.connectAs(stranger, c.gid); !strings.Contains(got, c.want) {
			w.t.Errorf("a member of group %d gets %q, want %q", c.gid, got, c.want)
		}
	}
}

// checkThreads looks at the daemon from outside: who it is, where, and what is open.
func (w *world) checkThreads(d *daemon) {
	w.t.Helper()
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", d.Process.Pid))
	if err != nil || len(tasks) == 0 {
		w.t.Fatal(tasks, err)
	}
	none := "0000000000000000"
	want := map[string]string{
		"Uid": fmt.Sprint(w.user.UID, w.user.UID, w.user.UID, w.user.UID),
		"Gid": fmt.Sprint(w.user.GID, w.user.GID, w.user.GID, w.user.GID), "NoNewPrivs": "1",
		"CapInh": none, "CapPrm": none, "CapEff": none, "CapBnd": none, "CapAmb": none,
	}
	for _, task := range tasks {
		status := read(w.t, task)
		for key, value := range want {
			m := regexp.MustCompile(`(?m)^` + key + `:\s*(.*)$`).FindStringSubmatch(status)
			if m == nil || strings.Join(strings.Fields(m[1]), " ") != value {
				w.t.Errorf("%s: %s is %q, want %s", task, key, m, value)
			}
		}
	}
	for _, link := range []string{"root", "cwd"} {
		if got, err := os.Readlink(fmt.Sprintf("/proc/%d/%s", d.Process.Pid, link)); got != w.c.jail || err != nil {
			w.t.Errorf("%s is %s, %v, want %s", link, got, err, w.c.jail)
		}
	}
	for fd, want := range map[int]string{1: w.c.log(), 2: w.c.log()} {
		if got, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", d.Process.Pid, fd)); got != want || err != nil {
			w.t.Errorf("descriptor %d is %s, %v, want %s", fd, got, err, want)
		}
	}
}

// checkWaysOut looks for directories outside of the jail that the daemon has open.
func (w *world) checkWaysOut(d *daemon) {
	w.t.Helper()
	fds, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", d.Process.Pid))
	if err != nil || len(fds) < 8 {
		w.t.Fatal(fds, err)
	}
	directories := 0
	for _, fd := range fds {
		name, err := os.Readlink(fd)
		fi, statErr := os.Stat(fd)
		if err != nil || statErr != nil || !fi.IsDir() {
			continue
		}
		directories++
		if !strings.HasPrefix(name, w.c.jail+"/") {
			w.t.Errorf("%s leads out of the jail: %s", fd, name)
		}
	}
	if directories < 3 { // of pid file, socket and log
		w.t.Errorf("control: only %d directories are open", directories)
	}
}

func (w *world) checkRequests() {
	w.t.Helper()
	if got := w.request("tcp", "127.0.0.1:80", "GET /"); !strings.HasSuffix(got, "hello\n") {
		w.t.Errorf("port 80: %q", got)
	}
	if got := w.request("unix", w.c.socket(), "GET /"); !strings.HasSuffix(got, "hello uid 0\n") {
		w.t.Errorf("socket: %q", got)
	}
}

// checkChild reads what the child has said to its standard output, which is the log.
func (w *world) checkChild() {
	w.t.Helper()
	if got := w.request("unix", w.c.socket(), "POST /child"); !strings.Contains(got, " 200 ") {
		w.t.Errorf("child: %q", got)
	}
	log := read(w.t, w.c.log())
	m := regexp.MustCompile(`(?m)^child environment: (.*)$`).FindStringSubmatch(log)
	if m == nil {
		w.t.Fatalf("no word of the child in the log:\n%s", log)
	}
	got := strings.Fields(m[1])
	want := append(w.user.Env(), "LANG=C.UTF-8")
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(slices.DeleteFunc(got, func(s string) bool { return strings.HasPrefix(s, "PWD=") }), want) {
		w.t.Errorf("environment of the child: %q, want %q", got, want)
	}
	if strings.Contains(log, "child has inherited") {
		w.t.Errorf("descriptors:\n%s", log)
	}
}

func (w *world) checkSecondStart(d *daemon) {
	w.t.Helper()
	out, code := w.command("run")
	if code != exitNotRunning || !strings.Contains(out, fmt.Sprintf("held by process %d", d.Process.Pid)) {
		w.t.Errorf("second start: %d, %s", code, out)
	}
	if out, code := w.command("status"); code != 0 || strings.TrimSpace(out) != fmt.Sprint(d.Process.Pid) {
		w.t.Errorf("status: %d, %s", code, out)
	}
}

// checkRotation is what logrotate does. The new file is the user's, and what is written to
// standard error goes there too.
func (w *world) checkRotation() {
	w.t.Helper()
	old := w.c.log() + ".1"
	if err := os.Rename(w.c.log(), old); err != nil {
		w.t.Fatal(err)
	}
	if out, code := w.command("reload"); code != 0 {
		w.t.Fatal(out)
	}
	w.until("the log has been opened again", func() bool {
		content, err := os.ReadFile(w.c.log())
		return err == nil && bytes.Contains(content, []byte("log opened again"))
	})
	before := read(w.t, old)
	w.checkRequests()
	w.checkChild()
	if read(w.t, old) != before {
		w.t.Error("the old log is still written to")
	}
	for _, name := range []string{old, w.c.log()} {
		var st syscall.Stat_t
		if err := syscall.Lstat(name, &st); err != nil || st.Mode&0o7777 != 0o640 || int(st.Uid) != w.user.UID {
			w.t.Errorf("%s: %v, mode %o, owner %d", name, err, st.Mode&0o7777, st.Uid)
		}
	}
	if out, code := w.command("reload"); code != 0 { // without rotation: goes on as it was
		w.t.Error(out)
	}
	w.checkRequests()
}

func (w *world) stop(d *daemon) {
	w.t.Helper()
	if out, code := w.command("stop"); code != 0 {
		w.t.Errorf("stop: %d, %s", code, out)
	}
	if <-d.ended; d.err != nil {
		w.t.Errorf("%v\n%s\n%s", d.err, d.output, read(w.t, w.c.log()))
	}
	if d.output.Len() > 0 {
		w.t.Errorf("not in the log: %s", d.output)
	}
	if log := read(w.t, w.c.log()); !strings.Contains(log, "msg=stopped") || strings.Contains(log, "\ndaemon: ") {
		w.t.Errorf("did not end well:\n%s", log)
	}
	if _, err := os.Lstat(w.c.socket()); !errors.Is(err, fs.ErrNotExist) {
		w.t.Error("the socket is left:", err)
	}
	w.checkNotRunning()
}

func (w *world) checkNotRunning() {
	w.t.Helper()
	for _, verb := range []string{"status", "stop", "reload"} {
		if out, code := w.command(verb); code != exitNotRunning {
			w.t.Errorf("%s after the end: %d, %s", verb, code, out)
		}
	}
}

// What goes wrong at the start is said to the starter, and nothing is left that would be in
// the way of the next.
func TestFailedStart(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		break_, mend func() error
		want         string
	}{
		{func() error { return os.Chmod(w.c.jail, 0o777) }, func() error { return os.Chmod(w.c.jail, 0o755) }, "is writable by others"},
		{func() error { return os.Mkdir(w.c.socket(), 0o755) }, func() error { return os.Remove(w.c.socket()) }, "exists and is not a socket"},
	} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(w.c.socket()), 0o750), os.Chown(filepath.Dir(w.c.socket()), w.user.UID, w.gid), c.break_()); err != nil {
			t.Fatal(err)
		}
		if out, code := w.command("run"); code != exitFailed || !strings.Contains(out, c.want) {
			t.Errorf("%d, %s, want %q", code, out, c.want)
		}
		w.checkNotRunning()
		if err := c.mend(); err != nil {
			t.Fatal(err)
		}
	}
	w.stop(w.start())
}

func TestUsage(t *testing.T) {
	if err := command("dance", config{}); err != errUsage {
		t.Error(err)
	}
}

// A directory that the starter has left open would be the way out of the jail.
func TestInheritedDirectory(t *testing.T) {
	w := newWorld(t)
	outside, err := os.Open("/usr")
	if err != nil {
		t.Fatal(err)
	}
	defer outside.Close()
	c := w.prepare(w.program(), w.args("run")...)
	c.ExtraFiles = []*os.File{outside}
	if out, err := c.CombinedOutput(); err == nil || !strings.Contains(string(out), "/usr: descriptor 3 is an open directory") {
		t.Errorf("%v, %s", err, out)
	}
	w.stop(w.start())
}

// The order of the system calls is the promise: what needs root before the drop, groups
// before gid before uid, and nothing from others before it.
func TestOrderOfSystemCalls(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("needs strace")
	}
	w := newWorld(t)
	trace := filepath.Join(t.TempDir(), "trace")
	d := w.start(strace, "-f", "-qq", "-s", "200", "-o", trace, "-e",
		"trace=close_range,flock,openat,bind,listen,accept4,fchmod,fchmodat,fchown,fchownat,chdir,chroot,fchdir,rename,renameat,renameat2,setgroups,setresgid,setresuid,capset,prctl,dup3,unlinkat,sendto,connect")
	w.checkRequests()
	w.stop(d)
	lines := strings.Split(read(t, trace), "\n")
	at := 0
	for _, want := range []string{
		`openat\(\d+, "daemon\.pid\.lock", O_RDWR\|O_CREAT\|O_EXCL\|O_NOFOLLOW\|O_CLOEXEC, 0600\) = `,
		`flock\(\d+, LOCK_EX\|LOCK_NB\) += 0`,
		`renameat2?\(\d+, "\.daemon\.pid.*", \d+, "daemon\.pid".*\) = 0`,
		`openat\(\d+, "daemon\.log", O_WRONLY\|O_CREAT\|O_EXCL\|O_APPEND\|O_NOFOLLOW\|O_CLOEXEC, 0\d+\) = `,
		`bind\(\d+, \{sa_family=AF_UNIX, sun_path=".*daemon\.sock"\}, \d+\) = 0`,
		`fchownat?\(.*, -1, ` + fmt.Sprint(w.gid) + `.*\) = 0`,
		`chmod.*0660.*= 0`,
		`listen\(\d+, \d+\) += 0`,
		`bind\(\d+, \{sa_family=AF_INET6?, sin6?_port=htons\(80\).*= 0`,
		`listen\(\d+, \d+\) += 0`,
		`openat\(AT_FDCWD, "/etc/localtime", `, // or the times in the log become UTC
		`openat\(AT_FDCWD, "/proc/self/task", O_RDONLY\|.*O_CLOEXEC\) = `,
		`chdir\("` + regexp.QuoteMeta(w.c.jail) + `"\) += 0`,
		`chroot\("\."\) += 0`,
		`chdir\("/"\) += 0`,
		`close_range\(3, \d+, CLOSE_RANGE_CLOEXEC\) = 0`,
		`prctl\(PR_CAPBSET_DROP, (CAP_CHOWN|0).*\) += 0`,
		`setgroups\(`,
		`setresgid\((` + fmt.Sprint(w.user.GID) + `(, )?){3}\) += 0`,
		`setresuid\((` + fmt.Sprint(w.user.UID) + `(, )?){3}\) += 0`,
		`capset\(.*effective=0, permitted=0, inheritable=0.*\) = 0`,
		`prctl\(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0\) = 0`,
		`dup3\(\d+, 1, 0\) += 1`,
		`dup3\(\d+, 2, 0\) += 2`,
		`accept4\(`,
		`unlinkat\(\d+, "daemon\.sock", 0\) += 0`,
		`unlinkat\(\d+, "daemon\.pid", 0\) += -1 EACCES`,
	} {
		re := regexp.MustCompile(want)
		next := slices.IndexFunc(lines[at:], re.MatchString)
		if next < 0 {
			t.Fatalf("after line %d no %s in the trace:\n%s", at, want, strings.Join(lines[at:], "\n"))
		}
		at += next
		t.Log(regexp.MustCompile(`^\d+ +`).ReplaceAllString(lines[at], ""))
		at++
	}
	// Nothing from others before the drop: it is the first accept of all.
	dropped := slices.IndexFunc(lines, regexp.MustCompile(`setresuid\(`).MatchString)
	if accept := slices.IndexFunc(lines, regexp.MustCompile(`accept4\(`).MatchString); accept < dropped {
		t.Errorf("accept in line %d, setresuid in line %d", accept, dropped)
	}
}
