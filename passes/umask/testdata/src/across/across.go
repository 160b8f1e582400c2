// Package across changes the umask through package lib.
package across

import (
	"errors"
	"os"
	"syscall"

	"github.com/permvet/permvet/passes/umask/testdata/src/lib"
)

var errEmpty = errors.New("empty")

// Negatives that look like bugs.

// Hand hands everything on, as lib does.
func Hand(mask int) int { return lib.Set(mask) }

// HandErr does, too.
func HandErr(mask int) (int, error) { return lib.SetErr(mask & 0o777) }

// tightened can only make modes narrower for a while.
func tightened(p string) error {
	defer lib.Set(lib.Set(0o077))
	return os.Mkdir(p, 0o777)
}

// readPrivate opens nothing meanwhile.
func readPrivate() int {
	old := lib.Set(0o777)
	lib.Set(old)
	return old
}

// toldThere runs in a window of lib's.
func toldThere(p string) error {
	return lib.With(0, func() error { return os.Mkdir(p, 0o777) })
}

// keeper keeps the old mask in a field.
type keeper struct{ old int }

func (k *keeper) begin() (err error) {
	k.old, err = lib.SetErr(0o077)
	return err
}

func (k *keeper) end() { lib.Set(k.old) }

// restore does the second half without lib.
func (k *keeper) restore() { syscall.Umask(k.old) }

// cleared hands the way back to its caller.
func cleared() func() {
	old := lib.Set(0)
	return func() { lib.Set(old) }
}

// clearedErr does, too.
func clearedErr() (func(), error) {
	old, err := lib.SetErr(0)
	return func() { lib.Set(old) }, err
}

// made is told there.
func made(p string) error { return lib.Mkdir(p, 0) }

// many puts the mask back after more effects than a summary holds.
func many(p string) { lib.Many(p, 0) }

// crowded may get it back from lib, which does more than is known.
func crowded(p string) {
	lib.Set(0)
	lib.Crowd(p)
}

// Positives.

func style() {
	old := lib.Set(0o644) // want `^error: 0644 looks like a file mode; a umask lists the bits to clear, .* \(umask/chmod-style-umask\)$`
	lib.Set(old)
}

func decimal() {
	old := lib.Set(22) // want `^error: umask 22 is decimal and means 0026; write 0o22 \(umask/chmod-style-umask\)$`
	lib.Set(old)
}

func inside(p string) error {
	return lib.With(0o755, func() error { return os.Mkdir(p, 0o777) }) // want `chmod-style-umask`
}

func window(p string) error {
	old := lib.Set(0) // want `^warning: the umask is process-wide: until it is restored on line \d+, files created by other goroutines get modes by 0000 too, .* \(umask/umask-window\)$`
	defer lib.Set(old)
	return os.Mkdir(p, 0o777)
}

func windowErr(p string) error {
	old, err := lib.SetErr(0) // want `umask-window`
	if err != nil {
		return err
	}
	err = lib.Tree(p)
	lib.Set(old)
	return err
}

func early(p string) error {
	old := lib.Set(0) // want `^warning: a return before line \d+ leaves the process umask at 0000; restore it with defer \(umask/umask-not-restored\)$`
	if err := os.Mkdir(p, 0o777); err != nil {
		return err
	}
	lib.Set(old)
	return nil
}

func read() int {
	old := lib.Set(0) // want `^warning: reading the umask by setting it to 0000 races with other goroutines; .* \(umask/umask-read\)$`
	lib.Set(old)
	return old
}

func readErr() (int, error) {
	old, err := lib.SetErr(0) // want `umask-read`
	lib.Set(old)
	return old, err
}

// Start decides for all who import this.
func Start(p string) error {
	if p == "" {
		return errEmpty
	}
	lib.Set(0o027) // want `^warning: library function Start changes the process-wide umask to 0027; .* \(umask/umask-in-library\)$` related:`^lib.go: func Set\(mask int\) int \{ return syscall\.Umask\(mask\) \}: the umask is set here$`
	return nil
}

// StartDropped is told here, with the value that only it knows.
func StartDropped() {
	lib.Drop(0o022) // want `^warning: library function StartDropped changes the process-wide umask to 0022`
}
