//go:build !unix

package privdrop

import (
	"errors"
	"testing"
)

func TestUnsupported(t *testing.T) {
	for i, err := range []error{To(1, 1, nil), Chroot("/"), NoNewPrivs()} {
		if !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%d: %v", i, err)
		}
	}
}
