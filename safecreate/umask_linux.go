package safecreate

import (
	"bytes"
	"io/fs"
	"os"
	"strconv"
)

func procUmask() (fs.FileMode, bool) {
	status, err := os.ReadFile("/proc/thread-self/status")
	if err != nil {
		return 0, false
	}
	return parseUmask(status)
}

// parseUmask finds "Umask:\t0022" in the status of a process.
func parseUmask(status []byte) (fs.FileMode, bool) {
	for line := range bytes.Lines(status) {
		value, ok := bytes.CutPrefix(line, []byte("Umask:"))
		if !ok {
			continue
		}
		m, err := strconv.ParseUint(string(bytes.TrimSpace(value)), 8, 16)
		return fs.FileMode(m), err == nil && m <= 0o777
	}
	return 0, false
}
