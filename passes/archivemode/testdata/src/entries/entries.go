// Package entries puts entries into archives.
package entries

import (
	"archive/tar"
	"io/fs"
	"os"

	"github.com/permvet/permvet/passes/archivemode/testdata/src/lib"
)

func silent(tw *tar.Writer, name string, size int64, fi fs.FileInfo, kind byte) {
	tw.WriteHeader(&tar.Header{Name: name, Mode: 0o755, Size: size})
	tw.WriteHeader(&tar.Header{Name: name, Mode: 0o664, Size: size}) // the group of root
	tw.WriteHeader(&tar.Header{Name: name, Size: size})
	// A link has no mode of its own.
	tw.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeSymlink, Linkname: "x", Mode: 0o777})
	tw.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeLink, Linkname: "x", Mode: 0o777})
	tw.WriteHeader(&tar.Header{Name: name, Typeflag: kind, Mode: 0o777}) // perhaps a link
	// Everybody's, and nobody may remove what is another's.
	tw.WriteHeader(&tar.Header{Name: "tmp/", Typeflag: tar.TypeDir, Mode: 0o1777})
	// As the file is.
	tw.WriteHeader(&tar.Header{Name: name, Mode: int64(fi.Mode().Perm()), Size: size})
	if hdr, err := tar.FileInfoHeader(fi, ""); err == nil {
		hdr.Mode = 0o777 // what fi is nobody knows
		tw.WriteHeader(hdr)
	}
}

func wide(tw *tar.Writer, name string, size int64) {
	tw.WriteHeader(&tar.Header{
		Name:     name,
		Typeflag: tar.TypeReg,
		Mode:     int64(os.ModePerm), // want `^warning: an entry goes into the archive with mode 0777, and no umask takes from it: where the archive is unpacked as root, everybody can write to it; use 0644 or 0755 \(archivemode/world-writable-entry\)$`
		Size:     size,
	})
	tw.WriteHeader(&tar.Header{Name: name, Mode: lib.EntryMode, Size: size})    // want "mode 0666"
	tw.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeDir, Mode: 0o777}) // want "world-writable-entry"
	hdr := tar.Header{Name: name, Size: size}
	hdr.Mode = 0o606 // want "world-writable-entry"
	tw.WriteHeader(&hdr)
}
