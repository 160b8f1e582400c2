//go:build unix

package safecreate

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// firstActivated is the first descriptor that a service manager passes on.
const firstActivated = 3

// Activated takes over the descriptors that a service manager (systemd with socket
// activation) has opened for this process: with names from LISTEN_FDNAMES, close-on-exec
// from now on, and with LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES removed from the
// environment, so that neither children nor a second call take them for theirs. There are
// none if the manager has passed on none, or has meant another process. Call it before
// anything starts a child.
//
//	files, err := safecreate.Activated()
//	if err != nil {
//		return err
//	}
//	var l net.Listener
//	if len(files) > 0 {
//		l, err = net.FileListener(files[0]) // its mode and group are the manager's business
//	} else {
//		l, err = safecreate.Listen("unix", "/run/app/sock", 0o660)
//	}
//
// Order: fstat and fcntl(F_SETFD, FD_CLOEXEC) of each, before any is returned. A descriptor that is
// announced and not open is an error (EBADF). Systems other than Unix:
// [errors.ErrUnsupported].
func Activated() ([]*os.File, error) {
	pid, n, names := os.Getenv("LISTEN_PID"), os.Getenv("LISTEN_FDS"), strings.Split(os.Getenv("LISTEN_FDNAMES"), ":")
	for _, name := range []string{"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"} {
		os.Unsetenv(name)
	}
	if pid == "" || n == "" || pid != strconv.Itoa(os.Getpid()) {
		return nil, nil
	}
	count, err := strconv.ParseUint(n, 10, 16)
	if err != nil {
		return nil, fmt.Errorf("LISTEN_FDS: %w", err)
	}
	for fd := firstActivated; fd < firstActivated+int(count); fd++ {
		var st syscall.Stat_t
		if err := syscall.Fstat(fd, &st); err != nil {
			return nil, fmt.Errorf("descriptor %d of LISTEN_FDS=%d: %w", fd, count, os.NewSyscallError("fstat", err))
		}
	}
	files := make([]*os.File, count)
	for i := range files {
		fd := firstActivated + i
		syscall.CloseOnExec(fd)
		name := "LISTEN_FD_" + strconv.Itoa(fd)
		if i < len(names) && names[i] != "" {
			name = names[i]
		}
		files[i] = os.NewFile(uintptr(fd), name)
	}
	return files, nil
}
