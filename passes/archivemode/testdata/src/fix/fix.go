package fix

import (
	"archive/zip"
	"os"
)

func unpack(zf *zip.File, name string) {
	os.MkdirAll(name, zf.Mode()) // want `archive header without .* \(and in 1 more place here\)`
	os.OpenFile(name, os.O_CREATE|os.O_WRONLY, zf.FileInfo().Mode()|0o200)
}
