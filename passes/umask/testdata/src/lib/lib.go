// Package lib creates things for others and wraps the umask.
package lib

import (
	"net"
	"os"
	"syscall"
)

// Report creates a file that the umask narrows.
func Report(p string) (*os.File, error) { return os.Create(p) }

// Tree creates directories that the umask narrows.
func Tree(p string) error { return os.MkdirAll(p, 0o777) }

// Private needs no umask.
func Private(p string) error { return os.MkdirAll(p, 0o700) }

// Set changes the umask for its caller, who gets the way back.
func Set(mask int) int { return syscall.Umask(mask) }

// SetErr does so on systems that may have none.
func SetErr(mask int) (old int, err error) { return syscall.Umask(mask), nil }

// Drop keeps no way back.
func Drop(mask int) {
	syscall.Umask(mask) // want `^warning: library function Drop changes the process-wide umask to an unknown value; .* \(umask/umask-in-library\)$`
}

// With runs a function under another umask; it is told here.
func With(mask int, run func() error) error {
	old := syscall.Umask(mask) // want `umask-window`
	defer syscall.Umask(old)
	return run()
}

// Mkdir makes a directory under another umask; it is told here.
func Mkdir(p string, mask int) error {
	old := syscall.Umask(mask) // want `umask-window`
	defer syscall.Umask(old)
	return os.Mkdir(p, 0o770)
}

// Setup changes it as it likes.
func Setup() {
	syscall.Umask(0o022) // want `^warning: library function Setup changes the process-wide umask to 0022`
}

// Open is told by nobody.
func Open() {
	syscall.Umask(0) // want `^error: umask 0000 makes new files world-writable: 2 calls here and in its imports rely on it \(lib.go:11, lib.go:14\); use umask 0022 or stricter and pass wider modes explicitly \(umask/permissive-umask\)$`
}

// Many makes more than a summary holds, under another umask; it is told here.
func Many(p string, mask int) {
	old := syscall.Umask(mask) // want `umask-window`
	os.Mkdir(p+"/0", 0o700)
	os.Mkdir(p+"/1", 0o700)
	os.Mkdir(p+"/2", 0o700)
	os.Mkdir(p+"/3", 0o700)
	os.Mkdir(p+"/4", 0o700)
	os.Mkdir(p+"/5", 0o700)
	os.Mkdir(p+"/6", 0o700)
	os.Mkdir(p+"/7", 0o700)
	os.Mkdir(p+"/8", 0o700)
	os.Mkdir(p+"/9", 0o700)
	os.Mkdir(p+"/10", 0o700)
	os.Mkdir(p+"/11", 0o700)
	os.Mkdir(p+"/12", 0o700)
	os.Mkdir(p+"/13", 0o700)
	os.Mkdir(p+"/14", 0o700)
	os.Mkdir(p+"/15", 0o700)
	os.Mkdir(p+"/16", 0o700)
	os.Mkdir(p+"/17", 0o700)
	os.Mkdir(p+"/18", 0o700)
	os.Mkdir(p+"/19", 0o700)
	os.Mkdir(p+"/20", 0o700)
	os.Mkdir(p+"/21", 0o700)
	os.Mkdir(p+"/22", 0o700)
	os.Mkdir(p+"/23", 0o700)
	os.Mkdir(p+"/24", 0o700)
	os.Mkdir(p+"/25", 0o700)
	os.Mkdir(p+"/26", 0o700)
	os.Mkdir(p+"/27", 0o700)
	os.Mkdir(p+"/28", 0o700)
	os.Mkdir(p+"/29", 0o700)
	os.Mkdir(p+"/30", 0o700)
	os.Mkdir(p+"/31", 0o700)
	os.Mkdir(p+"/32", 0o700)
	os.Mkdir(p+"/33", 0o700)
	os.Mkdir(p+"/34", 0o700)
	os.Mkdir(p+"/35", 0o700)
	os.Mkdir(p+"/36", 0o700)
	os.Mkdir(p+"/37", 0o700)
	os.Mkdir(p+"/38", 0o700)
	os.Mkdir(p+"/39", 0o700)
	os.Mkdir(p+"/40", 0o700)
	os.Mkdir(p+"/41", 0o700)
	os.Mkdir(p+"/42", 0o700)
	os.Mkdir(p+"/43", 0o700)
	os.Mkdir(p+"/44", 0o700)
	os.Mkdir(p+"/45", 0o700)
	os.Mkdir(p+"/46", 0o700)
	os.Mkdir(p+"/47", 0o700)
	os.Mkdir(p+"/48", 0o700)
	os.Mkdir(p+"/49", 0o700)
	os.Mkdir(p+"/50", 0o700)
	os.Mkdir(p+"/51", 0o700)
	os.Mkdir(p+"/52", 0o700)
	os.Mkdir(p+"/53", 0o700)
	os.Mkdir(p+"/54", 0o700)
	os.Mkdir(p+"/55", 0o700)
	os.Mkdir(p+"/56", 0o700)
	os.Mkdir(p+"/57", 0o700)
	os.Mkdir(p+"/58", 0o700)
	os.Mkdir(p+"/59", 0o700)
	os.Mkdir(p+"/60", 0o700)
	os.Mkdir(p+"/61", 0o700)
	os.Mkdir(p+"/62", 0o700)
	os.Mkdir(p+"/63", 0o700)
	os.Mkdir(p+"/64", 0o700)
	os.Mkdir(p+"/65", 0o700)
	os.Mkdir(p+"/66", 0o700)
	os.Mkdir(p+"/67", 0o700)
	os.Mkdir(p+"/68", 0o700)
	os.Mkdir(p+"/69", 0o700)
	syscall.Umask(old)
}

