package wrongtext

import "os"

func write() error {
	return os.WriteFile("a", nil, 0o666) // want "mode"
}
