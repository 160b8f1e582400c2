package helper

import "os"

func save(name string, data []byte) error {
	return os.WriteFile(name, data, 0o600) // want "use safecreate"
}
