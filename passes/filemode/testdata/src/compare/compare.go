// Package compare asks for the order of permission bits.
package compare

import (
	"io/fs"
	"os"
)

func fine(fi fs.FileInfo, a, b fs.FileMode, mode uint32) bool {
	return fi.Mode().Perm()&0o077 != 0 ||
		fi.Mode().Perm() != 0o600 ||
		fi.Mode().Perm()&0o022 > 0 || // any bit
		a > 0o777 || // a range
		a > fs.ModePerm ||
		fi.Mode()&0o7 >= 4 || // one digit
		a < b || // an order for sorting
		fi.Size() > 0o600 ||
		mode > 0o600 // no mode that we know of
}

func wrong(fi fs.FileInfo) bool {
	if fi.Mode().Perm() > 0o600 { // want `^error: permission bits are compared as a number: 0577 is not greater than 0600, but lets everybody in; test the bits with &\^ \(filemode/mode-compare\)$`
		return true
	}
	if 0644 >= fi.Mode()&os.ModePerm { // want `error: permission bits are compared as a number`
		return true
	}
	if uint32(fi.Mode()) > 0o640 { // want `error: permission bits`
		return true
	}
	return fi.Mode().Perm() < 0o400 // want `error: permission bits are compared as a number, which does not tell what they allow`
}
