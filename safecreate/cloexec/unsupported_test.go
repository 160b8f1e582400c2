//go:build !unix

package cloexec

import (
	"errors"
	"testing"
)

func TestUnsupported(t *testing.T) {
	_, err1 := Dup(0)
	_, err2 := Socket(0, 0, 0)
	_, err3 := Socketpair(0, 0, 0)
	_, err4 := Open("x", 0, 0)
	_, err5 := New(func() (int, error) { t.Error("called"); return 0, nil })
	for i, err := range []error{err1, err2, err3, err4, err5, Pipe(nil), Dup2(0, 0), From(3)} {
		if !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%d: %v", i, err)
		}
	}
}
