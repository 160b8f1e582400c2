// Package wide makes objects that others can write to, or that look like it.
package wide

import (
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"

	"github.com/permvet/permvet/passes/filemode/testdata/src/widelib"
)

// The negatives look like the findings of wide.go and are none.

func noCreate(p string) { _, _ = os.OpenFile(p, os.O_WRONLY, 0o666) }

func createAlone(p string) { _, _ = os.Create(p) }

func kernelFiles(pid int, dir string) {
	_ = os.WriteFile("/proc/self/oom_score_adj", []byte("0"), 0o666)
	_ = os.WriteFile(filepath.Join("/proc", strconv.Itoa(pid), "uid_map"), nil, 0o666)
	_ = os.WriteFile("/sys/fs/cgroup/x/pids.max", nil, 0o777)
	_ = os.WriteFile(filepath.Join(dir, "cgroup.procs"), nil, 0o666)
}

func aSocket(p, socketPath string) error {
	l, err := net.Listen("unix", p)
	if err != nil {
		return err
	}
	defer l.Close()
	if err := os.Chmod(p, 0o777); err != nil { // judged as a socket elsewhere
		return err
	}
	return os.Chmod(socketPath, 0o666)
}

func likeTmp(p string) error { return os.Chmod(p, 0o777|os.ModeSticky) }

func device(p string) error { return syscall.Mknod(p, syscall.S_IFCHR|0o666, 1<<8|3) }

func copied(src, dst string) error {
	fi, err := os.Stat(src)
	if err != nil {
		return err
	}
	return os.Chmod(dst, fi.Mode())
}

func masked(p string, m fs.FileMode) error { return os.WriteFile(p, nil, (m|0o666)&^0o022) }

func inTempDir() error {
	d, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	if err := os.Mkdir(filepath.Join(d, "sub"), os.ModePerm); err != nil {
		return err
	}
	return os.WriteFile(d+"/sub/file", nil, 0o666)
}

func inPrivate(root string) error {
	dir := filepath.Join(root, "private")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "id"), nil, 0o666)
}

const stateDir = "/var/lib/wide"

func makeState() error { return os.MkdirAll(stateDir, 0o700) }

func inState() error { return os.WriteFile(stateDir+"/id", nil, 0o666) }

type store struct{ root string }

func newStore(root string) (*store, error) {
	if err := os.MkdirAll(root, 0o710); err != nil {
		return nil, err
	}
	return &store{root: root}, nil
}

func (s *store) put(name string, b []byte) error {
	return os.WriteFile(filepath.Join(s.root, name), b, 0o666)
}

func callsHelper() error {
	d, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	return helper(filepath.Join(d, "x"))
}

// helper is only called with private paths.
func helper(p string) error { return os.WriteFile(p, nil, 0o666) }

func mountPoint(p string) error {
	f, err := os.OpenFile(p, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	return f.Close()
}

func marker(p string) (*os.File, error) { return os.OpenFile(p, os.O_RDONLY|os.O_CREATE, 0o666) }

func libraryWithoutCreate(p string) { _, _ = widelib.Open(p, os.O_RDONLY, 0o666) }

type ssh struct{}

func (ssh) Chmod(string, fs.FileMode) error { return nil }

func remote(c ssh) error { return c.Chmod("/srv", 0o777) }

func otherSystem(p string) error {
	if runtime.GOOS == "windows" {
		return os.MkdirAll(p, 0) // modes mean nothing there
	}
	return nil
}
