//go:build linux

// Package a holds pid files that are written without harm, and then those that
// are not.
package a

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/permvet/permvet/passes/pidfile/testdata/src/lib"
)

var errRunning = errors.New("another instance runs")

func self() string { return strconv.Itoa(os.Getpid()) }

// Only a note for others.
func note(path string, cmd *exec.Cmd) error {
	if err := os.WriteFile(path, []byte(self()), 0o644); err != nil {
		return err
	}
	os.Stat(path)
	return os.WriteFile("/run/child.pid", []byte(strconv.Itoa(cmd.Process.Pid)), 0o644)
}

// The name must be free.
func exclusive(pidfile string) error {
	if _, err := os.Stat(pidfile); err == nil {
		return errRunning
	}
	f, err := os.OpenFile(pidfile, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write([]byte(self()))
	return err
}

// The number is in the name: a file of each process.
func ofEach(dir string, pid int) {
	os.OpenFile(filepath.Join(dir, "a.log."+strconv.Itoa(pid)), os.O_CREATE|os.O_WRONLY, 0o666)
	name := fmt.Sprintf("%s.%d", dir, pid)
	if _, err := os.Stat(name); err != nil {
		os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o666)
	}
}

// Another file is looked at; what is written is no pid file.
func other(path, pidDir string) error {
	if _, err := os.Stat("/etc/a.conf"); err != nil {
		return err
	}
	if _, err := os.Stat(pidDir); err != nil {
		os.MkdirAll(pidDir, 0o755)
	}
	if _, err := os.Stat(path); err == nil {
		return os.WriteFile(path, nil, 0o644)
	}
	os.Stat("/sys/fs/cgroup/a/cgroup.procs")
	os.WriteFile("/sys/fs/cgroup/a/cgroup.procs", []byte(self()), 0o666)
	os.WriteFile(filepath.Join(path, "tasks"), []byte(self()), 0o666)
	return os.WriteFile("/run/a.pid", []byte(self()), 0o644)
}

func created(path string) {
	f, _ := os.Create("/run/b.pid") // the umask makes it 0644
	fmt.Fprint(f, os.Getpid())
	f.Close()
}

// A restart, which ends the one and starts the other.
func restart(pidfile string, pid int) error {
	if err := syscall.Kill(pid, syscall.SIGTERM); err != nil {
		return err
	}
	return os.WriteFile(pidfile, []byte(self()), 0o644)
}

// A log with the number in it.
func logFile(path string) {
	if _, err := os.Stat(path); err == nil {
		return
	}
	f, _ := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o666)
	fmt.Fprintf(f, "started as %d at %s\n", os.Getpid(), path)
	f.Write([]byte("pid " + self()))
	f.Close()
}

// No pid files, or not for all to write.
func narrow(dir string) {
	os.WriteFile("/run/a.pid", []byte(self()), 0o664)
	os.Chmod("/run/a.pid", 0o444)
	os.Chmod("/run/rapid", 0o666)
	os.Mkdir("/run/a.pid.d", 0o777)
	os.Mkdir(filepath.Join(dir, "a.pid"), 0o777)
	os.WriteFile("/sys/fs/cgroup/a/cgroup.procs", []byte(self()), 0o666)
	os.OpenFile("/run/b.pid", os.O_RDWR, 0o666)
	os.Create("/run/c.pid") // the umask takes it
}

// And now the real ones.

func checked(path string) error {
	if _, err := os.Stat(path); err == nil {
		return errRunning
	}
	return os.WriteFile(path, []byte(self()), 0o644) // want `^warning: pid file written after the check on line \d+: two instances starting at once both pass it; hold a lock or use O_EXCL \(pidfile/pidfile-race\)$` related:`^a.go: if _, err := os\.Stat\(path\); err == nil \{: the other instance is looked for here$`
}

func read(path string) error {
	if pid, err := lib.Read(path); err == nil && syscall.Kill(pid, 0) == nil {
		return errRunning
	}
	return lib.Write(path, []byte(self()), 0o644) // want "pidfile-race"
}

func byName(pidPath string, pid int) error {
	if b, err := os.ReadFile(pidPath); err == nil && len(b) > 0 {
		return errRunning
	}
	f, err := os.Create(pidPath) // want "pidfile-race"
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = fmt.Fprintln(f, pid)
	return err
}

func probed(path string, old int) error {
	p, err := os.FindProcess(old)
	if err == nil && p.Signal(syscall.Signal(0)) == nil {
		return errRunning
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600) // want "pidfile-race"
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write([]byte(self()))
	return err
}

func wide(pidfile string) {
	os.WriteFile("/run/a.pid", []byte(self()), 0o666)                         // want `^error: pid file with mode 0666: any user can choose which process is killed when the daemon is stopped; use 0644 \(pidfile/pidfile-writable\)$`
	os.OpenFile(filepath.Join("/run", "a.pid"), os.O_CREATE|os.O_RDWR, 0o777) // want "pidfile-writable"
	os.Chmod(pidfile, 0o666)                                                  // want "pidfile-writable"
	lib.Write("/run/a.pid", nil, 0o662)                                       // want "mode 0662"
	lib.Write("/run/a.pid", nil, 0o644)
}
