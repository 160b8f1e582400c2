//go:build windows

// Package windows makes handles inheritable.
package windows

import (
	"os/exec"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Negatives.

func private(p *uint16) (windows.Handle, error) {
	sa := windows.SecurityAttributes{Length: uint32(unsafe.Sizeof(windows.SecurityAttributes{}))}
	return windows.CreateFile(p, windows.GENERIC_READ, 0, &sa, windows.OPEN_EXISTING, 0, 0)
}

func none(p *uint16) (windows.Handle, error) {
	return windows.CreateFile(p, windows.GENERIC_READ, 0, nil, windows.OPEN_EXISTING, 0, 0)
}

func taken(h windows.Handle) error {
	return windows.SetHandleInformation(h, windows.HANDLE_FLAG_INHERIT, 0)
}

func protected(h windows.Handle) error {
	return windows.SetHandleInformation(h, 2, 2)
}

func flagged() (windows.Handle, error) {
	return windows.WSASocket(windows.AF_INET, windows.SOCK_STREAM, 0, nil, 0, windows.WSA_FLAG_OVERLAPPED|windows.WSA_FLAG_NO_HANDLE_INHERIT)
}

func listed(p *uint16) error {
	sa := &syscall.SecurityAttributes{InheritHandle: 1}
	h, err := syscall.CreateFile(p, syscall.GENERIC_READ, 0, sa, syscall.OPEN_EXISTING, 0, 0)
	if err != nil {
		return err
	}
	defer syscall.CloseHandle(h)
	cmd := exec.Command("child")
	cmd.SysProcAttr = &syscall.SysProcAttr{AdditionalInheritedHandles: []syscall.Handle{h}}
	return cmd.Run()
}

// Positives.

func attributes(p *uint16) (windows.Handle, error) {
	sa := windows.SecurityAttributes{InheritHandle: 1}
	return windows.CreateFile(p, windows.GENERIC_READ, 0, &sa, windows.OPEN_EXISTING, 0, 0) // want `warning: windows.CreateFile makes an inheritable handle \(InheritHandle is set\): every child started with inheritance on gets it`
}

func information(h windows.Handle) error {
	return windows.SetHandleInformation(windows.Handle(table[0]), windows.HANDLE_FLAG_INHERIT, windows.HANDLE_FLAG_INHERIT) // want `warning: windows.SetHandleInformation makes the handle inheritable`
}

var table [4]uintptr

func duplicate(p, h windows.Handle) (d windows.Handle, err error) {
	err = windows.DuplicateHandle(p, h, p, &d, 0, true, windows.DUPLICATE_SAME_ACCESS) // want `warning: windows.DuplicateHandle makes an inheritable handle`
	return d, err
}

func socket() (windows.Handle, error) {
	return windows.WSASocket(windows.AF_INET, windows.SOCK_STREAM, 0, nil, 0, windows.WSA_FLAG_OVERLAPPED) // want `warning: windows.WSASocket makes an inheritable handle: every child started with inheritance on gets the socket; add WSA_FLAG_NO_HANDLE_INHERIT`
}

func open(p string) (windows.Handle, error) {
	return windows.Open(p, windows.O_RDONLY, 0) // want `warning: windows.Open makes an inheritable handle: .*; add O_CLOEXEC`
}
