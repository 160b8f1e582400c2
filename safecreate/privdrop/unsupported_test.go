//go:build !unix

package privdrop

import (
	"errors"
	"testing"
)

func TestUnsupported(t *testing.T) {
	_, err1 := Lookup("root")
	_, err2 := LookupGroup("root")
	for i, err := range []error{To(1, 1, nil), Chroot("/"), NoNewPrivs(), new(User).To(), err1, err2} {
		if !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%d: %v", i, err)
		}
	}
}
