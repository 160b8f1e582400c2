// Package pidfile defines an analyzer that finds pid files and locks that do
// not keep a second instance out.
//
// # Analyzer pidfile
//
// pidfile: find pid files that two instances can write, and locks that are lost
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
//	warning: line 1 looks whether another instance runs and this writes the pid
//	file: two that start at once both find nothing and both go on; hold a lock on
//	the file, or create it with O_EXCL
//
// A file that is only written, so that others know the number, is no finding.
//
// # pidfile-writable
//
//	err := os.WriteFile("/run/daemon.pid", pid, 0o666)
//
//	error: the pid file gets mode 0666: whoever can write it chooses which process
//	is killed when the daemon is stopped; use 0644
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
//	warning: nothing keeps the file that line 1 opened: the garbage collector
//	closes it, the lock is gone and a second instance can start; keep it in a
//	variable that lives as long as the process
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
//	warning: the pid file is emptied before line 2 locks it: a second instance
//	wipes the number of the running one and only then finds the lock taken; open
//	it without O_TRUNC and truncate it under the lock
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
