package safecreate

import "os"

// dupOnto makes the descriptor of to another one of the file that from has open.
func dupOnto(from, to *os.File) error {
	src, err := from.SyscallConn()
	if err != nil {
		return err
	}
	dst, err := to.SyscallConn()
	if err != nil {
		return err
	}
	var dupErr error
	err = src.Control(func(f uintptr) {
		err := dst.Control(func(t uintptr) { dupErr = dup(int(f), int(t)) })
		if err != nil {
			dupErr = err
		}
	})
	if err == nil {
		err = dupErr
	}
	return os.NewSyscallError("dup", err)
}
