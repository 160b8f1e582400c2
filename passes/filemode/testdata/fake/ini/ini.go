// Package ini imitates the library.
package ini

// File is a file.
type File struct{}

// SaveTo writes.
func (*File) SaveTo(string) error { return nil }