// Crowd makes more than a summary holds.
func Crowd(p string) {
	os.Mkdir(p+"/0", 0o700)
	os.Mkdir(p+"/1", 0o700)
	os.Mkdir(p+"/2", 0o700)
	os.Mkdir(p+"/3", 0o700)
	os.Mkdir(p+"/4", 0o700)
	os.Mkdir(p+"/5", 0o700)
	os.Mkdir(p+"/6", 0o700)
	os.Mkdir(p+"/7", 0o700)
	os.Mkdir(p+"/8", 0o700)
	os.Mkdir(p+"/9", 0o700)
	os.Mkdir(p+"/10", 0o700)
	os.Mkdir(p+"/11", 0o700)
	os.Mkdir(p+"/12", 0o700)
	os.Mkdir(p+"/13", 0o700)
	os.Mkdir(p+"/14", 0o700)
	os.Mkdir(p+"/15", 0o700)
	os.Mkdir(p+"/16", 0o700)
	os.Mkdir(p+"/17", 0o700)
	os.Mkdir(p+"/18", 0o700)
	os.Mkdir(p+"/19", 0o700)
	os.Mkdir(p+"/20", 0o700)
	os.Mkdir(p+"/21", 0o700)
	os.Mkdir(p+"/22", 0o700)
	os.Mkdir(p+"/23", 0o700)
	os.Mkdir(p+"/24", 0o700)
	os.Mkdir(p+"/25", 0o700)
	os.Mkdir(p+"/26", 0o700)
	os.Mkdir(p+"/27", 0o700)
	os.Mkdir(p+"/28", 0o700)
	os.Mkdir(p+"/29", 0o700)
	os.Mkdir(p+"/30", 0o700)
	os.Mkdir(p+"/31", 0o700)
	os.Mkdir(p+"/32", 0o700)
	os.Mkdir(p+"/33", 0o700)
	os.Mkdir(p+"/34", 0o700)
	os.Mkdir(p+"/35", 0o700)
	os.Mkdir(p+"/36", 0o700)
	os.Mkdir(p+"/37", 0o700)
	os.Mkdir(p+"/38", 0o700)
	os.Mkdir(p+"/39", 0o700)
	os.Mkdir(p+"/40", 0o700)
	os.Mkdir(p+"/41", 0o700)
	os.Mkdir(p+"/42", 0o700)
	os.Mkdir(p+"/43", 0o700)
	os.Mkdir(p+"/44", 0o700)
	os.Mkdir(p+"/45", 0o700)
	os.Mkdir(p+"/46", 0o700)
	os.Mkdir(p+"/47", 0o700)
	os.Mkdir(p+"/48", 0o700)
	os.Mkdir(p+"/49", 0o700)
	os.Mkdir(p+"/50", 0o700)
	os.Mkdir(p+"/51", 0o700)
	os.Mkdir(p+"/52", 0o700)
	os.Mkdir(p+"/53", 0o700)
	os.Mkdir(p+"/54", 0o700)
	os.Mkdir(p+"/55", 0o700)
	os.Mkdir(p+"/56", 0o700)
	os.Mkdir(p+"/57", 0o700)
	os.Mkdir(p+"/58", 0o700)
	os.Mkdir(p+"/59", 0o700)
	os.Mkdir(p+"/60", 0o700)
	os.Mkdir(p+"/61", 0o700)
	os.Mkdir(p+"/62", 0o700)
	os.Mkdir(p+"/63", 0o700)
	os.Mkdir(p+"/64", 0o700)
	os.Mkdir(p+"/65", 0o700)
	os.Mkdir(p+"/66", 0o700)
	os.Mkdir(p+"/67", 0o700)
	os.Mkdir(p+"/68", 0o700)
	os.Mkdir(p+"/69", 0o700)
}

// Listen makes a socket.
func Listen(addr string) (net.Listener, error) { return net.Listen("unix", addr) }
