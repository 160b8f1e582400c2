package a

import (
	"archive/tar"
	"archive/zip"
	"io/fs"
	"os"

	"github.com/permvet/permvet/passes/archivemode/testdata/src/lib"
)

// Masked modes, constants, and copies of what is already on this machine.
func silent(hdr *tar.Header, zf *zip.File, name string, fi fs.FileInfo) {
	os.OpenFile(name, os.O_CREATE|os.O_WRONLY, hdr.FileInfo().Mode().Perm())
	os.OpenFile(name, os.O_CREATE|os.O_WRONLY, hdr.FileInfo().Mode()&0o755)
	os.OpenFile(name, os.O_CREATE|os.O_WRONLY, os.FileMode(hdr.Mode)&0o777)
	os.MkdirAll(name, zf.Mode()&os.ModePerm)
	os.Chmod(name, zf.Mode()&^(os.ModeSetuid|os.ModeSetgid|os.ModeSticky|0o7022))
	os.OpenFile(name, os.O_WRONLY, zf.Mode()) // opens only: the mode is not used
	os.Chmod(name, fi.Mode())
	mode := os.FileMode(0o644)
	if hdr.FileInfo().Mode()&0o111 != 0 {
		mode = 0o755
	}
	os.WriteFile(name, nil, mode)
	lib.Write(name, hdr.FileInfo().Mode().Perm())
}

func unpack(hdr *tar.Header, zf *zip.File, name string) {
	os.OpenFile(name, os.O_CREATE|os.O_WRONLY, hdr.FileInfo().Mode()) // want `^warning: file mode taken from the archive header without a mask: a malicious archive can make the file setuid or world-writable; mask it with 0o755 \(archivemode/archive-mode\)$`
	os.MkdirAll(name, zf.Mode())                                      // want `can make the directory setuid`
	os.Chmod(name, os.FileMode(hdr.Mode))                             // want `archive header without`
	mode := zf.Mode()
	if mode == 0 {
		mode = 0o644
	}
	os.WriteFile(name, nil, mode) // want `archive header without`
	info := hdr.FileInfo()
	func() {
		os.Mkdir(name, info.Mode()|0o700) // want `archive header without`
	}()
	lib.Write(name, zf.Mode()) // want `archive header without`
}
