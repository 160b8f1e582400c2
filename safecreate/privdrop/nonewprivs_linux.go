package privdrop

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"syscall"
	"unsafe"
)

const (
	prSetNoNewPrivs = 38

	seccompSetModeFilter   = 1
	seccompFilterFlagTsync = 1
	seccompRetAllow        = 0x7fff0000
)

// NoNewPrivs sets PR_SET_NO_NEW_PRIVS in every thread: from now on no execve gives this
// process or its children more rights, be it by setuid or setgid bits or by file
// capabilities. It cannot be taken back, and needs no right. [To] does it already, unless
// told to [AllowSetuid]; it serves processes that never were root, too.
//
// Order without cgo: prctl in all threads through syscall.AllThreadsSyscall, which ends the
// process if a thread has another result than the first. With cgo, where that is not
// possible: prctl in one thread, then seccomp(SET_MODE_FILTER, TSYNC) with a filter that
// allows everything, because it carries the flag to all threads, or to none and says so;
// the price is a trivial filter on every system call. Then, where /proc is mounted, the
// flag of every thread in /proc/self/task.
//
// [ErrIncomplete] if a thread lacks the flag; ENOSYS or EINVAL without seccomp in the
// kernel, with cgo. Systems other than Linux: [errors.ErrUnsupported].
func NoNewPrivs() error {
	if err := setNoNewPrivs(); err != nil {
		return err
	}
	view, err := openThreads()
	if errors.Is(err, ErrNoProc) {
		return nil // the calls above say by themselves that they have reached all
	}
	if err != nil {
		return fmt.Errorf("privdrop: list threads: %w", err)
	}
	defer view.release()
	err = view.each(func(tid string) error {
		content, err := view.root.ReadFile(tid + "/status")
		if err != nil {
			return err
		}
		if v, ok := parseStatus(content)["NoNewPrivs"]; ok && v != "1" {
			return errors.New("NoNewPrivs is not set")
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrIncomplete, err)
	}
	return nil
}

func setNoNewPrivs() error {
	_, _, errno := syscall.AllThreadsSyscall6(syscall.SYS_PRCTL, prSetNoNewPrivs, 1, 0, 0, 0, 0)
	switch errno {
	case 0:
		return nil
	case syscall.ENOTSUP:
		return noNewPrivsByFilter()
	}
	return fmt.Errorf("privdrop: %w", os.NewSyscallError("prctl", errno))
}

func noNewPrivsByFilter() error {
	nr, ok := seccompNumber(runtime.GOARCH)
	if !ok {
		return fmt.Errorf("privdrop: seccomp on %s: %w", runtime.GOARCH, errors.ErrUnsupported)
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	_, _, errno := syscall.RawSyscall6(syscall.SYS_PRCTL, prSetNoNewPrivs, 1, 0, 0, 0, 0)
	if errno != 0 {
		return fmt.Errorf("privdrop: %w", os.NewSyscallError("prctl", errno))
	}
	filter := []syscall.SockFilter{{Code: syscall.BPF_RET | syscall.BPF_K, K: seccompRetAllow}}
	prog := syscall.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	tid, _, errno := syscall.Syscall(nr, seccompSetModeFilter, seccompFilterFlagTsync, uintptr(unsafe.Pointer(&prog)))
	if errno != 0 {
		return fmt.Errorf("privdrop: %w", os.NewSyscallError("seccomp", errno))
	}
	if tid != 0 {
		return fmt.Errorf("%w: thread %d has a seccomp filter of its own", ErrIncomplete, tid)
	}
	return nil
}

// seccompNumber is the number of seccomp(2), which package syscall does not know.
func seccompNumber(goarch string) (uintptr, bool) {
	nr, ok := map[string]uintptr{
		"386": 354, "amd64": 317, "arm": 383, "arm64": 277, "loong64": 277, "riscv64": 277,
		"mips": 4352, "mipsle": 4352, "mips64": 5312, "mips64le": 5312,
		"ppc64": 358, "ppc64le": 358, "s390x": 348,
	}[goarch]
	return nr, ok
}
