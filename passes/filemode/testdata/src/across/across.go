// Package across gives its modes to the wrappers of package modelib.
package across

import (
	"os"
	"path/filepath"
	"syscall"

	"github.com/permvet/permvet/passes/filemode/testdata/src/modelib"
	"github.com/permvet/permvet/passes/filemode/testdata/src/widelib"
)

func fine(p, f string) {
	_ = modelib.Mkdir(p, 0o700)
	_ = modelib.Mkdir(p, modelib.StateMode)
	_ = modelib.Ensure(p, 0o750)
	_ = modelib.Ensure(p, modelib.StateMode)
	_ = modelib.RawMkdir(p, 0o700)
	_ = modelib.Exec(f, 0o600) // perhaps a file
	_ = modelib.Mkdir(modelib.Keys(p), 0o700)
	_ = modelib.Mkdir("state", os.ModeSetgid|0o750) // its parent is there
	_ = widelib.Write(p, nil, 0o600)
	_, _ = modelib.Open(p, os.O_RDONLY, 0)
	_, _ = modelib.Open(p, os.O_WRONLY|os.O_CREATE, 0o600)
	_, _ = modelib.Reopen(p, 0o600) // one of the two reads it
}

// strict is what even strict profiles leave alone: the kernel's files, sockets
// and devices, and modes that somebody else chose.
func strict(p string, m os.FileMode, fi os.FileInfo) {
	_ = widelib.Write("/sys/kernel/x", nil, 0o664)
	_ = modelib.Exec("/run/app/app.sock", 0o660)
	_ = syscall.Mknod(p, syscall.S_IFCHR|0o660, 0)
	_ = widelib.Write(p, nil, m)
	_ = widelib.Write(p, nil, fi.Mode())
	_ = widelib.Write(p, nil, m&0o700)
	_ = widelib.Write(p, nil, m&^0o077)
}

// parents has no parents to make, or a mode that suits them too.
func parents(p string) {
	_ = os.Mkdir(p+"/a/b", os.ModeSetgid|0o750)
	_ = modelib.Mkdir("/tmp/x", os.ModeSticky|0o700)
	_ = modelib.Mkdir(p+"/a/b", 0o750)
	_ = modelib.RawMkdir(p+"/a/b", 0o1750)
}

// noSecret is wide, but not for secrets.
func noSecret(p string) {
	_ = modelib.Mkdir(filepath.Join(p, "certs"), 0o755)       // want `strict-threshold`
	_ = modelib.Mkdir("/etc/ssl/certs", 0o755)                // want `strict-threshold`
	_ = modelib.Mkdir(filepath.Join(p, ".ssh", "pub"), 0o755) // want `strict-threshold`
	_ = modelib.Mkdir(filepath.Join(p, ".sshd-hosts"), 0o755) // want `strict-threshold`
	_ = modelib.Mkdir(filepath.Join(modelib.Keys(p), "x"), 0o700)
}

// octal has digits that only look decimal, or right ones.
func octal(p string) {
	_ = modelib.Ensure(p, 0750)
	_ = modelib.Ensure(p, 448) // 0700, of a plain number
	_ = modelib.RawMkdir(p, 0o1_750)
}

// search makes directories that nobody can enter.
func search(p string) {
	_ = modelib.Mkdir(p, 0o640)              // want `^error: modelib.Mkdir creates a directory with mode 0640, without x for its owner: nobody but root can enter it; use 0750 \(filemode/dir-without-search\)$`
	_ = modelib.Mkdir(p, modelib.FileMode)   // want `error: modelib.Mkdir creates a directory with mode 0640, without x`
	_ = os.Mkdir(p, modelib.FileMode)        // want `error: os.Mkdir creates a directory with mode 0640, without x`
	_ = modelib.Ensure(p, 0o600)             // want `error: modelib.Ensure creates a directory with mode 0600, without x`
	_ = modelib.Exec(filepath.Dir(p), 0o600) // want `error: modelib.Exec sets on a directory mode 0600, without x`
	_ = modelib.EnsureDir(p, 0o640)          // want `note: .*wider than 0750`
	_ = modelib.RawMkdir(p, syscall.S_IRUSR) // want `error: modelib.RawMkdir creates a directory with mode 0400, without x`
}

// decimal forgets the prefix where the parameter is a plain number.
func decimal(p string) {
	_ = modelib.Ensure(p, 750)             // want `^error: 750 is not octal: it is 01356 \(-wxr-xrw-\), where 0o750 \(rwxr-x---\) was meant \(filemode/decimal-mode\)$`
	_ = modelib.RawMkdir(p, 700)           // want `error: 700 is not octal`
	_ = modelib.Ensure(p, modelib.DirMode) // want `error: modelib.DirMode is 755 in decimal`
}

// secrets lets all list the directory.
func secrets(p string) {
	_ = modelib.Mkdir(modelib.Keys(p), 0o744|0o711)      // want `note: modelib.Mkdir creates a directory with mode 0755 .*: every user can list it; use 0700 \(filemode/secret-dir\)`
	_ = modelib.Mkdir(filepath.Join(p, ".gnupg"), 0o755) // want `note: .*secret-dir`
	_ = os.Mkdir(modelib.Keys(p), 0o755)                 // want `note: .*secret-dir`
}

// special gives the parents what is for the last.
func special(p string) {
	_ = modelib.Mkdir(p+"/a/b", os.ModeSetgid|0o750) // want `^note: modelib.Mkdir gives mode 0750 to every missing parent too: make the parents first with a plain mode \(filemode/parents-get-leaf-mode\)$`
	_ = modelib.Mkdir(p+"/a/b", 0o770)               // want `note: .*parents-get-leaf-mode`
}

// wider lets the group write and all execute.
func wider(p string) {
	_ = widelib.Write(p, nil, 0o660) // want `^note: widelib.Write creates a file with mode 0660: its group can write to it \(filemode/group-writable\)$`
	_ = modelib.RawMkdir(p, 0o770)   // want `note: .*group-writable`
	_ = modelib.Exec(p, 0o755)       // want `^note: modelib.Exec sets on a file mode 0755: every user can execute it \(filemode/other-exec\)$`
	_ = widelib.Write(p, nil, 0o711) // want `note: .*other-exec` related:`^widelib.go: func Write\(p string, b \[\]byte, m fs\.FileMode\) error \{ return os\.WriteFile\(p, b, m\) \}: the mode is applied here$`
}

// unused gives a mode that nothing reads.
func unused(p string) {
	_, _ = modelib.Open(p, os.O_RDONLY, 0o644) // want `^note: modelib.Open without O_CREATE ignores mode 0644: write 0 \(filemode/mode-unused\)$`
	_, _ = widelib.Open(p, os.O_RDWR, 0o600)   // want `note: .*mode-unused`
}

// compared asks for the order of bits; the type alone says so.
func compared(p string) bool {
	if modelib.Perm(p)&0o077 != 0 {
		return false
	}
	return modelib.Perm(p) > modelib.StateMode // want `error: permission bits are compared as a number`
}
