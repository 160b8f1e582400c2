// Package dead creates without a mode, and gives modes that nothing reads.
package dead

import (
	"os"
	"syscall"

	"github.com/permvet/permvet/passes/filemode/testdata/src/modelib"
)

func fine(p string, flag int) {
	_, _ = os.OpenFile(p, os.O_RDONLY, 0)
	_, _ = os.OpenFile(p, flag, 0)
	_, _ = os.OpenFile(p, os.O_CREATE|os.O_WRONLY, 0o600)
	_, _ = syscall.Open(p, syscall.O_RDONLY, 0)
	_ = os.WriteFile("/sys/fs/cgroup/x/cgroup.procs", []byte("1"), 0)
	_ = os.Chmod(p, 0)
	_, _ = modelib.Open(p, os.O_RDONLY, 0)
	_ = os.WriteFile(p, nil, 0) // a note: see strictdead
}

func wrong(p string) {
	_, _ = os.OpenFile(p, os.O_CREATE|os.O_WRONLY, 0)         // want `^error: os.OpenFile creates a file with mode 0: nobody but root can open it again, not even its owner; use 0600 \(filemode/mode-missing\)$`
	_, _ = syscall.Open(p, syscall.O_CREAT|syscall.O_RDWR, 0) // want `error: syscall.Open creates a file with mode 0`
	_, _ = modelib.Open(p, os.O_RDWR|os.O_CREATE, 0)          // want `error: modelib.Open creates a file with mode 0`
}
