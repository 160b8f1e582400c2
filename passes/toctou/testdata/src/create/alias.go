package create

import "os"

// Error is another name of the type.
type Error = error

func look(p string) Error {
	_, err := os.Stat(p)
	return err
}

func aliased(p string) {
	var err Error
	if _, err = os.Stat(p); os.IsNotExist(err) {
		os.Create(p) // want `\(toctou/stat-then-create\)`
	}
}

func aliasedThere(p string) {
	if err := look(p); err != nil && os.IsNotExist(err) {
		os.Create(p) // want `\(toctou/stat-then-create\)`
	}
}
