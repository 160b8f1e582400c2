// Package strict is for those who want to see every note.
package strict

import (
	"os"
	"path/filepath"
	"syscall"
)

func fine(p, f string) {
	_ = os.WriteFile(p, nil, 0o600)
	_ = os.WriteFile(p, nil, 0o400)
	_ = os.Mkdir(p, 0o700)
	_ = os.MkdirAll(p, 0o750)
	_ = os.Chmod(f, 0o600)
	_, _ = os.OpenFile(p, os.O_RDONLY, 0)
	_ = os.WriteFile("/proc/sys/x", nil, 0o644)
}

func threshold(p, c string, f *os.File) {
	_ = os.WriteFile(p, nil, 0o644)                     // want `^note: os.WriteFile creates a file with mode 0644: wider than 0600 \(filemode/strict-threshold\)$`
	_, _ = os.OpenFile(p, os.O_CREATE|os.O_RDWR, 0o640) // want `note: .*strict-threshold`
	_, _ = os.Create(p)                                 // want `note: .*mode 0666: its group can write to it \(filemode/group-writable\)`
	_ = os.MkdirAll(p, 0o755)                           // want `note: .*wider than 0750 \(filemode/strict-threshold\)`
	_ = os.Mkdir(p, 0o770)                              // want `note: .*filemode/group-writable`
	_ = os.Chmod(c, 0o755)                              // want `note: .*every user can execute it \(filemode/other-exec\)`
	_ = os.Chmod(c, 0o700)                              // want `note: .*strict-threshold`
	_ = f.Chmod(0o664)                                  // want `note: .*group-writable`
}

func dirs(base string) {
	_ = os.Mkdir(base+"/x", 0o744)                    // want `^note: os.Mkdir creates a directory with mode 0744: some of those who can list it cannot enter it; .*dir-without-search`
	_ = os.Mkdir(filepath.Join(base, ".ssh"), 0o755)  // want `note: .*: every user can list it; use 0700 \(filemode/secret-dir\)`
	_ = os.MkdirAll("/var/lib/daemon", 0o755)         // want `note: .*state below /var/lib\): every user can list it.*state-dir`
	_ = os.MkdirAll(base+"/a/b", os.ModeSticky|0o777) // want `note: .*gives mode 0777 to every missing parent too.*parents-get-leaf-mode`
	_ = os.MkdirAll(base+"/a/b", 0o770)               // want `note: .*parents-get-leaf-mode`
	_ = os.Chmod(base, os.ModeSticky|0o777)           // want `note: .*like /tmp: anybody can fill it.*world-writable`
}

func unused(p string) {
	_, _ = os.OpenFile(p, os.O_WRONLY, 0o644)       // want `^note: os.OpenFile without O_CREATE ignores mode 0644: write 0 \(filemode/mode-unused\)$`
	_, _ = syscall.Open(p, syscall.O_RDONLY, 0o666) // want `note: .*mode-unused`
	_ = os.WriteFile(p, nil, 0)                     // want `note: os.WriteFile with mode 0: .*mode-missing`
}

const spelled os.FileMode = 420 // want `^note: mode 0644 is written as 420, where readers expect octal \(filemode/decimal-mode\)$`
