package wide

import (
	"io/fs"
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

func throughWrapper(p string, b []byte) {
	_ = widelib.Atomic(p, b, 0o666) // want `error: widelib.Atomic sets mode 0666, which the umask does not filter`
}

func theTempDirItself() error {
	d, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	return os.Chmod(d, 0o777) // want `error: os.Chmod sets mode 0777`
}

func published() error {
	f, err := os.CreateTemp("", "x")
	if err != nil {
		return err
	}
	return f.Chmod(0o666) // want `error: \(\*os.File\).Chmod sets mode 0666`
}
