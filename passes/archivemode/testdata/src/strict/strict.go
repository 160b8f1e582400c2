package strict

import (
	"archive/tar"
	"os"
)

func restore(hdr *tar.Header, name string) error {
	if err := os.Mkdir(name, hdr.FileInfo().Mode()); err != nil { // want `^note: file mode taken from`
		return err
	}
	return own(hdr, name)
}

func own(hdr *tar.Header, name string) error { return os.Lchown(name, hdr.Uid, hdr.Gid) }
