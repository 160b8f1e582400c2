// Package bits mixes Go's modes with the kernel's.
package bits

import (
	"io/fs"
	"os"
	"syscall"

	"github.com/permvet/permvet/passes/filemode/testdata/src/modelib"
)

func fine(p string, m fs.FileMode, fi fs.FileInfo, st *syscall.Stat_t) {
	_ = syscall.Chmod(p, uint32(m.Perm()))
	_ = syscall.Chmod(p, uint32(m&0o777))
	_ = syscall.Chmod(p, uint32(os.FileMode(0o755)))
	_ = syscall.Chmod(p, 0o4755)
	_ = syscall.Chmod(p, st.Mode)
	_ = syscall.Chmod(p, st.Mode&0o7777)
	_ = os.Chmod(p, os.FileMode(st.Mode&0o777))
	_ = os.Chmod(p, os.FileMode(st.Mode).Perm())
	_ = os.Chmod(p, fi.Mode())
	_ = os.Chmod(p, os.ModeSetuid|0o755)
	_ = os.Mkdir(p, os.ModeSticky|0o777)
	_ = modelib.RawMkdir(p, 0o1755)
	_ = modelib.RawMkdir(p, uint32(m.Perm()))
}

// kernelMode translates every bit.
func kernelMode(m os.FileMode) (raw uint32) {
	raw |= uint32(m.Perm())
	if m&os.ModeSetuid != 0 {
		raw |= syscall.S_ISUID
	}
	if m&os.ModeSticky != 0 {
		raw |= syscall.S_ISVTX
	}
	return raw
}

func translated(p string, m fs.FileMode, fi fs.FileInfo) {
	_ = syscall.Mkdir(p, kernelMode(m))
	_ = syscall.Chmod(p, kernelMode(fi.Mode()))
}

type device struct {
	kind rune
	mode os.FileMode
}

// node keeps the kernel's bits in an os.FileMode.
func (d device) node(p string) error {
	mode := d.mode
	switch d.kind {
	case 'b':
		mode |= syscall.S_IFBLK
	case 'c':
		mode |= syscall.S_IFCHR
	default:
		mode |= syscall.S_IFIFO
	}
	return syscall.Mknod(p, uint32(mode), 0)
}

func block(p string, m os.FileMode) error {
	return syscall.Mknod(p, uint32(m|syscall.S_IFBLK), 0)
}

func toKernel(p string, fd int, m fs.FileMode, fi fs.FileInfo) {
	_ = syscall.Chmod(p, uint32(m))            // want `^error: os.FileMode passed to syscall.Chmod without conversion: .* \(filemode/mode-encoding\)$`
	_ = syscall.Fchmod(fd, uint32(fi.Mode()))  // want `error: os.FileMode passed to syscall.Fchmod without conversion`
	_ = syscall.Mkdir(p, uint32(m))            // want `error: os.FileMode passed to syscall.Mkdir without conversion`
	_ = modelib.RawMkdir(p, uint32(fi.Mode())) // want `error: os.FileMode passed to modelib.RawMkdir without conversion`
}

func change(p string, m fs.FileMode) error { return syscall.Chmod(p, uint32(m)) } // want `error: os.FileMode passed to syscall.Chmod`

func changes(p string, fi fs.FileInfo) error { return change(p, fi.Mode()) } // told above

func fromKernel(p string, st *syscall.Stat_t) fs.FileMode {
	_ = os.Chmod(p, os.FileMode(st.Mode))         // want `^error: st_mode passed to os.Chmod as an os.FileMode: .* \(filemode/mode-encoding\)$`
	return os.FileMode(st.Mode &^ syscall.S_IFMT) // want `^warning: st_mode converted to os.FileMode: .* \(filemode/mode-encoding\)$`
}

func wrapped(p string, st *syscall.Stat_t) error {
	return modelib.Mkdir(p, os.FileMode(st.Mode)) // want `error: st_mode passed to modelib.Mkdir`
}

func lost(p string) {
	_ = os.Mkdir(p, 01777)           // want `^error: os.Mkdir ignores the sticky bit in mode 01777; use os.ModeSticky; what remains is world-writable without sticky \(filemode/lost-special-bits\)$`
	_ = os.Chmod(p, 0o4755)          // want `error: os.Chmod ignores the setuid bit in mode 04755`
	_ = os.WriteFile(p, nil, 0o6444) // want `error: os.WriteFile ignores the setuid, setgid bit in mode 06444: was 0444 meant.`
	_ = modelib.Mkdir(p, 0o2775)     // want `error: modelib.Mkdir ignores the setgid bit in mode 02775`
}
