// Package pidfile defines an analyzer that finds pid files and locks that do
// not keep a second instance out.
//
// # Analyzer pidfile
//
// pidfile: check for racy pid files and lost file locks
//
// # pidfile-race
//
// To read the file, ask whether the process lives and then write one's own
// number takes time. Of several instances that start at once each finds nothing:
//
//	if _, err := os.Stat(path); err == nil {
//		return errRunning
//	}
//	err := os.WriteFile(path, []byte(strconv.Itoa(os.Getpid())), 0o644)
//
//	warning: pid file written after the check on line 1: two instances starting at
//	once both pass it; hold a lock or use O_EXCL
//
// The check may also stand in a function that is called before the one that
// writes. This check owns pid files: what others would say of their mode or of
// the race is part of the one finding.
//
// A file that is only written, so that others know the number, is no finding.
//
// # pidfile-writable
//
//	err := os.WriteFile("/run/daemon.pid", pid, 0o666)
//
//	error: pid file with mode 0666: any user can choose which process is killed
//	when the daemon is stopped; use 0644
//
// # pidfile-lock-lost
//
// A lock of flock(2) lives as long as its descriptor, and the garbage collector
// closes an *os.File that nothing refers to:
//
//	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
//	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
//	return err
//
//	warning: the locked file opened on line 1 becomes unreachable: when it is
//	garbage-collected the lock is released; keep it alive for the life of the
//	process
//
// Where a function does nothing but open, lock and write the number of this
// process, the fix lets the companion library do it and keep the lock
// (safecreate.LockPIDFile). Elsewhere there is none: where the file is to be kept
// only the program knows.
//
// And a file that is opened with O_TRUNC is empty before the lock is asked for:
//
//	f, err := os.Create("/run/daemon.pid")
//	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
//
//	warning: pid file truncated before the lock on line 2: a second instance
//	erases the running one's pid; open it without O_TRUNC and truncate under the
//	lock
//
// What is a pid file its name tells (.pid, or a variable with "pid" in its
// name), or that the number of this process is written to it. Accepted: O_EXCL,
// a lock in the same function, locks that are released or whose file is closed
// in the same function, a file that is returned, stored or kept with
// runtime.KeepAlive, tests.
//
// Limits: a lock that another function takes is not seen unless it is called
// here. Silence with
//
//	//permvet:ignore pidfile the init system starts one instance
//
// Source: flock(2), pidfile(3) of FreeBSD; CWE-367, CWE-667.
package pidfile
