//go:build linux

package fdtest_test

import (
	"fmt"
	"strings"
	"syscall"
	"testing"

	"github.com/permvet/permvet/safecreate/fdtest"
)

// A test of a server that forgets SOCK_CLOEXEC.
func ExampleCheck() {
	test := func(t testing.TB) {
		fdtest.Check(t)
		fd, _ := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
		_ = fd // served for ever
	}
	t := new(printer) // the testing.T of a real test
	test(t)
	t.end()
	// Output: inheritable descriptor N: socket unix
}

func ExampleInheritable() {
	fd, _ := syscall.Open("/dev/null", syscall.O_RDONLY, 0) // without O_CLOEXEC
	defer syscall.Close(fd)
	list, _ := fdtest.Inheritable()
	for _, d := range list {
		if d.FD == fd {
			fmt.Println(d.Kind, d.Name)
		}
	}
	// Output: device /dev/null
}

type printer struct {
	testing.TB
	cleanup func()
}

func (*printer) Helper()            {}
func (p *printer) Cleanup(f func()) { p.cleanup = f }
func (p *printer) end()             { p.cleanup() }
func (*printer) Errorf(format string, arg ...any) {
	words := strings.Fields(fmt.Sprintf(format, arg...))
	words[2] = "N:" // the number differs
	fmt.Println(strings.Join(words, " "))
}
