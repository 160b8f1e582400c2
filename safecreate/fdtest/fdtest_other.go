//go:build !linux

package fdtest

import (
	"errors"
	"fmt"
	"runtime"
)

func inheritable() ([]Descriptor, error) {
	return nil, fmt.Errorf("descriptors cannot be listed on %s: %w", runtime.GOOS, errors.ErrUnsupported)
}
