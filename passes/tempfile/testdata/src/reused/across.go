package reused

import (
	"os"

	"github.com/permvet/permvet/passes/tempfile/testdata/src/lib"
)

func across() (string, error) {
	f, err := os.CreateTemp("", "x") // want `temp-name-reused`
	if err != nil {
		return "", err
	}
	f.Close()
	lib.Drop(f.Name())
	return f.Name(), nil
}
