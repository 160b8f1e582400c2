package privdrop

import (
	"os"
	"syscall"
	"unsafe"
)

const (
	prCapBsetDrop = 24
	capVersion3   = 0x20080522
)

// emptyBounding takes every capability out of the bounding set of every thread and tells
// whether it could: not with cgo, where the other threads are out of reach, and not
// without CAP_SETPCAP.
func emptyBounding() (bool, error) {
	for capability := uintptr(0); ; capability++ {
		_, _, errno := syscall.AllThreadsSyscall(syscall.SYS_PRCTL, prCapBsetDrop, capability, 0)
		switch errno {
		case 0:
		case syscall.EINVAL: // one more than the kernel knows
			return true, nil
		case syscall.ENOTSUP, syscall.EPERM:
			return false, nil
		default:
			return false, os.NewSyscallError("prctl", errno)
		}
	}
}

type capHeader struct {
	version uint32
	pid     int32
}

type capSet struct{ effective, permitted, inheritable uint32 }

// clearCapabilities clears the permitted, effective and inheritable sets of every thread,
// and with them the ambient set, which the kernel keeps within the others. With cgo, where
// that is not possible, it leaves what verify will refuse.
func clearCapabilities() error {
	header := capHeader{version: capVersion3}
	var none [2]capSet
	_, _, errno := syscall.AllThreadsSyscall(syscall.SYS_CAPSET,
		uintptr(unsafe.Pointer(&header)), uintptr(unsafe.Pointer(&none)), 0)
	if errno != 0 && errno != syscall.ENOTSUP {
		return os.NewSyscallError("capset", errno)
	}
	return nil
}
