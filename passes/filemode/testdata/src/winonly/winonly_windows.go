// Package winonly is built for Windows alone.
package winonly

import "os"

func modes(dir string, b []byte) {
	_ = os.WriteFile(dir+"/x", b, 0o666)
	_ = os.Chmod(dir, 0o777)
	_ = os.WriteFile(dir+"/notes.txt", b, 0o600)
	_ = os.WriteFile(dir+"/server.key", b, 0o600) // want `^note: mode 0600 protects nothing on Windows \(files called "server.key" are\): .* \(filemode/windows-no-effect\)$`
}
