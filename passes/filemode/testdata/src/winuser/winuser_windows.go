// Package winuser is built for Windows alone.
package winuser

import "github.com/permvet/permvet/passes/filemode/testdata/src/winlib"

func quiet(dir string, b []byte) {
	_ = winlib.Save(dir+"/notes.txt", b, 0o600)
	_ = winlib.Save(dir+"/server.key", b, 0o644)
	_ = winlib.SaveKey(dir, b)
	_ = winlib.Generate(dir)
}

func relied(dir string, b []byte) {
	_ = winlib.Save(dir+"/server.key", b, 0o600) // want `^note: mode 0600 protects nothing on Windows \(files called "server.key" are\)`
}
