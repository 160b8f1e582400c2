//go:build unix && !linux

package privdrop

// threads is nothing: credentials and the root directory belong to the process here.
type threads struct{}

func openThreads() (threads, error)   { return threads{}, nil }
func (threads) keep()                 {}
func (threads) release()              {}
func (threads) Close()                {}
func (threads) verify(identity) error { return nil }
func (threads) verifyRoot() error     { return nil }

func isNoProc(error) bool     { return false }
func checkDescriptors() error { return nil }

// There are no capabilities.
func emptyBounding() (bool, error) { return false, nil }
func clearCapabilities() error     { return nil }
