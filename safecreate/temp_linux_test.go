package safecreate

import (
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
	"unsafe"
)

// Nobody can give a TempFile a name, not even this process through /proc.
func TestTempFileCannotBeLinked(t *testing.T) {
	dir := scratch(t)
	f, err := TempFile(dir)
	must(t, err)
	defer f.Close()
	const atFdcwd, atSymlinkFollow = -100, 0x400
	from, _ := syscall.BytePtrFromString(fmt.Sprintf("/proc/self/fd/%d", f.Fd()))
	to, _ := syscall.BytePtrFromString(filepath.Join(dir, "x"))
	cwd := atFdcwd
	_, _, errno := syscall.Syscall6(syscall.SYS_LINKAT, uintptr(cwd), uintptr(unsafe.Pointer(from)),
		uintptr(cwd), uintptr(unsafe.Pointer(to)), atSymlinkFollow, 0)
	if errno != syscall.ENOENT {
		t.Errorf("linkat: %v, want ENOENT", errno)
	}
}
