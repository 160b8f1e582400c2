package api

import "testing"

func TestHelper(t *testing.T) {
	tests := []struct {
		call, helper string
		mode         int
	}{
		{"os.OpenFile", "OpenFile", 3},
		{"os.Create", "Create", 2},
		{"os.WriteFile", "WriteFile", 3},
		{"io/ioutil.WriteFile", "WriteFile", 3},
		{"os.Mkdir", "Mkdir", 2},
		{"os.MkdirAll", "MkdirAll", 2},
		{"net.Listen", "Listen", 3},
		{"os.Open", "", 0},
		{"os.CreateTemp", "", 0},
		{"os.MkdirTemp", "", 0},
		{"(*os.Root).Create", "", 0},          // below another directory
		{"golang.org/x/sys/unix.Open", "", 0}, // a bare descriptor
		{"go.etcd.io/bbolt.Open", "", 0},      // what it returns is no file
	}
	for _, tt := range tests {
		row := ByName(tt.call)
		if row == nil {
			t.Errorf("%s: no such row", tt.call)
			continue
		}
		if name, mode, ok := row.Helper(); name != tt.helper || mode != tt.mode || ok != (tt.helper != "") {
			t.Errorf("%s: helper %q with the mode at %d, want %q at %d", tt.call, name, mode, tt.helper, tt.mode)
		}
	}
}
