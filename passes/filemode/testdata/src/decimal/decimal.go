// Package decimal forgets the octal prefix.
package decimal

import (
	"io/fs"
	"os"
	"syscall"

	"github.com/permvet/permvet/passes/filemode/testdata/src/modelib"
)

const (
	fine    fs.FileMode = 0o644
	correct fs.FileMode = 0600
	number              = 644 // never a mode
	dirMode             = 750 // want `^error: 750 is not octal: it is 01356 \(-wxr-xrw-\), where 0o750 \(rwxr-x---\) was meant \(filemode/decimal-mode\)$`
)

func right(p string, m fs.FileMode) bool {
	_ = os.WriteFile(p, nil, 420) // 0644, told in strict runs
	_ = os.MkdirAll(p, 0x1c0)     // 0700, likewise
	_ = syscall.Umask(77)         // the umask check tells
	return m>>6&7 == 6 && m != 1<<10 && number > 1
}

func wrong(p, f string, m fs.FileMode) bool {
	_ = os.WriteFile(p, nil, 644) // want `^error: 644 is not octal: it is 01204 \(-w----r--\), where 0o644 \(rw-r--r--\) was meant \(filemode/decimal-mode\)$`
	_ = os.MkdirAll(p, 0x755)     // want `error: 0x755 is not octal: it is 03525`
	_ = os.Mkdir(p, dirMode)
	_ = os.MkdirAll(p, 644)           // want `error: 644 is not octal: it is 01204 .*, where 0o755 .rwxr-xr-x. was meant`
	_ = os.WriteFile(p, nil, 0x0700)  // want `error: 0x0700 is not octal`
	_ = os.Mkdir(p, modelib.DirMode)  // want `error: modelib.DirMode is 755 in decimal, that is 01363`
	_ = modelib.Mkdir(p, 700)         // want `error: 700 is not octal`
	_ = os.Chmod(f, os.FileMode(400)) // want `error: 400 is not octal: it is 0620`
	_ = syscall.Chmod(f, 500)         // want `error: 500 is not octal: it is 0764`
	return m&777 != 0                 // want `error: 777 is not octal`
}

var options = struct{ Mode os.FileMode }{Mode: 600} // want `error: 600 is not octal`
