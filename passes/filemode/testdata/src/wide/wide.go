package wide

import (
	"io/fs"
	"io/ioutil"
	"os"
	"path/filepath"
	"syscall"

	"github.com/permvet/permvet/passes/filemode/testdata/src/widelib"
)

func exact(p string, f *os.File, m fs.FileMode) {
	_ = os.Chmod(p, 0o777)               // want `^error: os.Chmod sets mode 0777, which the umask does not filter: any user can write to the file; use 0755 \(filemode/world-writable\)$`
	_ = f.Chmod(0666)                    // want `^error: \(\*os.File\).Chmod sets mode 0666, .*; use 0644 \(filemode/world-writable\)$`
	_ = syscall.Chmod(p, 0o722)          // want `error: syscall.Chmod sets mode 0722,`
	_ = os.Chmod(p, m|0o002)             // want `error: os.Chmod sets mode …\|0002,`
	_ = os.Chmod(filepath.Dir(p), 0o777) // want `error: os.Chmod sets mode 0777, .*any user can write to the directory`
	chmod := os.Chmod
	_ = chmod(p, os.ModePerm) // want `error: os.Chmod sets mode 0777`
}

func created(p string, b []byte) {
	_ = os.WriteFile(p, b, 0o666)                                     // want `^warning: os.WriteFile creates a file with mode 0666: the umask is the only thing that keeps other users from writing to it; create it 0644 \(filemode/world-writable\)$`
	_ = ioutil.WriteFile(p, b, 0666)                                  // want `warning: ioutil.WriteFile creates a file with mode 0666`
	_ = os.MkdirAll(p, os.ModePerm)                                   // want `warning: os.MkdirAll creates a directory with mode 0777: .*; create it 0755`
	_, _ = os.OpenFile(p, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o777) // want `warning: os.OpenFile creates a file with mode 0777`
	_ = syscall.Mkdir(p, 0o777)                                       // want `warning: syscall.Mkdir creates a directory with mode 0777`
	_ = syscall.Mkfifo(p, 0o666)                                      // want `warning: syscall.Mkfifo creates a fifo with mode 0666`
}

func throughWrapper(p string, b []byte) {
	_ = widelib.Write(p, b, 0o666)                       // want `warning: widelib.Write creates a file with mode 0666`
	_ = widelib.Atomic(p, b, 0o666)                      // want `error: widelib.Atomic sets mode 0666, which the umask does not filter`
	_, _ = widelib.Open(p, os.O_RDWR|os.O_CREATE, 0o666) // want `warning: widelib.Open creates a file with mode 0666`
	_ = save(p, 0o666)                                   // want `warning: wide.save creates a file with mode 0666`
}

func save(p string, m fs.FileMode) error { return os.WriteFile(p, nil, m) }

func theTempDirItself() error {
	d, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	return os.Chmod(d, 0o777) // want `error: os.Chmod sets mode 0777`
}

func tooLate(dir string) error {
	if err := os.WriteFile(filepath.Join(dir, "id"), nil, 0o666); err != nil { // want `warning: os.WriteFile creates`
		return err
	}
	return os.Mkdir(dir, 0o700)
}

func published() error {
	f, err := os.CreateTemp("", "x")
	if err != nil {
		return err
	}
	return f.Chmod(0o666) // want `error: \(\*os.File\).Chmod sets mode 0666`
}

func someCallersAreOpen(p string) error {
	d, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	if err := leaky(filepath.Join(d, "x")); err != nil {
		return err
	}
	return leaky(p)
}

func leaky(p string) error { return os.WriteFile(p, nil, 0o666) } // want `warning: os.WriteFile creates a file with mode 0666`
