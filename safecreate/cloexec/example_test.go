//go:build unix

package cloexec_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"github.com/permvet/permvet/safecreate/cloexec"
)

func ExampleDup() {
	fd, err := cloexec.Dup(0)
	fmt.Println(fd > 2, err)
	syscall.Close(fd)
	// Output: true <nil>
}

func ExampleSocket() {
	fd, err := cloexec.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	fmt.Println(fd > 2, err)
	syscall.Close(fd)
	// Output: true <nil>
}

func ExampleSocketpair() {
	p, err := cloexec.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	syscall.Write(p[0], []byte("hello"))
	b := make([]byte, 5)
	n, err := syscall.Read(p[1], b)
	fmt.Println(string(b[:n]), err)
	syscall.Close(p[0])
	syscall.Close(p[1])
	// Output: hello <nil>
}

func ExamplePipe() {
	p := make([]int, 2)
	if err := cloexec.Pipe(p); err != nil {
		fmt.Println(err)
		return
	}
	syscall.Write(p[1], []byte("hello"))
	b := make([]byte, 5)
	n, err := syscall.Read(p[0], b)
	fmt.Println(string(b[:n]), err)
	syscall.Close(p[0])
	syscall.Close(p[1])
	// Output: hello <nil>
}

func ExampleAccept() {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	addr := &syscall.SockaddrUnix{Name: filepath.Join(dir, "s")}
	server, _ := cloexec.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	defer syscall.Close(server)
	syscall.Bind(server, addr)
	syscall.Listen(server, 1)
	client, _ := cloexec.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	defer syscall.Close(client)
	syscall.Connect(client, addr)
	fd, _, err := cloexec.Accept(server)
	fmt.Println(fd > 2, err)
	syscall.Close(fd)
	// Output: true <nil>
}

func ExampleOpen() {
	fd, err := cloexec.Open(os.DevNull, syscall.O_RDONLY, 0)
	fmt.Println(fd > 2, err)
	syscall.Close(fd)
	// Output: true <nil>
}

// Any call that makes a descriptor and has no flag of its own.
func ExampleNew() {
	fd, err := cloexec.New(func() (int, error) {
		return syscall.Open(os.DevNull, syscall.O_RDWR, 0)
	})
	fmt.Println(fd > 2, err)
	syscall.Close(fd)
	// Output: true <nil>
}

func ExampleFrom() {
	if err := cloexec.From(3); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		fmt.Println(err)
	}
	// From here on children get standard input, output and error only.
	// Output:
}

// A copy onto a number that is known, such as that of a log.
func ExampleDup2() {
	fd, err := cloexec.Dup(0)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer syscall.Close(fd)
	fmt.Println(cloexec.Dup2(0, fd))
	// Output: <nil>
}

func ExampleRecvmsg() {
	p, err := cloexec.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer syscall.Close(p[0])
	defer syscall.Close(p[1])
	syscall.Sendmsg(p[0], []byte("x"), syscall.UnixRights(0), nil, 0)
	oob := make([]byte, syscall.CmsgSpace(4))
	_, n, _, _, err := cloexec.Recvmsg(p[1], make([]byte, 1), oob, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	messages, _ := syscall.ParseSocketControlMessage(oob[:n])
	fds, err := syscall.ParseUnixRights(&messages[0])
	fmt.Println(len(fds), err)
	syscall.Close(fds[0])
	// Output: 1 <nil>
}
