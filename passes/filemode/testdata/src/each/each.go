// Package each leaves write access to the umask; with -strict each place is told.
package each

import (
	"io/fs"
	"io/ioutil"
	"os"
	"path/filepath"
	"syscall"

	"github.com/permvet/permvet/passes/filemode/testdata/src/widelib"
)

func created(p string, b []byte) {
	_ = os.WriteFile(p, b, 0o666)                                     // want `^warning: os.WriteFile creates a file with mode 0666: only the umask keeps other users from writing to it; use 0644 \(filemode/world-writable\)$`
	_ = ioutil.WriteFile(p, b, 0666)                                  // want `warning: ioutil.WriteFile creates a file with mode 0666`
	_ = os.MkdirAll(p, os.ModePerm)                                   // want `warning: os.MkdirAll creates a directory with mode 0777: .*; use 0755`
	_, _ = os.OpenFile(p, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o777) // want `warning: os.OpenFile creates a file with mode 0777`
	_ = syscall.Mkdir(p, 0o777)                                       // want `warning: syscall.Mkdir creates a directory with mode 0777`
	_ = syscall.Mkfifo(p, 0o666)                                      // want `warning: syscall.Mkfifo creates a fifo with mode 0666`
}

func throughWrapper(p string, b []byte) {
	_ = widelib.Write(p, b, 0o666)                       // want `warning: widelib.Write creates a file with mode 0666`
	_, _ = widelib.Open(p, os.O_RDWR|os.O_CREATE, 0o666) // want `warning: widelib.Open creates a file with mode 0666`
	_ = save(p, 0o666)                                   // want `warning: each.save creates a file with mode 0666`
}

func save(p string, m fs.FileMode) error { return os.WriteFile(p, nil, m) }

func tooLate(dir string) error {
	if err := os.WriteFile(filepath.Join(dir, "id"), nil, 0o666); err != nil { // want `warning: os.WriteFile creates`
		return err
	}
	return os.Mkdir(dir, 0o700)
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

// The user says where: the umask is the user's too.
func chosen() error {
	if err := os.MkdirAll(os.Args[1], 0o777); err != nil { // want `^note: os.MkdirAll creates a directory with mode 0777: .*world-writable`
		return err
	}
	return os.WriteFile("out.txt", nil, 0o666) // want `^note: .*world-writable`
}
