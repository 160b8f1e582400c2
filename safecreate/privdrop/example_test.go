//go:build unix

package privdrop_test

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime"

	"github.com/permvet/permvet/safecreate/privdrop"
)

func ExampleTo() {
	err := privdrop.To(0, 0, nil) // root is not what one drops to
	fmt.Println(errors.Is(err, privdrop.ErrRoot))
	// Output: true
}

func ExampleChroot() {
	err := privdrop.Chroot("/no/such/directory")
	fmt.Println(errors.Is(err, fs.ErrNotExist))
	// Output: true
}

func ExampleNoNewPrivs() {
	err := privdrop.NoNewPrivs()
	fmt.Println(err == nil || runtime.GOOS != "linux" && errors.Is(err, errors.ErrUnsupported))
	// Output: true
}

// A daemon that has opened what needs root.
func Example() {
	start := func() error {
		if err := privdrop.Chroot("/var/empty"); err != nil {
			return err
		}
		if err := privdrop.To(65534, 65534, nil); err != nil {
			return err // in between: exit
		}
		return privdrop.NoNewPrivs()
	}
	_ = start // called by a process of root
}
