package narrowed

import "os"

// account is narrowed where it is made: the window is told once, not again
// for each pair of calls.
func account(p string) error {
	if err := os.WriteFile(p, nil, 0o644); err != nil { // want `line 13 narrows it to 0600`
		return err
	}
	// The directory may be shared.
	_ = p
	return os.Chmod(p, 0o600)
}

func twoAccounts(p string) {
	account(p)
	account(p)
}

func thrice(p string) {
	os.WriteFile(p, nil, 0o644) // want `line 23 narrows it to 0600`
	os.Chmod(p, 0o600)
	os.Chmod(p, 0o600)
	account(p)
}
