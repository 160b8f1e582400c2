//go:build windows

// Package winlib wraps the calls that make handles.
package winlib

import "golang.org/x/sys/windows"

// Open leaves the attributes to its callers.
func Open(p *uint16, sa *windows.SecurityAttributes) (windows.Handle, error) {
	return windows.CreateFile(p, windows.GENERIC_READ, 0, sa, windows.OPEN_EXISTING, 0, 0)
}

// Share makes the handle of its callers inheritable.
func Share(h windows.Handle) error {
	return windows.SetHandleInformation(h, windows.HANDLE_FLAG_INHERIT, windows.HANDLE_FLAG_INHERIT)
}

// Keep takes it back.
func Keep(h windows.Handle) error {
	return windows.SetHandleInformation(h, windows.HANDLE_FLAG_INHERIT, 0)
}

// Duplicate asks its callers.
func Duplicate(p, h windows.Handle, inherit bool) (d windows.Handle, err error) {
	err = windows.DuplicateHandle(p, h, p, &d, 0, inherit, windows.DUPLICATE_SAME_ACCESS)
	return d, err
}
