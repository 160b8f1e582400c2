package thread

import (
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// Right: package syscall changes every thread, and unix.Setuid forwards to it.
func all(uid, gid int) error {
	if err := syscall.Setgroups(nil); err != nil {
		return err
	}
	if err := unix.Setresgid(gid, gid, gid); err != nil {
		return err
	}
	return unix.Setresuid(uid, uid, uid)
}

// Right: one thread is meant, and it is kept.
func fileServer(uid int) error {
	runtime.LockOSThread()
	return unix.Setfsuid(uid)
}

// Right: the thread's name and a signal are not privileges.
func name(p *byte) error {
	return unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0, 0, 0)
}

// Right: without a filter this only asks whether the kernel could.
func hasSeccomp() bool {
	return unix.Prctl(unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, 0, 0, 0) != unix.EINVAL
}

// Right: asks only.
func hasAmbient() bool {
	return unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_IS_SET, 0, 0, 0) == nil
}

// Right: works as another user for a while, on a thread of its own.
func as(uid, gid uintptr, do func() error) error {
	result := make(chan error)
	go func() {
		runtime.LockOSThread()
		old, oldGroup := myUID(), myGID()
		if _, _, errno := unix.RawSyscall(unix.SYS_SETREGID, ^uintptr(0), gid, 0); errno != 0 {
			result <- errno
			return
		}
		if _, _, errno := unix.RawSyscall(unix.SYS_SETREUID, ^uintptr(0), uid, 0); errno != 0 {
			result <- errno
			return
		}
		err := do()
		if _, _, errno := unix.RawSyscall(unix.SYS_SETREGID, ^uintptr(0), oldGroup, 0); errno != 0 {
			err = errno
		}
		if _, _, errno := unix.RawSyscall(unix.SYS_SETREUID, ^uintptr(0), old, 0); errno != 0 {
			err = errno
		}
		result <- err
	}()
	return <-result
}

func myUID() uintptr { return uintptr(myself.uid) }
func myGID() uintptr { return uintptr(myself.gid) }

var myself struct{ uid, gid int }

// Right: what is returned runs on the thread that was locked.
func raised(uid uintptr) func() error {
	runtime.LockOSThread()
	return func() error {
		defer runtime.UnlockOSThread()
		return rawResUID(uid)
	}
}

func rawResUID(uid uintptr) error {
	if _, _, errno := unix.RawSyscall(unix.SYS_SETRESUID, uid, uid, 0); errno != 0 {
		return errno
	}
	return nil
}

func raisedHere(uid uintptr) func() error {
	runtime.LockOSThread()
	return func() error {
		if _, _, errno := unix.RawSyscall(unix.SYS_SETRESUID, uid, uid, 0); errno != 0 {
			return errno
		}
		return nil
	}
}

// Right: each works as another user for a while.
func twoFiles(uid, gid uintptr) error {
	if err := as(uid, gid, func() error { return nil }); err != nil {
		return err
	}
	return as(uid, gid, func() error { return nil })
}

// Right: a helper of a function that holds the thread.
func pinnedDrop(uid uintptr) error {
	runtime.LockOSThread()
	if err := rawUID(uid); err != nil {
		return err
	}
	return syscall.Exec("/bin/true", nil, nil)
}

func rawUID(uid uintptr) error {
	if _, _, errno := unix.RawSyscall(unix.SYS_SETUID, uid, 0, 0); errno != 0 {
		return errno
	}
	return nil
}

// Right: all threads.
func noNewPrivsAll() error {
	if _, _, errno := syscall.AllThreadsSyscall(unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1, 0); errno != 0 {
		return errno
	}
	return nil
}

// Right: a library's name for the system call.
// Right: it adds, for a child to come.
func addCapability(bit uint32) error {
	hdr := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&hdr, &data[0]); err != nil {
		return err
	}
	data[0].Inheritable |= bit
	data[0].Permitted |= bit
	return unix.Capset(&hdr, &data[0])
}

func capset(hdr *unix.CapUserHeader, data *unix.CapUserData) error { return unix.Capset(hdr, data) }

func groups(gid int) error {
	return unix.Setgroups([]int{gid}) // want `^error: unix.Setgroups affects only the calling thread: goroutines on other threads keep their supplementary groups; use syscall.Setgroups, which changes all \(privdrop/drop-one-thread\)$`
}

func raw(uid uintptr) error {
	if _, _, errno := unix.RawSyscall(unix.SYS_SETUID, uid, 0, 0); errno != 0 { // want `error: SYS_SETUID affects only the calling thread: goroutines on other threads keep their uid; use syscall.Setuid, which changes all`
		return errno
	}
	return nil
}

func noNewPrivs() error {
	return unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) // want `error: unix.Prctl affects only the calling thread: .* lock the goroutine to its thread`
}

func fsuid(uid int) error {
	return unix.Setfsuid(uid) // want `error: unix.Setfsuid affects only the calling thread`
}

func noCaps() error {
	hdr := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	return unix.Capset(&hdr, &data[0]) // want `error: unix.Capset affects only the calling thread`
}

func escalate(uid int) error {
	runtime.LockOSThread()
	return syscall.Setresuid(0, 0, uid) // want `^warning: syscall.Setresuid makes every thread root although line \d+ locks the goroutine to one thread`
}
