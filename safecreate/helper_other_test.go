//go:build unix && !linux

package safecreate

// The tests that need another process run on Linux only.
func helpers() map[string]func([]string) error { return nil }
