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

func ExampleLookup() {
	u, err := privdrop.Lookup("root")
	if err != nil {
		fmt.Println(err)
		return
	}
	err = u.To()
	fmt.Println(u.UID, errors.Is(err, privdrop.ErrRoot))
	// Output: 0 true
}

func ExampleUser_To() {
	u := &privdrop.User{Name: "root"}
	fmt.Println(errors.Is(u.To(), privdrop.ErrRoot))
	// Output: true
}

// A mail server that calls sendmail, which is setgid.
func ExampleAllowSetuid() {
	err := privdrop.To(0, 0, nil, privdrop.AllowSetuid())
	fmt.Println(errors.Is(err, privdrop.ErrRoot))
	// Output: true
}

func ExampleUser_Env() {
	u := &privdrop.User{Name: "www-data", Home: "/var/www"}
	fmt.Println(u.Env()[:3])
	// Output: [HOME=/var/www USER=www-data LOGNAME=www-data]
}

func ExampleLookupGroup() {
	_, err := privdrop.LookupGroup("no such group")
	fmt.Println(err)
	// Output: privdrop: group: unknown group no such group
}

// A daemon that has opened what needs root.
func Example() {
	start := func() error {
		u, err := privdrop.Lookup("www-data") // before /etc/passwd is out of reach
		if err != nil {
			return err
		}
		if err := privdrop.Chroot("/var/empty"); err != nil {
			return err
		}
		return u.To() // after an error: exit
	}
	_ = start // called by a process of root
}
