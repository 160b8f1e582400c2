//go:build !linux

package fdtest

import (
	"errors"
	"testing"
)

func TestUnsupported(t *testing.T) {
	if _, err := Inheritable(); !errors.Is(err, errors.ErrUnsupported) {
		t.Error(err)
	}
	Check(t)
}
